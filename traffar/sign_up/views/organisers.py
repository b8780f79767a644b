"""For those who arrange: the terms, the list, and who came."""

import re
from collections.abc import Iterable
from functools import partial

import structlog
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, Viewer, require
from distrikt.downloads import as_attachment
from distrikt.organisation.actions import record_readings
from distrikt.organisation.models import AccessRecord
from distrikt.saving import Difference, EditConflict, show_conflict
from distrikt.spreadsheet import Ending, table_file
from distrikt.typeset import TypesettingError, make_pdf
from traffar.forms.scope import scope_form
from traffar.models import Activity, SignUp, SignUpTerms
from traffar.sign_up import actions
from traffar.sign_up.forms import ByHandForm, ChangedByHandForm, ChangedSignUpForm, TermsForm
from traffar.sign_up.pdf import attendance_document
from traffar.sign_up.reports import (
    WIDTHS,
    Guest,
    answer_sums,
    at_the_door,
    guests_of,
    hidden_guests,
    most_taken,
    numbers_of,
    table_of,
)
from traffar.sign_up.views.visitors import take_change
from traffar.when import when_words

BEGUN = "Det har redan börjat. Den som inte kommer behöver inte avanmälas."

log = structlog.get_logger(__name__)


def _activity(request: Request, pk: int) -> Activity:
    visible = Activity.objects.visible_to(request.viewer).select_related("organiser").prefetch_related("co_hosts")
    return get_object_or_404(visible, pk=pk)


def _terms(request: Request, pk: int) -> SignUpTerms:
    """The terms of an activity whose guests the viewer is responsible for: 403 for others, 404 where there are none."""
    activity = _activity(request, pk)
    require(request.viewer, "traffar.see_sign_ups", activity)
    terms = get_object_or_404(SignUpTerms, activity=activity)
    terms.activity = activity
    return terms


def _read_guests(terms: SignUpTerms, viewer: Viewer) -> list[Guest]:
    """The names, and the note of whose they were that were read."""
    guests = guests_of(terms, viewer)
    _note_reading([guest.person for guest in guests], viewer)
    log.info("sign_ups_read", activity=terms.pk, by=viewer.person_id)
    return guests


def _note_reading(people: Iterable[int | None], viewer: Viewer) -> None:
    others = [person for person in people if person and person != viewer.person_id]
    record_readings(kind=AccessRecord.PERSON, objects=others, by=viewer.person_id, day=viewer.today)


def terms_edit(request: Request, pk: int) -> HttpResponse:
    activity = _activity(request, pk)
    require(request.viewer, "traffar.change_activity", activity)
    known = SignUpTerms.objects.filter(activity=activity).first() or SignUpTerms(activity=activity)
    scope = scope_form(request, activity)
    others = scope.others if scope.is_valid() else ()
    taken = most_taken([pk, *others])
    terms_form = partial(TermsForm, activity=activity, taken=taken, today=request.viewer.today)
    form = terms_form(request.POST or None, instance=known)
    differences: list[Difference] = []
    if request.method == "POST" and form.is_valid() and scope.is_valid():
        said, by, changed = f"Anmälan är sparad{scope.reach}.", request.viewer.person_id, form.changed_data
        save = partial(actions.set_terms, terms=form.instance, version=form.cleaned_data["version"], changed=changed)
        try:
            save(at=timezone.now(), by=by, others=others)
        except actions.ImpossibleChange as impossible:
            form.add_error(impossible.field, str(impossible))
        except EditConflict as conflict:
            differences = show_conflict(form, conflict, theirs=terms_form(instance=conflict.current))
            said = "Den här anmälan var redan sparad så. Inget mer är ändrat."
        if not differences and not form.errors:
            messages.success(request, said)
            return redirect(activity)
    context = {
        "activity": activity,
        "form": form,
        "scope": scope,
        "differences": differences,
        "is_new": known._state.adding,
    }
    return render(request, "traffar/terms_edit.html", context, status=409 if differences else 200)


def sign_up_list(request: Request, pk: int) -> HttpResponse:
    """The names, and a form for those who said it by telephone."""
    terms, viewer = _terms(request, pk), request.viewer
    form = ByHandForm(request.POST or None, terms=terms)
    if request.method == "POST" and form.is_valid():
        form.instance.source = SignUp.Source.BY_HAND
        try:
            row = actions.sign_up(new=form.instance, at=timezone.now(), late=True)
        except actions.SignUpClosed:
            messages.error(request, "Aktiviteten är inställd.")
        else:
            where = "står i kö" if row.is_queued else "är anmäld"
            messages.success(request, f"{row.shown_name} {where}.")
        return redirect("traffar:sign_up_list", pk)
    guests = _read_guests(terms, viewer)
    activity = terms.activity
    context = {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=viewer.today),
        "terms": terms,
        "guests": guests,
        "sums": answer_sums(guests),
        "hidden": hidden_guests(terms, guests),
        "numbers": numbers_of(activity, terms),
        "form": form,
    }
    return render(request, "traffar/sign_up_list.html", context)


