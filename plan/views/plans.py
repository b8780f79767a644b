"""The plan as a whole: its page, its areas and its wheel."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from distrikt.access import Request, may, require
from distrikt.saving import Difference, EditConflict, EditForm, save_edit, show_conflict
from plan import actions
from plan.follow_up import Status
from plan.forms import AdoptForm, PlanForm
from plan.models import Area, Intake, YearPlan, YearPlanQuerySet
from plan.reports import area_follow_up, plan_follow_up
from plan.status_words import adopted_words
from plan.year_wheel import recent_wheel_for, wheel_for


def _plans(request: Request) -> YearPlanQuerySet:
    """The plans that the viewer knows of, without the documents they were read from."""
    return YearPlan.objects.visible_to(request.viewer).defer("source_text")


def plan_crumb(plan: YearPlan) -> dict[str, str]:
    """The way back to the plan, for the breadcrumbs."""
    return {"label": str(plan), "url": reverse("plan:plan_detail", args=[plan.year])}


def plan_current(request: Request) -> HttpResponse:
    """The plan in force today, or what to do when there is none."""
    if not request.viewer.sees_content:
        raise Http404
    plans = _plans(request)
    if plan := plans.current(request.viewer.today) or plans.first():
        return _plan_page(request, plan)
    return render(request, "plan/plan_current.html", {"can_edit": may(request.viewer, "plan.edit_plan")})


def plan_detail(request: Request, year: int) -> HttpResponse:
    return _plan_page(request, get_object_or_404(_plans(request), year=year))


def _plan_page(request: Request, plan: YearPlan) -> HttpResponse:
    viewer = request.viewer
    follow_up = plan_follow_up(plan, viewer.today)
    only = Status(request.GET["lage"]) if request.GET.get("lage") in Status.values else None
    return render(
        request,
        "plan/plan_detail.html",
        {
            "plan": plan,
            "follow_up": follow_up,
            "meta": f"{adopted_words(plan)} · {follow_up.size_words}",
            "areas": follow_up.areas_with(only) if only else follow_up.areas,
            "only": only,
            "scored": not plan.is_draft,
            "wheel": recent_wheel_for(viewer, start=plan.starts_on, end=plan.ends_on),
            "can_adopt": may(viewer, "plan.adopt_plan", plan),
            "can_edit": may(viewer, "plan.edit_plan", plan),
            "can_close": may(viewer, "plan.close_plan", plan),
            "can_read_in": may(viewer, "plan.edit_plan"),
        },
    )


def plan_list(request: Request) -> HttpResponse:
    """All years' plans, and the documents that will become one."""
    viewer = request.viewer
    if not viewer.sees_content:
        raise Http404
    context = {
        "plans": [(plan, adopted_words(plan)) for plan in _plans(request)],
        "intakes": Intake.objects.visible_to(viewer).listed(),
        "can_read_in": may(viewer, "plan.edit_plan"),
    }
    return render(request, "plan/plan_list.html", context)


def area_detail(request: Request, year: int, slug: str) -> HttpResponse:
    known = Area.objects.visible_to(request.viewer).select_related("plan").defer("plan__source_text")
    area = get_object_or_404(known, plan__year=year, slug=slug)
    plan, follow_up = area.plan, area_follow_up(area, request.viewer.today)
    return render(
        request,
        "plan/area_detail.html",
        {"plan": plan, "area": follow_up, "scored": not plan.is_draft, "parents": [plan_crumb(plan)]},
    )


def year_wheel(request: Request, year: int) -> HttpResponse:
    """The year as a wheel, large, and as a list."""
    plan = get_object_or_404(_plans(request), year=year)
    wheel = wheel_for(request.viewer, start=plan.starts_on, end=plan.ends_on)
    return render(request, "plan/year_wheel.html", {"plan": plan, "wheel": wheel, "parents": [plan_crumb(plan)]})


def plan_edit(request: Request, year: int) -> HttpResponse:
    """Title and period of a draft."""
    plan = get_object_or_404(_plans(request), year=year)
    require(request.viewer, "plan.edit_plan", plan)
    form = PlanForm(request.POST or None, instance=plan)
    differences: list[Difference] = []
    if form.is_valid():
        row, version, fields = form.changed_row()
        try:
            save_edit(row, version=version, fields=fields, by=request.viewer.person_id)
        except EditConflict as conflict:
            differences = show_conflict(form, conflict)
        if not differences:
            messages.success(request, "Planen är sparad.")
            return redirect("plan:plan_detail", row.year)
    return _form_page(request, "plan/plan_edit.html", year, form, differences)


def plan_adopt(request: Request, year: int) -> HttpResponse:
    """The annual conference has decided: from now on the wording is fixed."""
    plan = get_object_or_404(_plans(request), year=year)
    if request.method == "POST" and not plan.is_draft:  # The same form sent twice.
        return redirect("plan:plan_detail", year)
    require(request.viewer, "plan.adopt_plan", plan)
    form = AdoptForm(request.POST or None, instance=plan, today=request.viewer.today)
    differences: list[Difference] = []
    if form.is_valid():
        row, version, _ = form.changed_row()
        try:
            actions.adopt_plan(plan=row, version=version, by=request.viewer.person_id)
        except EditConflict as conflict:
            now = AdoptForm(instance=conflict.current, today=request.viewer.today)
            differences = show_conflict(form, conflict, theirs=now)
        if not differences:
            messages.success(request, f"{plan.title} är antagen. Nu följs den upp.")
            return redirect("plan:plan_detail", year)
    return _form_page(request, "plan/plan_adopt.html", year, form, differences)


def _form_page(
    request: Request, template: str, year: int, form: EditForm, differences: list[Difference]
) -> HttpResponse:
    """The form as it was typed: 409 when somebody else was first, with both texts."""
    parents = [{"label": f"Verksamhetsplan {year}", "url": reverse("plan:plan_detail", args=[year])}]
    context = {"form": form, "year": year, "differences": differences, "parents": parents}
    return render(request, template, context, status=409 if differences else 200)


def plan_close(request: Request, year: int) -> HttpResponse:
    """Ask once, then close: nothing more is followed up."""
    plan = get_object_or_404(_plans(request), year=year)
    if request.method == "POST" and plan.is_closed:  # The same form sent twice.
        return redirect("plan:plan_detail", year)
    require(request.viewer, "plan.close_plan", plan)
    if request.method != "POST":
        return render(request, "plan/plan_close.html", {"plan": plan, "parents": [plan_crumb(plan)]})
    actions.close_plan(plan=plan, by=request.viewer.person_id)
    messages.success(request, f"{plan.title} är avslutad.")
    return redirect("plan:plan_detail", year)
