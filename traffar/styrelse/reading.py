"""What of the minutes a person reads."""

from distrikt.access import Viewer
from traffar.styrelse.minutes import Minutes, minutes_of
from traffar.styrelse.models import BoardMeeting
from traffar.styrelse.sheet import Sheet, make_sheet


def reads_whole(meeting: BoardMeeting, viewer: Viewer) -> bool:
    """Whether the viewer reads what is confidential in them too. One query."""
    return BoardMeeting.objects.whole_minutes_for(viewer).filter(pk=meeting.pk).exists()


def minutes_sheet(meeting: BoardMeeting, minutes: Minutes, *, whole: bool) -> Sheet:
    """The minutes in words, as a whole or without what is confidential."""
    if whole:
        return make_sheet(meeting, minutes)
    hidden = sum(row.is_confidential for row in minutes.paragraphs)
    return make_sheet(meeting, minutes.without_confidential(), hidden=hidden)


def sheet_of(meeting: BoardMeeting, *, whole: bool) -> Sheet:
    """The minutes of a meeting in words. Needs body and activity."""
    return minutes_sheet(meeting, minutes_of(meeting), whole=whole)
