"""Omedelbar justering: a paragraph is approved by the chair and the adjusters before the rest, and is locked then."""

from datetime import datetime

import structlog
from django.db.models import F

from plan.wording import listing
from traffar.styrelse.actions.adjusting import CHANGED, OF_ITEMS, ChangedMeanwhile
from traffar.styrelse.actions.at_the_table import NotNow, forget_at_once, unlocked, writing
from traffar.styrelse.adjusting_emails import tell_to_adjust_at_once
from traffar.styrelse.minutes import Paragraph, minutes_of, paragraph_hash
from traffar.styrelse.models import AgendaItem, Attachment, BoardMeeting, ItemApproval, Presence

log = structlog.get_logger(__name__)
Duty = Presence.Duty


def ask_to_adjust_at_once(*, item: AgendaItem, at: datetime, by: int) -> None:
    """The chair and the adjusters are asked to approve the item as it stands. Asked twice, it is once.

    NotNow when there is nothing to approve, or somebody who would have to cannot do it in the program.
    """
    with writing(item.meeting_id) as meeting:
        stored = unlocked(item)
        people = _approvers(meeting, stored)
        without = [row.name for row in people if row.person is None or not row.person.is_active]
        if without:
            raise NotNow(
                f"{listing(without)} har inget konto och kan inte godkänna här. "
                "Välj en annan, eller justera paragrafen med resten av protokollet."
            )
        asked = AgendaItem.objects.filter(pk=item.pk, immediate_asked_at=None)
        if asked.update(immediate_asked_at=at):
            tell_to_adjust_at_once(meeting, item=item.pk, asked_at=at, people=people, by=by)
    log.info("item_to_be_adjusted_at_once", item=item.pk, by=by)


def _approvers(meeting: BoardMeeting, item: AgendaItem) -> list[Presence]:
    """Those who approve it: the chair and at least one adjuster. NotNow when they are not there, or nothing is."""
    if meeting.is_entered_afterwards:
        raise NotNow("Mötet är infört i efterhand: ordföranden bekräftar det uppladdade protokollet.")
    if not item.text and not item.decisions.exists():
        raise NotNow("Det finns inget skrivet att justera under punkten.")
    people = list(meeting.presences.adjusting().select_related("person"))
    has_writer = meeting.presences.filter(duty=Duty.SECRETARY).exists()
    if not has_writer or not {Duty.CHAIR, Duty.NONE} <= {row.duty for row in people}:
        raise NotNow("Välj mötesordförande, sekreterare och justerare först.")
    return people


def keep_open(*, item: AgendaItem, by: int) -> None:
    """It is adjusted with the rest after all; what has been approved is void. NotNow when it is locked."""
    with writing(item.meeting_id):
        unlocked(item)
        forget_at_once(AgendaItem.objects.filter(pk=item.pk))
    log.info("item_kept_open", item=item.pk, by=by)


def approve_at_once(*, item: AgendaItem, person: int, read: str, at: datetime) -> bool:
    """Somebody approves the paragraph that they have read (`read`: its hash). True when all have, and it is locked.

    NotNow for who is not to adjust it, or wrote it, and when nobody asks for it any more; ChangedMeanwhile when it says
    something else by now.
    """
    with writing(item.meeting_id) as meeting:
        stored = AgendaItem.objects.get(pk=item.pk)
        if stored.is_locked:
            return True
        if stored.immediate_asked_at is None:
            raise NotNow("Paragrafen väntar inte längre på omedelbar justering.")
        people = {row.pk: row for row in _approvers(meeting, stored)}
        own = next((row for row in people.values() if row.person_id == person), None)
        if own is None:
            raise NotNow("Paragrafen justeras av mötesordföranden och justerarna, aldrig av den som har skrivit den.")
        paragraph = next(row for row in minutes_of(meeting).paragraphs if row.id == item.pk)
        now = paragraph_hash(paragraph)
        if read != now:
            raise ChangedMeanwhile(CHANGED)
        approval = {"approved_at": at, "content_hash": now}
        ItemApproval.objects.update_or_create(item=stored, presence=own, defaults=approval)
        log.info("item_approved", item=item.pk, by=person)
        if stored.approvals.filter(content_hash=now, presence__in=people).count() < len(people):
            return False
        _lock(stored, paragraph, at)
        return True


def _lock(item: AgendaItem, paragraph: Paragraph, at: datetime) -> None:
    """The item and what belongs to it, with the room as the paragraph has it; its § follows when the meeting ends."""
    AgendaItem.objects.filter(pk=item.pk).update(
        immediate_at=at,
        immediate_voting=paragraph.voting,
        immediate_quorum=paragraph.has_quorum,
        locked_at=at,
        version=F("version") + 1,
    )
    for model in (*OF_ITEMS, Attachment):
        model.objects.filter(item=item, locked_at=None).update(locked_at=at)
    log.info("item_adjusted_at_once", item=item.pk)
