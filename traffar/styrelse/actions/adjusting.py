"""The minutes are handed to the adjusters, sent back or approved; approved by all, they are locked for everybody."""

from collections.abc import Iterator
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F

from plan.wording import listing
from traffar.styrelse.actions.at_the_table import NotNow, forget_at_once, unlocked
from traffar.styrelse.actions.preparing import held_still
from traffar.styrelse.adjusting_emails import tell_adjusters, tell_of_adjusted, tell_writer
from traffar.styrelse.minutes import content_hash, minutes_of
from traffar.styrelse.models import (
    Adjuster,
    AgendaItem,
    Attachment,
    BoardMeeting,
    Decision,
    ItemApproval,
    MinutesComment,
    Presence,
    PresenceChange,
    Proposal,
    Recusal,
    Reservation,
)

log = structlog.get_logger(__name__)
Status = BoardMeeting.Status
# What belongs to an item and is locked with it.
OF_ITEMS = (PresenceChange, Recusal, Proposal, Reservation, Decision, ItemApproval)

CHANGED = "Protokollet har ändrats sedan du läste det. Läs det igen."


class ChangedMeanwhile(NotNow):
    """The minutes are no longer what the adjuster has read."""


@transaction.atomic
def hand_over(*, meeting: BoardMeeting, at: datetime, by: int) -> None:
    """To the adjusters, of whom the chair of the meeting is one. Handed over twice, it is once.

    NotNow when nobody but the secretary would approve: never who wrote them alone.
    """
    meeting = held_still(meeting.pk)
    if meeting.status != Status.DRAFT:
        if meeting.is_in_review:
            return
        raise NotNow(
            "Avsluta mötet först." if meeting.is_open or meeting.is_before else "Protokollet är redan justerat."
        )
    if meeting.is_entered_afterwards:
        raise NotNow("Mötet är infört i efterhand: ordföranden bekräftar det uppladdade protokollet.")
    if commented := list(_waiting_for_the_writer(meeting)):
        raise NotNow(
            f"Det finns kommentarer kvar vid {listing(commented)}. "
            "Ändra det som behövs och markera dem som åtgärdade först."
        )
    if not meeting.adjusters.exclude(presence__duty=Presence.Duty.SECRETARY).exists():
        raise NotNow("Den som har skrivit protokollet kan inte justera det ensam. Välj en justerare till.")
    _begin_anew(meeting)
    forget_at_once(meeting.items.all())
    meeting.status, meeting.review_at = Status.REVIEW, at
    meeting.save(update_fields=["status", "review_at"])
    tell_adjusters(meeting, by=by)
    log.info("minutes_handed_over", meeting=meeting.pk, by=by)


def _waiting_for_the_writer(meeting: BoardMeeting) -> Iterator[str]:
    """The §§ with comments that nobody has settled: § 143"""
    waiting = MinutesComment.objects.waiting().filter(item__meeting=meeting).values("item")
    for item in meeting.items.in_order().filter(pk__in=waiting):
        yield f"§ {item.paragraph}" if item.paragraph else item.title


def _begin_anew(meeting: BoardMeeting) -> None:
    """What has been approved or signed so far is void."""
    meeting.adjusters.update(approved_at=None, approved_hash="", way="")
    meeting.attachments.filter(kind=Attachment.Kind.SIGNED).delete()


@transaction.atomic
def send_back(*, meeting: BoardMeeting, by: int) -> None:
    """To be written better: approvals given so far are void. Sent back twice, it is once."""
    meeting = held_still(meeting.pk)
    if meeting.status == Status.DRAFT:
        return
    if not meeting.is_in_review:
        raise NotNow("Protokollet är inte till justering.")
    _begin_anew(meeting)
    meeting.status = Status.DRAFT
    meeting.save(update_fields=["status"])
    tell_writer(meeting, by=by)
    log.info("minutes_sent_back", meeting=meeting.pk, by=by)


@transaction.atomic
def comment(*, comment: MinutesComment) -> None:
    """What an adjuster wants otherwise sends the minutes back, unless they are back already. The same form twice is one
    comment. NotNow when nothing of the item is changed any more."""
    if MinutesComment.objects.filter(submission=comment.submission).exists():
        return
    meeting = held_still(comment.item.meeting_id)
    if not meeting.is_in_review and meeting.status != Status.DRAFT:
        raise NotNow("Protokollet är justerat." if meeting.is_adjusted else "Mötet är inte avslutat än.")
    unlocked(comment.item)
    comment.save()
    if meeting.is_in_review:
        send_back(meeting=meeting, by=comment.author_id or 0)


def settle_comment(*, comment: MinutesComment, at: datetime, by: int) -> None:
    """The writer has done what was asked for, or the two have talked about it."""
    MinutesComment.objects.waiting().filter(pk=comment.pk).update(settled_at=at)
    log.info("comment_settled", comment=comment.pk, by=by)


