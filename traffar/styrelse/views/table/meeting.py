"""The one screen at the meeting, and its beginning and end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, may
from distrikt.markup import render_markdown
from traffar.styrelse.actions.at_the_table import NotNow, open_meeting
from traffar.styrelse.actions.closing import close_meeting, missing_to_close, reopen_meeting
from traffar.styrelse.forms.table import AddedItemForm, ItemTextForm, ProposalForm, ReservationForm
from traffar.styrelse.models import AgendaItem, BoardMeeting, MinutesComment
from traffar.styrelse.phrases import clock_minutes
from traffar.styrelse.put_off import put_off_at
from traffar.styrelse.table import Table, empty_rows, table_of
from traffar.styrelse.views.meetings import head_of
from traffar.styrelse.views.table.fetch import item_of, meeting_to_run, refusals_told, table_address

_Kind = AgendaItem.Kind
_DUTIES = {_Kind.CHAIR, _Kind.SECRETARY, _Kind.ADJUSTERS}


@require_safe
def meeting_table(request: Request, pk: int) -> HttpResponse:
    meeting = meeting_to_run(request, pk, "styrelse.follow_meeting")
    return show_table(request, meeting, item_of(request, meeting))


def show_table(
    request: Request, meeting: BoardMeeting, item: AgendaItem | None, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The screen with the item open. `forms` are those that came back, by name, and `differences`."""
    table = table_of(meeting, request.viewer, chosen=item)
    can_write = may(request.viewer, "styrelse.write_minutes", meeting) and meeting.takes_minutes
    context = {
        "table": table,
        **head_of(request, meeting, "table"),
        "can_open": meeting.is_before and may(request.viewer, "styrelse.run_meeting", meeting),
        "can_run": can_write,
        "can_write": can_write and table.open is not None and not table.open.is_locked,
        "opens_duties": table.open is not None and table.open.item.kind in _DUTIES,
        "can_add": can_write and meeting.is_open,
        "can_reopen": can_write and meeting.status == BoardMeeting.Status.DRAFT and not meeting.is_entered_afterwards,
        "comments": _comments(table) if can_write and meeting.has_come_back else (),
        **_texts(table),
        **(_forms(table, table.open.item) if can_write and table.open else {}),
        **forms,
    }
    return render(request, "styrelse/meeting_table.html", context, status=status)


def _comments(table: Table) -> list[MinutesComment]:
    """What adjusters want otherwise under the open item, and nobody has settled."""
    item = table.open and table.open.item
    return list(MinutesComment.objects.waiting().filter(item=item).select_related("author")) if item else []


def _texts(table: Table) -> dict[str, str]:
    if table.open is None:
        return {}
    item = table.open.item
    return {"background": render_markdown(item.background), "written": render_markdown(item.text)}


def _forms(table: Table, item: AgendaItem) -> dict[str, Any]:
    room = table.in_the_room
    return {
        "text_form": ItemTextForm(instance=item),
        "proposal_form": ProposalForm(seats=[seat for seat in room if seat.may_propose]),
        "reservation_form": ReservationForm(seats=room),
        "added_form": AddedItemForm(auto_id="ny_%s"),
    }


@require_POST
def meeting_open(request: Request, pk: int) -> HttpResponse:
    """A meeting of another day is opened only by who says once more that it is meant."""
    meeting = meeting_to_run(request, pk)
    now = timezone.now()
    if meeting.is_before and meeting.day > request.viewer.today and "anda" not in request.POST:
        return render(request, "styrelse/meeting_open.html", head_of(request, meeting, "table"))
    with refusals_told(request):
        open_meeting(meeting=meeting, at=now, by=request.viewer.person_id)
        messages.success(request, f"Mötet är öppnat kl. {clock_minutes(now)}. Pricka av vilka som är här.")
    return redirect(table_address(meeting.pk))


def meeting_close(request: Request, pk: int) -> HttpResponse:
    """Asks once, and says what is missing and which §§ are empty."""
    meeting = meeting_to_run(request, pk)
    if request.method == "POST":
        try:
            close_meeting(meeting=meeting, at=timezone.now(), by=request.viewer.person_id)
        except NotNow as reason:
            messages.error(request, str(reason))
            return redirect("styrelse:meeting_close", meeting.pk)
        put_off = [f"{row.title} {row.words}." for row in put_off_at(meeting, request.viewer)]
        messages.success(request, " ".join(["Mötet är avslutat och paragraferna har fått sina nummer.", *put_off]))
        return redirect(table_address(meeting.pk))
    if not meeting.is_open:
        return redirect(table_address(meeting.pk))
    context = {
        **head_of(request, meeting, "table"),
        "missing": missing_to_close(meeting),
        "empty": empty_rows(meeting, request.viewer),
    }
    return render(request, "styrelse/meeting_close.html", context)


@require_POST
def meeting_reopen(request: Request, pk: int) -> HttpResponse:
    meeting = meeting_to_run(request, pk)
    with refusals_told(request):
        reopen_meeting(meeting=meeting, by=request.viewer.person_id)
        messages.success(request, "Mötet pågår igen. Paragraferna får sina nummer när det avslutas.")
    return redirect(table_address(meeting.pk))
