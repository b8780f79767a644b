"""The call goes out, people answer, and papers are handed out."""

from datetime import datetime
from itertools import count

import structlog
from django.db import transaction
from django.db.models import F

from distrikt.uploads import CheckedFile, stored
from traffar.styrelse.actions.preparing import (
    MeetingBegun,
    board_rules,
    held_in_its_series,
    held_still,
    members_called,
    number_meetings,
    papers_changed,
    sync_presences,
)
from traffar.styrelse.emails import queue_calls
from traffar.styrelse.models import AgendaItem, Attachment, BoardMeeting

log = structlog.get_logger(__name__)


class NobodyToCall(Exception):
    """Nobody sits in the body on the day of the meeting."""


@transaction.atomic
def call_meeting(*, meeting: BoardMeeting, is_late: bool, at: datetime, by: int) -> int:
    """Call everybody who sits in the body on the day, and those who are co-opted. How many the call goes to now.

    Called once more, it goes to those who have not had it. `is_late`: fewer days before than the rules say, which is
    noted. MeetingBegun when there is nothing to call to; NobodyToCall.
    """
    meeting = held_in_its_series(meeting)
    if not meeting.is_before or not meeting.activity.is_to_come(at):
        raise MeetingBegun
    sync_presences(meeting=meeting)
    if not members_called(meeting):
        raise NobodyToCall
    if meeting.is_planned:
        number_meetings(body=meeting.body)
        meeting.refresh_from_db(fields=["number", "year"])
        meeting.status, meeting.called_at = BoardMeeting.Status.CALLED, at
        meeting.is_called_late, meeting.notice_days = is_late, board_rules().notice_days
        meeting.save(update_fields=["status", "called_at", "is_called_late", "notice_days"])
    sent = queue_calls(meeting, members_called(meeting))
    log.info("meeting_called", meeting=meeting.pk, sent=sent, is_late=is_late, by=by)
    return sent


def call_newcomers(*, at: datetime) -> int:
    """Whoever has come into the body since a call went gets it as well, and who has left is called no longer. How many
    calls go now."""
    sent = 0
    called = BoardMeeting.objects.filter(status=BoardMeeting.Status.CALLED, activity__starts_at__gt=at)
    for pk in called.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            meeting = held_in_its_series(BoardMeeting.objects.with_activity().get(pk=pk))
            if meeting.is_called and meeting.activity.is_to_come(at):
                sync_presences(meeting=meeting)
                sent += queue_calls(meeting, members_called(meeting))
    if sent:
        log.info("newcomers_called", sent=sent)
    return sent


def number_papers(meeting: BoardMeeting) -> None:
    """Bilaga 1, 2 …: the papers of the items in their order, then those of the meeting as a whole.

    What is locked keeps the number that it has.
    """
    papers = Attachment.objects.filter(meeting=meeting, kind=Attachment.Kind.PAPER)
    kept = papers.exclude(locked_at=None).exclude(number=None)
    taken = set(kept.values_list("number", flat=True))
    others = papers.exclude(pk__in=kept.values("pk"))
    others.exclude(number=None).update(number=None)
    in_order = others.order_by(F("item__position").asc(nulls_last=True), "item", "pk").values_list("pk", flat=True)
    free = (number for number in count(1) if number not in taken)
    for pk, number in zip(list(in_order), free, strict=False):
        Attachment.objects.filter(pk=pk).update(number=number)


def _number_again(meeting: BoardMeeting) -> None:
    """The minutes have numbers on their papers: those of a meeting entered afterwards bear their own."""
    if meeting.has_ended and not meeting.is_entered_afterwards:
        number_papers(meeting)


def add_paper(*, paper: Attachment, file: CheckedFile, at: datetime, by: int) -> None:
    """A paper of the meeting or of one of its items; those who are called are told. The same form twice is one.

    MeetingBegun when the minutes have been handed to the adjusters.
    """
    if Attachment.objects.filter(submission=paper.submission).exists():
        return
    with stored(file.content, Attachment._meta.get_field("file")) as name, transaction.atomic():
        meeting = held_still(paper.meeting_id)
        if not meeting.is_before and not meeting.takes_minutes:
            raise MeetingBegun
        item = AgendaItem.objects.get(pk=paper.item_id) if paper.item_id else None
        if item and (item.is_locked or item.meeting_id != meeting.pk):
            raise MeetingBegun
        paper.file.name, paper.sha256, paper.uploaded_by_id, paper.uploaded_at = name, file.sha256, by, at
        paper.is_confidential = paper.is_confidential or bool(item and item.is_confidential)
        paper.save()
        _number_again(meeting)
        papers_changed(meeting, at)
    log.info("paper_added", meeting=paper.meeting_id, paper=paper.pk, by=by)


@transaction.atomic
def remove_paper(*, paper: Attachment, at: datetime, by: int) -> None:
    """Take a paper away; the file goes when the row is surely gone. MeetingBegun once it belongs to minutes."""
    meeting = held_still(paper.meeting_id)
    if Attachment.objects.filter(pk=paper.pk, locked_at__isnull=False).exists():
        raise MeetingBegun
    if not meeting.is_before and not meeting.takes_minutes:
        raise MeetingBegun
    name, storage = str(paper.file.name), paper.file.storage
    Attachment.objects.filter(pk=paper.pk).delete()
    _number_again(meeting)
    papers_changed(meeting, at)
    transaction.on_commit(lambda: storage.delete(name))
    log.info("paper_removed", meeting=meeting.pk, paper=paper.pk, by=by)