def guest_edit(request: Request, pk: int, sign_up: int) -> HttpResponse:
    """What somebody rang about: more come along, or other answers. The name and the address of those written in."""
    terms = _terms(request, pk)
    known = SignUp.objects.visible_to(request.viewer).known().filter(activity=terms.activity)
    row = get_object_or_404(known, pk=sign_up)
    name = row.shown_name
    _note_reading([row.person_id], request.viewer)
    changed = ChangedByHandForm if row.source == SignUp.Source.BY_HAND and not row.person_id else ChangedSignUpForm
    change = partial(actions.change, by=request.viewer.person_id, late=True)
    form, differences = take_change(request, changed, terms, row, change)
    if form is None:
        messages.success(request, f"Anmälan för {name} är ändrad.")
        return redirect("traffar:sign_up_list", pk)
    context = {"activity": terms.activity, "name": name, "form": form, "differences": differences}
    return render(request, "traffar/guest_edit.html", context, status=409 if differences else 200)


@require_POST
def sign_up_remove(request: Request, pk: int, sign_up: int) -> HttpResponse:
    terms = _terms(request, pk)
    known = SignUp.objects.visible_to(request.viewer).known().filter(activity=terms.activity)
    row = get_object_or_404(known, pk=sign_up)
    try:
        actions.remove(row=row, at=timezone.now(), by=request.viewer.person_id)
        messages.success(request, f"{row.shown_name} är avanmäld.")
    except actions.SignUpClosed:
        messages.error(request, BEGUN)
    return redirect("traffar:sign_up_list", pk)


def attendance(request: Request, pk: int) -> HttpResponse:
    """Tick who comes through the door. Each tick is saved on its own; without JavaScript the button saves those that
    were changed on the page: what others have ticked since it was drawn stays."""
    terms = _terms(request, pk)
    guests = at_the_door(_read_guests(terms, request.viewer))
    if request.method == "POST":
        for sign_up, came in _changed_ticks(request.POST, guests).items():
            actions.tick(activity_id=pk, sign_up_id=sign_up, came=came)
        messages.success(request, "Närvaron är sparad.")
        return redirect("traffar:attendance", pk)
    activity = terms.activity
    context = {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=request.viewer.today),
        "guests": guests,
        "drawn": " ".join(f"{guest.pk}:{guest.came}" for guest in guests if guest.came is not None),
        "people": sum(guest.seats for guest in guests),
        "came": sum(guest.came or 0 for guest in guests),
    }
    return render(request, "traffar/attendance.html", context)


def _changed_ticks(typed: QueryDict, guests: Iterable[Guest]) -> dict[int, int | None]:
    """{sign-up: how many came} of those that stand otherwise than they did when the page was drawn ("17:2 23:1")."""
    drawn = {sign_up: came for sign_up, _, came in (tick.partition(":") for tick in typed.get("visat", "").split())}
    ticked = set(typed.getlist("kom"))
    changed = {}
    for guest in guests:
        was = drawn.get(str(guest.pk))
        now = typed.get(f"antal-{guest.pk}", was or str(guest.seats)) if str(guest.pk) in ticked else None
        if now != was:
            changed[guest.pk] = None if now is None else _turnout(now, guest.seats) or None
    return changed


def _turnout(typed: str, seats: int) -> int:
    """How many came, as typed; no more than are signed up by now, for a party may have shrunk since."""
    if not re.fullmatch("[0-9]{1,4}", typed):
        raise BadRequest("not a number")
    return min(int(typed), seats)


@require_POST
def attendance_tick(request: Request, pk: int, sign_up: int) -> HttpResponse:
    """How many of one sign-up came, 0 for nobody after all. Sent again, it is the same tick."""
    terms = _terms(request, pk)
    row = get_object_or_404(SignUp.objects.visible_to(request.viewer).filter(activity=terms.activity), pk=sign_up)
    came = _turnout(request.POST.get("kom", ""), row.seats)
    if not actions.tick(activity_id=pk, sign_up_id=row.pk, came=came or None):
        raise Http404
    return HttpResponse(status=204)


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth carries no types
def _export(request: Request, terms: SignUpTerms, ending: Ending) -> HttpResponse:
    """All names as a file to take along, for those who have just logged in."""
    table = table_of(_read_guests(terms, request.viewer), terms)
    log.info("sign_ups_exported", activity=terms.pk, by=request.viewer.person_id, format=ending)
    return table_file(table, ending, name=f"anmalda-{terms.pk}", title="Anmälda", widths=WIDTHS)


@require_safe
def sign_ups_csv(request: Request, pk: int) -> HttpResponse:
    exported: HttpResponse = _export(request, _terms(request, pk), "csv")
    return exported


@require_safe
def sign_ups_xlsx(request: Request, pk: int) -> HttpResponse:
    exported: HttpResponse = _export(request, _terms(request, pk), "xlsx")
    return exported


@require_safe
def sign_ups_pdf(request: Request, pk: int) -> HttpResponse:
    """The list to tick on paper, for who is at the door without a telephone."""
    terms = _terms(request, pk)
    guests = at_the_door(_read_guests(terms, request.viewer))
    try:
        content = make_pdf(attendance_document(terms.activity, guests, request.viewer.today))
    except TypesettingError as error:
        messages.error(request, str(error))
        return redirect("traffar:sign_up_list", pk)
    return as_attachment(content, "application/pdf", f"anmalda-{pk}.pdf")
