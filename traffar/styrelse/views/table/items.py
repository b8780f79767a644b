"""What is written under an item: its text, yrkanden, reservations, and what became of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from distrikt.access import Request
from distrikt.saving import EditConflict, is_made_already, show_conflict
from traffar.styrelse.actions.adjusting_at_once import ask_to_adjust_at_once, keep_open
from traffar.styrelse.actions.at_the_table import (
    NotNow,
    propose,
    reserve,
    save_item,
    set_outcome,
    settle_proposal,
    withdraw_proposal,
    withdraw_reservation,
)
from traffar.styrelse.actions.preparing import MeetingBegun, add_item
from traffar.styrelse.forms.table import AddedItemForm, ItemTextForm, OutcomeForm, ProposalForm, ReservationForm
from traffar.styrelse.models import AgendaItem, BoardMeeting, Proposal, Reservation
from traffar.styrelse.phrases import clock_minutes, phrases_for, with_phrase
from traffar.styrelse.table import for_table, names_of, table_of
from traffar.styrelse.views.table.fetch import (
    at_item,
    item_to_write,
    meeting_to_run,
    refusals_told,
    said_under_item,
)
from traffar.styrelse.views.table.meeting import show_table


def _meeting_of(item: AgendaItem) -> BoardMeeting:
    return for_table(BoardMeeting.objects.filter(pk=item.meeting_id)).get()


@require_POST
def item_write(request: Request, pk: int) -> HttpResponse:
    """Save the text: the form itself, or the page while somebody types, which is answered in JSON (`minutes.js`)."""
    item = item_to_write(request, pk)
    form = ItemTextForm(_with_phrase(request, item), instance=item)
    is_typing = request.headers.get("accept") == "application/json"
    if not form.is_valid():
        error = next(iter(form.errors.values()))[0]
        return JsonResponse({"error": error}, status=400) if is_typing else _shown_again(request, item, form)
    row, version, fields = form.changed_row()
    try:
        save_item(item=row, version=version, fields=fields, by=request.viewer.person_id)
    except EditConflict as conflict:
        return _conflict(request, item, form, conflict, is_typing)
    except NotNow as reason:
        if is_typing:
            return JsonResponse({"error": str(reason)}, status=400)
        form.add_error(None, str(reason))
        return _shown_again(request, item, form)
    if is_typing:
        return _saved(version + 1)
    messages.success(request, f"Sparat {clock_minutes(timezone.now())}.")
    return at_item(item)


def _with_phrase(request: Request, item: AgendaItem) -> dict[str, str]:
    """What was typed, with the phrase at its end when one was chosen by its button."""
    typed = {name: request.POST.get(name, "") for name in ("text", "version")}
    number = request.POST.get("phrase", "")
    if number.isdecimal():
        meeting = _meeting_of(item)
        phrases = phrases_for(item.kind, names_of(meeting.presences.all()), meeting.opened_at)
        for phrase in phrases[int(number) : int(number) + 1]:
            typed["text"] = with_phrase(typed["text"], phrase, timezone.now())
    return typed


def _saved(version: int) -> HttpResponse:
    return JsonResponse({"version": version, "at": clock_minutes(timezone.now())})


def _conflict(
    request: Request, item: AgendaItem, form: ItemTextForm, conflict: EditConflict, is_typing: bool
) -> HttpResponse:
    """Both texts; the same text twice is saved already."""
    current = AgendaItem.objects.get(pk=item.pk)
    if current.text == form.cleaned_data["text"]:
        return _saved(current.version) if is_typing else at_item(item)
    if is_typing:
        return JsonResponse({"version": current.version, "theirs": current.text}, status=409)
    differences = show_conflict(form, conflict)
    return show_table(request, _meeting_of(item), current, text_form=form, differences=differences, status=409)


def _shown_again(request: Request, item: AgendaItem, form: ItemTextForm) -> HttpResponse:
    """The page with what was typed and why it was not saved, also where it can no longer be saved."""
    stored = AgendaItem.objects.get(pk=item.pk)
    return show_table(request, _meeting_of(item), stored, text_form=form, unsaved=form["text"].value(), status=400)


@require_POST
def item_outcome(request: Request, pk: int) -> HttpResponse:
    item = item_to_write(request, pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        raise Http404
    with refusals_told(request):
        outcome = AgendaItem.Outcome(form.cleaned_data["outcome"])
        set_outcome(item=item, outcome=outcome, by=request.viewer.person_id)
    return at_item(item)


@require_POST
def item_adjust_at_once(request: Request, pk: int) -> HttpResponse:
    """Ask the chair and the adjusters to approve the item before the rest, or leave it to the rest after all."""
    item, by = item_to_write(request, pk), request.viewer.person_id
    with refusals_told(request):
        if "angra" in request.POST:
            keep_open(item=item, by=by)
            messages.success(request, "Paragrafen justeras med resten av protokollet.")
        else:
            ask_to_adjust_at_once(item=item, at=timezone.now(), by=by)
            messages.success(request, "Mötesordföranden och justerarna ombeds godkänna paragrafen.")
    return at_item(item)


@require_POST
def item_add(request: Request, pk: int) -> HttpResponse:
    """An övrig fråga is put on the agenda of a meeting that goes on."""
    meeting = meeting_to_run(request, pk)
    form = AddedItemForm(request.POST, instance=AgendaItem(meeting=meeting, kind=AgendaItem.Kind.OTHER))
    if not form.is_valid():
        return show_table(request, meeting, None, added_form=form, status=400)
    with refusals_told(request):
        try:
            return at_item(add_item(item=form.instance, by=request.viewer.person_id))
        except MeetingBegun:
            raise NotNow("Mötet är avslutat: dagordningen kan inte få fler punkter.") from None
    return show_table(request, meeting, None, added_form=form, status=400)


@require_POST
def proposal_create(request: Request, pk: int) -> HttpResponse:
    item = item_to_write(request, pk)
    if is_made_already(Proposal, {"submission": request.POST.get("yrkande-submission", "")}):
        return at_item(item)
    meeting = _meeting_of(item)
    room = table_of(meeting, request.viewer, chosen=item).in_the_room
    able = [seat for seat in room if seat.may_propose]
    form = ProposalForm(request.POST, instance=Proposal(item=item), seats=able)
    if not form.is_valid():
        return show_table(request, meeting, item, proposal_form=form, status=400)
    with refusals_told(request):
        propose(proposal=form.instance, by=request.viewer.person_id)
        return at_item(item)
    return show_table(request, meeting, item, proposal_form=form, status=400)


@require_POST
def proposal_remove(request: Request, pk: int) -> HttpResponse:
    proposal = said_under_item(request, Proposal, pk)
    with refusals_told(request):
        withdraw_proposal(proposal=proposal, by=request.viewer.person_id)
    return at_item(proposal.item)


@require_POST
def proposal_settle(request: Request, pk: int) -> HttpResponse:
    """Bifall or avslag, or neither after all."""
    proposal = said_under_item(request, Proposal, pk)
    outcomes = {"bifall": True, "avslag": False, "": None}
    said = request.POST.get("utfall", "")
    if said not in outcomes:
        raise Http404
    with refusals_told(request):
        settle_proposal(proposal=proposal, is_carried=outcomes[said], by=request.viewer.person_id)
    return at_item(proposal.item)


@require_POST
def reservation_create(request: Request, pk: int) -> HttpResponse:
    item = item_to_write(request, pk)
    if is_made_already(Reservation, {"submission": request.POST.get("reservation-submission", "")}):
        return at_item(item)
    meeting = _meeting_of(item)
    room = table_of(meeting, request.viewer, chosen=item).in_the_room
    form = ReservationForm(request.POST, instance=Reservation(item=item), seats=room)
    if not form.is_valid():
        return show_table(request, meeting, item, reservation_form=form, status=400)
    with refusals_told(request):
        reserve(reservation=form.instance, by=request.viewer.person_id)
        return at_item(item)
    return show_table(request, meeting, item, reservation_form=form, status=400)


@require_POST
def reservation_remove(request: Request, pk: int) -> HttpResponse:
    reservation = said_under_item(request, Reservation, pk)
    with refusals_told(request):
        withdraw_reservation(reservation=reservation, by=request.viewer.person_id)
    return at_item(reservation.item)