@transaction.atomic
def approve(*, meeting: BoardMeeting, person: int, read: str, at: datetime) -> bool:
    """An adjuster approves what they have read (`read`: its hash). True when that was the last one, and it is locked.

    NotNow for who is not to adjust it, or wrote it; ChangedMeanwhile when it says something else by now.
    """
    meeting = held_still(meeting.pk)
    adjuster = meeting.adjusters.filter(presence__person=person).select_related("presence").first()
    if adjuster is None or adjuster.presence.duty == Presence.Duty.SECRETARY:
        raise NotNow("Den som har skrivit protokollet kan inte justera det.")
    return _approve(meeting, [adjuster], read, Adjuster.Way.APP, at)


@transaction.atomic
def upload_paper(*, paper: Attachment, by: int) -> None:
    """The signed page of minutes that are to be adjusted, or the minutes of a meeting that was held elsewhere.

    `paper` bears the file and its kind. The same form twice is one. NotNow when the minutes are not there to be signed.
    """
    if Attachment.objects.filter(submission=paper.submission).exists():
        return
    meeting = held_still(paper.meeting_id)
    if paper.kind == Attachment.Kind.SIGNED and not meeting.is_in_review:
        raise NotNow("Protokollet är inte till justering.")
    if paper.kind == Attachment.Kind.MINUTES and (meeting.is_adjusted or not meeting.is_entered_afterwards):
        raise NotNow("Protokollet är redan justerat." if meeting.is_adjusted else "Mötet är inte infört i efterhand.")
    paper.save()
    log.info("paper_uploaded", meeting=meeting.pk, kind=paper.kind, by=by)


@transaction.atomic
def confirm_entered(*, meeting: BoardMeeting, read: str, name: str, at: datetime, by: int) -> None:
    """Somebody else than who entered it says that the uploaded minutes are the adjusted ones: they are locked."""
    meeting = held_still(meeting.pk)
    if meeting.is_adjusted:
        return
    if not meeting.is_entered_afterwards or meeting.created_by_id == by:
        raise NotNow("Den som har fört in mötet kan inte ensam bekräfta protokollet.")
    if not meeting.attachments.filter(kind=Attachment.Kind.MINUTES).exists():
        raise NotNow("Ladda upp det justerade protokollet först.")
    now = content_hash(minutes_of(meeting))
    if read != now:
        raise ChangedMeanwhile(CHANGED)
    BoardMeeting.objects.filter(pk=meeting.pk).update(confirmed_by=name)
    _lock(meeting, now, at)


@transaction.atomic
def approve_by_paper(*, meeting: BoardMeeting, read: str, at: datetime, by: int) -> bool:
    """The chair confirms that the scanned page bears the signatures of those who have not approved in the program."""
    meeting = held_still(meeting.pk)
    if not meeting.attachments.filter(kind=Attachment.Kind.SIGNED).exists():
        raise NotNow("Ladda upp den underskrivna sidan först.")
    left = list(meeting.adjusters.filter(approved_at=None))
    log.info("minutes_approved_on_paper", meeting=meeting.pk, by=by)
    return _approve(meeting, left, read, Adjuster.Way.PAPER, at)


def _approve(meeting: BoardMeeting, adjusters: list[Adjuster], read: str, way: Adjuster.Way, at: datetime) -> bool:
    if meeting.is_adjusted:
        return True
    if not meeting.is_in_review:
        raise NotNow("Protokollet är inte till justering: det har skickats tillbaka.")
    minutes = minutes_of(meeting)
    now = content_hash(minutes)
    if read != now:
        raise ChangedMeanwhile(CHANGED)
    # Who has approved something else has to read it again.
    outdated = meeting.adjusters.exclude(approved_at=None).exclude(approved_hash=now)
    outdated.update(approved_at=None, approved_hash="", way="")
    ids = [row.pk for row in adjusters]
    meeting.adjusters.filter(pk__in=ids, approved_at=None).update(approved_at=at, approved_hash=now, way=way)
    log.info("minutes_approved", meeting=meeting.pk, adjusters=ids, way=way)
    if meeting.adjusters.filter(approved_at=None).exists():
        return False
    _lock(meeting, now, at)
    tell_of_adjusted(meeting)
    return True


def _lock(meeting: BoardMeeting, code: str, at: datetime) -> None:
    """Lock every row of the content; from here on the database refuses to change them."""
    MinutesComment.objects.filter(item__meeting=meeting).delete()
    BoardMeeting.objects.filter(pk=meeting.pk).update(
        status=Status.ADJUSTED, content_hash=code, locked_at=at, version=F("version") + 1
    )
    items = AgendaItem.objects.filter(meeting=meeting)
    for rows in (
        Presence.objects.filter(meeting=meeting),
        Adjuster.objects.filter(meeting=meeting),
        items,
        *(model.objects.filter(item__in=items.values("pk")) for model in OF_ITEMS),
        Attachment.objects.filter(meeting=meeting),
    ):
        rows.filter(locked_at=None).update(locked_at=at)
    log.info("minutes_locked", meeting=meeting.pk)
