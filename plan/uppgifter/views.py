"""Tasks: one's own, those one has asked for, and those of others."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, may, require
from distrikt.saving import Difference, EditConflict, show_conflict
from plan.uppgifter import actions
from plan.uppgifter.forms import FinishForm
from plan.uppgifter.models import Task
from plan.uppgifter.reports import asked_groups, by_person, origins_of, others_tasks, own_groups, task_when

PER_PAGE = 50
OWN, ASKED, OTHERS = "mina", "begarda", "andras"
LABELS = {OWN: "Mina", ASKED: "Har bett om", OTHERS: "Andras"}


@require_safe
def task_list(request: Request) -> HttpResponse:
    viewer = request.viewer
    if not viewer.sees_content:
        raise Http404
    sees_others = may(viewer, "uppgifter.list_others")
    tabs = [key for key in LABELS if key != OTHERS or sees_others]
    tab = next((key for key in tabs if key == request.GET.get("visa")), OWN)
    page: Page[Task] | None = None
    if tab == OTHERS:
        page = Paginator(others_tasks(viewer), PER_PAGE).get_page(request.GET.get("sida"))
        groups = by_person(page.object_list, viewer)
    else:
        groups = own_groups(viewer) if tab == OWN else asked_groups(viewer)
    context = {
        "tabs": [(LABELS[key], key, key == tab) for key in tabs],
        "tab": tab,
        "groups": groups,
        "page": page,
        "query": f"visa={tab}",
        "names_people": tab == ASKED,
        "here": request.get_full_path(),
    }
    return render(request, "uppgifter/task_list.html", context)


def _task(request: Request, pk: int) -> Task:
    """A task within the viewer's world that the viewer may finish."""
    task = get_object_or_404(Task.objects.visible_to(request.viewer).select_related("responsible"), pk=pk)
    require(request.viewer, "uppgifter.finish_task", task)
    return task


def _back(request: Request) -> HttpResponse:
    """To the list that it was pressed in."""
    back = request.POST.get("tillbaka", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "uppgifter:task_list")


def task_finish(request: Request, pk: int) -> HttpResponse:
    task, viewer = _task(request, pk), request.viewer
    form = FinishForm(request.POST or None, instance=task, today=viewer.today)
    differences: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.finish_task(task=form.instance, version=form.cleaned_data["version"], by=viewer.person_id)
        except EditConflict as conflict:
            theirs = FinishForm(instance=conflict.current, today=viewer.today)
            differences = show_conflict(form, conflict, theirs=theirs)
        if not differences:
            messages.success(request, "Sparat. Den som bad om det ser hur det gick.")
            return _back(request)
    context = {
        "task": task,
        "when": task_when(Task.objects.get(pk=pk), viewer.today),
        "origin": origins_of([task], viewer).get((task.source_kind, task.source_id or 0)),
        "form": form,
        "differences": differences,
        "back": request.POST.get("tillbaka", request.GET.get("tillbaka", "")),
    }
    return render(request, "uppgifter/task_finish.html", context, status=409 if differences else 200)


@require_POST
def task_reopen(request: Request, pk: int) -> HttpResponse:
    task = _task(request, pk)
    actions.reopen_task(task=task, by=request.viewer.person_id)
    messages.success(request, "Uppgiften är öppen igen.")
    return _back(request)
