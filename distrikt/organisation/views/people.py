"""People and their assignments."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from distrikt.access import Request, Viewer, may, require
from distrikt.organisation import actions
from distrikt.organisation.forms.people import AssignmentEndForm, AssignmentForm, PersonForm, PersonSearchForm
from distrikt.organisation.models import AccessRecord, Assignment, User
from distrikt.organisation.reports import assignment_rows, person_rows
from distrikt.saving import EditConflict, save_edit, show_conflict

PER_PAGE = 50


def person_list(request: Request) -> HttpResponse:
    viewer = request.viewer
    require(viewer, "organisation.list_people")
    people = User.objects.visible_to(viewer)
    form = PersonSearchForm(request.GET)
    if form.is_valid():
        people = form.narrow(people, viewer.today)
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        "form": form,
        "page": page,
        "rows": person_rows(page.object_list, viewer.today),
        "is_narrowed": form.is_valid() and any(form.cleaned_data.values()),
        "query": form.query(),
        "can_invite": may(viewer, "organisation.grant_assignment"),
    }
    return render(request, "organisation/person_list.html", context)


def person_detail(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    person = get_object_or_404(User.objects.visible_to(viewer), pk=pk)
    _record_reading(viewer, person)
    current, past = assignment_rows(person, viewer)
    context = {
        "person": person,
        "is_me": person.pk == viewer.person_id,
        "current": current,
        "past": past,
        "parents": [{"label": "Kontakter och uppdrag", "url": reverse("organisation:person_list")}],
        "can_grant": may(viewer, "organisation.grant_assignment"),
        "can_edit": may(viewer, "organisation.edit_person", person),
    }
    return render(request, "organisation/person_detail.html", context)


def _record_reading(viewer: Viewer, person: User) -> None:
    """Who opens another person's details leaves a line in that person's "vem har sett"."""
    if person.pk != viewer.person_id:
        actions.record_reading(kind=AccessRecord.PERSON, object_id=person.pk, by=viewer.person_id, day=viewer.today)


def person_edit(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    person = get_object_or_404(User.objects.visible_to(viewer), pk=pk)
    require(viewer, "organisation.edit_person", person)
    _record_reading(viewer, person)
    rights = {
        "can_protect": may(viewer, "organisation.protect_person"),
        "can_close": may(viewer, "organisation.close_account"),
    }
    form = PersonForm(request.POST or None, instance=person, **rights)
    differences = None
    if request.method == "POST" and form.is_valid():
        row, version, fields = form.changed_row()
        try:
            save_edit(row, version=version, fields=fields, by=viewer.person_id)
        except EditConflict as conflict:
            differences = show_conflict(form, conflict, theirs=PersonForm(instance=conflict.current, **rights))
        else:
            messages.success(request, f"Uppgifterna om {row} är sparade.")
            return redirect("organisation:person_detail", pk=pk)
    context = {"form": form, "differences": differences, "person": person}
    return render(request, "organisation/person_edit.html", context, status=200 if differences is None else 409)


def assignment_create(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    person = get_object_or_404(User.objects.visible_to(viewer), pk=pk)
    require(viewer, "organisation.grant_assignment")
    form = AssignmentForm(request.POST or None, viewer=viewer, person=person, initial={"starts_on": viewer.today})
    if request.method == "POST" and form.is_valid():
        require(viewer, "organisation.grant_assignment", form.row)
        assignment = actions.grant_assignment(assignment=form.row, by=request.user, today=viewer.today)
        messages.success(request, f"{person} är nu {assignment}. Ordföranden har fått ett mejl om det.")
        return redirect("organisation:person_detail", pk=pk)
    return render(request, "organisation/assignment_create.html", {"form": form, "person": person})


def assignment_end(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    going_on = Assignment.objects.visible_to(viewer).current_or_coming(viewer.today)
    assignment = get_object_or_404(going_on.select_related("user", "body"), pk=pk)
    require(viewer, "organisation.end_assignment", assignment)
    form = AssignmentEndForm(request.POST or None, assignment=assignment, today=viewer.today)
    if request.method == "POST" and form.is_valid():
        person, last_day = assignment.user, form.cleaned_data["last_day"]
        actions.end_assignment(assignment=assignment, last_day=last_day, by=viewer.person_id, today=viewer.today)
        messages.success(request, f"Uppdraget {assignment} för {person} är avslutat.")
        # A contact may have ended what made the person visible.
        still_visible = User.objects.visible_to(viewer).filter(pk=person.pk).exists()
        return (
            redirect("organisation:person_detail", person.pk) if still_visible else redirect("organisation:person_list")
        )
    return render(request, "organisation/assignment_end.html", {"form": form, "assignment": assignment})
