"""What the screen at the meeting works on, within the viewer's world and for those who may."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from distrikt.access import Request, require
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.models import AgendaItem, BoardMeeting, Presence, Proposal, Reservation
from traffar.styrelse.table import for_table

Said = TypeVar("Said", Proposal, Reservation)


def meeting_to_run(request: Request, pk: int, permission: str = "styrelse.run_meeting") -> BoardMeeting:
    meeting = get_object_or_404(for_table(BoardMeeting.objects.visible_to(request.viewer)), pk=pk)
    require(request.viewer, permission, meeting)
    return meeting


def item_to_write(request: Request, pk: int) -> AgendaItem:
    known = AgendaItem.objects.visible_to(request.viewer).select_related("meeting__activity", "meeting__body")
    item = get_object_or_404(known, pk=pk)
    require(request.viewer, "styrelse.write_minutes", item.meeting)
    return item


def item_of(request: Request, meeting: BoardMeeting) -> AgendaItem | None:
    """The item that the address or the form names (`arende`), of this meeting; 404 for any other."""
    named = request.POST.get("arende") or request.GET.get("arende")
    if not named:
        return None
    pk = int(named) if named.isdecimal() and len(named) < 19 else 0
    return get_object_or_404(AgendaItem.objects.visible_to(request.viewer), pk=pk, meeting=meeting)


def presence_to_set(request: Request, pk: int) -> Presence:
    """Somebody on the list of a meeting that the viewer runs."""
    meetings = BoardMeeting.objects.visible_to(request.viewer)
    presence = get_object_or_404(Presence.objects.filter(meeting__in=meetings).select_related("meeting"), pk=pk)
    require(request.viewer, "styrelse.run_meeting", presence.meeting)
    return presence


def said_under_item(request: Request, model: type[Said], pk: int) -> Said:
    """A yrkande or a reservation under an item, for those who write the minutes."""
    known = model._default_manager.filter(item__in=AgendaItem.objects.visible_to(request.viewer))
    row = get_object_or_404(known.select_related("item__meeting"), pk=pk)
    require(request.viewer, "styrelse.write_minutes", row.item.meeting)
    return row


@contextmanager
def refusals_told(request: Request) -> Iterator[None]:
    """What cannot be done as the meeting stands is told in words, and nothing was done."""
    try:
        yield
    except NotNow as reason:
        messages.error(request, str(reason))


def table_address(meeting: int, item: AgendaItem | None = None, part: str = "") -> str:
    """The screen of a meeting with the item open, at the part of it."""
    chosen = f"?arende={item.pk}" if item else ""
    return f"{reverse('styrelse:meeting_table', args=[meeting])}{chosen}{f'#{part}' if part else ''}"


def at_item(item: AgendaItem) -> HttpResponse:
    return redirect(table_address(item.meeting_id, item, "arende"))
