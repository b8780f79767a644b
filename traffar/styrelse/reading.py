"""What of the minutes a person reads."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from distrikt.access import Viewer
from traffar.styrelse.minutes import Minutes, minutes_of
from traffar.styrelse.models import BoardMeeting, MinutesComment
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


Row = tuple[ParagraphWords, SafeString, Sequence[MinutesComment]]


def rows_of(
    sheet: Sheet, *, links: bool = False, comments: Mapping[int, Sequence[MinutesComment]] | None = None
) -> list[Row]:
    """The paragraphs drawn, each with what has been said of it. `links`: their files can be opened from there."""
    said = comments or {}
    return [(row, draw(row, links=links), said.get(row.id, ())) for row in sheet.paragraphs]


@lru_cache(maxsize=2000)
def draw(paragraph: ParagraphWords, *, links: bool) -> SafeString:
    """A paragraph as HTML. Long minutes are read again and again, and most of them is the same each time."""
    return render_to_string("styrelse/_minutes_paragraph.html", {"paragraph": paragraph, "links": links})
