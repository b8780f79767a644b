"""What a meeting put off, and where it stands by now."""

from dataclasses import dataclass

from django.db.models import F

from distrikt.access import Viewer
from traffar.styrelse.models import AgendaItem, AgendaRequest, BoardMeeting
from traffar.styrelse.rules import reads_all, reads_all_confidential
from traffar.styrelse.sources import ITEM, agenda_address, place_words


@dataclass(frozen=True, slots=True)
class PutOff:
    """An item that was tabled or referred back: its title, where it stands in words ("står på Styrelsemöte 1/2027, 23
    januari"), and the address there; "" when it is on no agenda."""

    title: str
    words: str
    url: str


def put_off_at(meeting: BoardMeeting, viewer: Viewer) -> list[PutOff]:
    """What the meeting put off, in the order that it was, for those who see all agendas. One query, none for others."""
    if not reads_all(viewer):
        return []
    items = AgendaItem.objects.put_off().visible_to(viewer).filter(meeting=meeting.pk)
    waiting = AgendaRequest.objects.filter(source_kind=ITEM, source_id__in=items.values("pk"))
    if not reads_all_confidential(viewer):
        # It may have been closed where it stands now.
        waiting = waiting.exclude(item__is_confidential=True)
    rows = waiting.select_related("item__meeting__activity").order_by(F("dismissed_at").asc(nulls_last=True), "pk")
    # What is asked for anew stands where the last request took it.
    return [_put_off(row) for row in sorted({row.source_id: row for row in rows}.values(), key=lambda row: row.pk)]


def _put_off(row: AgendaRequest) -> PutOff:
    if row.item:
        verb = "togs upp på" if row.item.meeting.has_ended else "står på"
        return PutOff(row.title, f"{verb} {place_words(row.item.meeting)}", agenda_address(row.item))
    words = "tas inte upp igen" if row.dismissed_at else "väntar på nästa dagordning"
    return PutOff(row.title, words, "")
