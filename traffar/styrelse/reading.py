"""What of the minutes a person reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from distrikt.access import Viewer
from plan.wording import listing
from traffar.styrelse.minutes import Minutes, minutes_of, paragraph_hash
from traffar.styrelse.models import AgendaItem, BoardMeeting, ItemApproval, MinutesComment, Presence
from traffar.styrelse.rules import reads_all_confidential
from traffar.styrelse.sheet import ParagraphWords, Sheet, make_sheet


def reads_whole(meeting: BoardMeeting, viewer: Viewer) -> bool:
    """Whether the viewer, who reads the minutes, reads what is confidential in them too. At most one query."""
    is_all_read = reads_all_confidential(viewer)
    return is_all_read or BoardMeeting.objects.whole_minutes_for(viewer).filter(pk=meeting.pk).exists()


def minutes_sheet(meeting: BoardMeeting, minutes: Minutes, *, whole: bool) -> Sheet:
    """The minutes in words, as a whole or without what is confidential."""
    if whole:
        return make_sheet(meeting, minutes)
    hidden = sum(row.is_confidential for row in minutes.paragraphs)
    return make_sheet(meeting, minutes.without_confidential(), hidden=hidden)


def sheet_of(meeting: BoardMeeting, *, whole: bool) -> Sheet:
    """The minutes of a meeting in words. Needs body and activity."""
    return minutes_sheet(meeting, minutes_of(meeting), whole=whole)


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A paragraph that is to be adjusted before the rest: the names it waits for, whether the viewer can approve it,
    and the hash of what they read."""

    waiting: str
    can_approve: bool
    read: str


def asked_at_once(meeting: BoardMeeting, minutes: Minutes, viewer: Viewer) -> dict[int, AtOnce]:
    """By id of the item. One query while minutes are taken, two when there are some. Needs people, adjusters."""
    items = meeting.items.filter(locked_at=None).exclude(immediate_asked_at=None)
    asked = set(items.values_list("pk", flat=True)) if meeting.takes_minutes else set()
    if not asked:
        return {}
    adjusters = {row.presence_id for row in meeting.adjusters.all()}
    people = [row for row in meeting.presences.all() if row.pk in adjusters and row.duty != Presence.Duty.SECRETARY]
    approved = set(ItemApproval.objects.filter(item__in=asked).values_list("item", "presence", "content_hash"))
    found = {}
    for row in minutes.paragraphs:
        if row.id in asked:
            read = paragraph_hash(row)
            waiting = [who for who in people if (row.id, who.pk, read) not in approved]
            own = any(who.person_id == viewer.person_id for who in waiting)
            found[row.id] = AtOnce(listing([who.name for who in waiting]), own, read)
    return found


def paragraph_of(item: AgendaItem) -> tuple[ParagraphWords, SafeString]:
    """The one that the item is in the minutes, in words and drawn. Needs meeting with body and activity."""
    sheet = sheet_of(item.meeting, whole=True)
    return next((row, draw(row, links=True)) for row in sheet.paragraphs if row.id == item.pk)


class Row(NamedTuple):
    """A paragraph of the minutes: drawn, what has been said of it, whether it is to be adjusted before the rest, and
    where it is changed."""

    paragraph: ParagraphWords
    drawn: SafeString
    comments: Sequence[MinutesComment]
    at_once: AtOnce | None
    changes: SafeString


@dataclass(frozen=True, slots=True)
class Changes:
    """What the viewer may do with the paragraphs of a meeting (id)."""

    meeting: int
    can_write: bool
    can_comment: bool


def rows_of(
    sheet: Sheet,
    *,
    links: bool = False,
    comments: Mapping[int, Sequence[MinutesComment]] | None = None,
    at_once: Mapping[int, AtOnce] | None = None,
    changes: Changes | None = None,
) -> list[Row]:
    """The paragraphs. `links`: their files can be opened from there."""
    said, asked = comments or {}, at_once or {}
    return [
        Row(
            paragraph=row,
            drawn=draw(row, links=links),
            comments=said.get(row.id, ()),
            at_once=asked.get(row.id),
            changes=draw_changes(row, changes) if changes else SafeString(""),
        )
        for row in sheet.paragraphs
    ]


@lru_cache(maxsize=2000)
def draw(paragraph: ParagraphWords, *, links: bool) -> SafeString:
    """A paragraph as HTML. Long minutes are read again and again, and most of them is the same each time."""
    return render_to_string("styrelse/_minutes_paragraph.html", {"paragraph": paragraph, "links": links})


@lru_cache(maxsize=2000)
def draw_changes(paragraph: ParagraphWords, changes: Changes) -> SafeString:
    """Where the paragraph is changed or commented on, likewise."""
    return render_to_string("styrelse/_minutes_changes.html", {"paragraph": paragraph, "changes": changes})
