"""The board that begins: in three steps, saved at once at the end; and the pages that hand over."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from distrikt.access import Request, may, require
from distrikt.organisation.models import User
from distrikt.organisation.roles import Role
from plan.uppgifter.reports import shown_name
from traffar.styrelse.actions.constituting import Constitution, constitute
from traffar.styrelse.forms.constituting import HeirsForm, SeatsForm
from traffar.styrelse.handover import handover_of, lately_left, open_items

# What has been typed waits here for the last step.
DRAFT = "konstituering"
SEATS, HEIRS, SUMMARY = "vilka", "arv", "sammanfattning"
LEFT_LATELY = timedelta(days=120)


def constitution(request: Request) -> HttpResponse:
    """Who sits in the board; who takes over what is open; a summary. Each step leads to the next, and back."""
    require(request.viewer, "styrelse.constitute")
    draft: dict[str, str] = request.session.get(DRAFT, {})
    typed = request.POST if request.method == "POST" else None
    step = (typed or request.GET).get("steg", SEATS)
    if step == SEATS or SEATS not in draft:
        return _choose_seats(request, draft, typed if step == SEATS else None)
    seats = SeatsForm(QueryDict(draft[SEATS]), viewer=request.viewer)
    if not seats.is_valid():
        messages.error(request, "Styrelsen har ändrats sedan du började. Se över stegen igen.")
        return redirect("styrelse:constitution")
    if step == HEIRS:
        return _choose_heirs(request, draft, seats, typed)
    heirs = _heirs_form(seats, QueryDict(draft.get(HEIRS, "")))
    if not heirs.is_valid():
        return redirect(f"{request.path}?steg={HEIRS}")
    return _summary(request, seats, heirs, saves=typed is not None)


def _choose_seats(request: Request, draft: dict[str, str], typed: QueryDict | None) -> HttpResponse:
    earlier = QueryDict(draft[SEATS]) if SEATS in draft else None
    form = SeatsForm(typed if typed is not None else earlier, viewer=request.viewer)
    if form.is_bound and form.is_valid() and typed is not None:
        request.session[DRAFT] = {**draft, SEATS: typed.urlencode()}
        return redirect(f"{request.path}?steg={HEIRS}")
    left = lately_left(request.viewer, request.viewer.today - LEFT_LATELY)
    return render(request, "styrelse/constitution.html", {"step": SEATS, "form": form, "left": left})


def _heirs_form(seats: SeatsForm, typed: QueryDict | None) -> HeirsForm:
    """Those who can take over: who sits in the board then, and the ombudsman."""
    sitting = {row.user_id for row in seats.seats} - seats.leaving | {seat.person for seat in seats.starting}
    ombudsman = Q(assignments__role=Role.OMBUDSMAN, assignments__ends_on=None)
    people = User.objects.filter(Q(pk__in=sitting) | ombudsman, is_active=True).distinct()
    return HeirsForm(typed, items=open_items(seats.leaving), people=people, seats=seats)


def _choose_heirs(request: Request, draft: dict[str, str], seats: SeatsForm, typed: QueryDict | None) -> HttpResponse:
    earlier = QueryDict(draft[HEIRS]) if HEIRS in draft else None
    form = _heirs_form(seats, typed if typed is not None else earlier)
    if (typed is not None and form.is_valid()) or not form.items:
        request.session[DRAFT] = {**draft, HEIRS: typed.urlencode() if typed is not None else "steg=arv"}
        return redirect(f"{request.path}?steg={SUMMARY}")
    names = _names(seats)
    groups = [
        (names[person], [form[item.key] for item in form.items if item.person == person])
        for person in sorted({item.person for item in form.items}, key=lambda pk: names[pk])
    ]
    return render(request, "styrelse/constitution.html", {"step": HEIRS, "form": form, "groups": groups})


def _summary(request: Request, seats: SeatsForm, heirs: HeirsForm, *, saves: bool) -> HttpResponse:
    change = Constitution(
        key=seats.cleaned_data["key"],
        from_day=seats.first_day,
        ending=tuple(row.pk for row in seats.ending),
        starting=tuple(seats.starting),
        invited=tuple(seats.invited),
        task_heirs=heirs.heirs("task"),
        decision_heirs=heirs.heirs("decision"),
        circular_heirs=heirs.heirs("circular"),
    )
    if saves:
        constitute(change=change, by=request.user, at=timezone.now(), today=request.viewer.today)
        request.session.pop(DRAFT, None)
        messages.success(request, "Styrelsen är konstituerad. Alla som har fått ett uppdrag får ett mejl.")
        return redirect("styrelse:constitution" if may_still(request, seats) else "webb:start")
    return render(request, "styrelse/constitution.html", {"step": SUMMARY, **_words(change, seats, heirs)})


def may_still(request: Request, seats: SeatsForm) -> bool:
    """Whether the one who did it may open the page on: the seat may have been theirs."""
    return request.viewer.person_id not in seats.leaving and may(request.viewer, "styrelse.constitute")


def _names(seats: SeatsForm) -> dict[int, str]:
    people = {row.user_id for row in seats.seats} | {seat.person for seat in seats.starting}
    return {person.pk: shown_name(person, seats.viewer) for person in User.objects.filter(pk__in=people)}


def _words(change: Constitution, seats: SeatsForm, heirs: HeirsForm) -> dict[str, Any]:
    """The summary in words."""
    names, bodies = _names(seats), {pk: body.name for pk, body in seats.bodies.items()}
    choices = {item.key: dict(heirs.fields[item.key].choices) for item in heirs.items}  # type: ignore[attr-defined]
    return {
        "from_day": change.from_day,
        "ending": [(names[row.user_id], str(row)) for row in seats.ending],
        "starting": [(names[seat.person], f"{Role(seat.role).label}, {bodies[seat.body]}") for seat in change.starting],
        "invited": [
            (f"{who.first_name} {who.last_name} ({who.email})", f"{Role(who.role).label}, {bodies[who.body]}")
            for who in change.invited
        ],
        "inherited": [
            (item.text, names[item.person], choices[item.key][heirs.cleaned_data[item.key]]) for item in heirs.items
        ],
    }


@require_safe
def handover(request: Request, person: int) -> HttpResponse:
    """What somebody who leaves was responsible for: their own page, and that of those who lead the board."""
    viewer = request.viewer
    leaver = get_object_or_404(User.objects.visible_to(viewer), pk=person)
    if leaver.pk != viewer.person_id:
        require(viewer, "styrelse.constitute")
    context = {"person": leaver, "handover": handover_of(leaver, viewer), "is_me": leaver.pk == viewer.person_id}
    return render(request, "styrelse/handover.html", context)
