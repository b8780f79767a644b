"""At the meeting, and after it until the minutes are handed to the adjusters: what is written, who is there, what is
decided. Each step is saved on its own."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F, Max, QuerySet

from distrikt.saving import save_edit
from plan.uppgifter.actions import hold_task
from traffar.styrelse.actions.following import put_back, stop_following, take_back, write_task
from traffar.styrelse.actions.preparing import board_rules, held_in_its_series, held_still, sync_presences
from traffar.styrelse.minutes import room_at
from traffar.styrelse.models import (
    Adjuster,
    AgendaItem,
    BoardMeeting,
    Decision,
    ItemApproval,
    Presence,
    PresenceChange,
    Proposal,
    Recusal,
    Reservation,
)
from traffar.styrelse.sources import DECISION

log = structlog.get_logger(__name__)
Status = BoardMeeting.Status


class NotNow(Exception):
    """The meeting does not stand so that this can be done; the text says why, in Swedish. Nothing was saved."""


class NoQuorum(NotNow):
    """Too few who vote are in the room."""


ADJUSTED = "Protokollet är lämnat till justering eller justerat, och kan inte ändras här."
LOCKED = "Paragrafen är omedelbart justerad och kan inte ändras."


@contextmanager
def writing(meeting_id: int) -> Iterator[BoardMeeting]:
    """The meeting, held while something is written of it. NotNow when no minutes are taken."""
    with transaction.atomic():
        meeting = held_still(meeting_id)
        if not meeting.takes_minutes:
            raise NotNow("Mötet är inte öppnat än." if meeting.is_before else ADJUSTED)
        yield meeting


def unlocked(item: AgendaItem) -> AgendaItem:
    """The item as it stands now. NotNow when it has been adjusted at once."""
    stored = AgendaItem.objects.get(pk=item.pk)
    if stored.is_locked:
        raise NotNow(LOCKED)
    return stored


def _to_write(item: AgendaItem) -> None:
    """Before something is written of it: whoever has approved it at once has not approved what it says from now on."""
    if unlocked(item).immediate_asked_at:
        ItemApproval.objects.filter(item=item.pk).delete()


def forget_at_once(items: QuerySet[AgendaItem]) -> None:
    """Those of the items that wait to be adjusted at once are adjusted with the rest, until that is asked for anew."""
    waiting = items.filter(locked_at=None).exclude(immediate_asked_at=None)
    ItemApproval.objects.filter(item__in=waiting).delete()
    waiting.update(immediate_asked_at=None)


@transaction.atomic
def open_meeting(*, meeting: BoardMeeting, at: datetime, by: int) -> None:
    """The meeting begins: from now on minutes are taken. Opened twice, it is open.

    NotNow when another meeting of the body is under way, or this one was cancelled.
    """
    meeting = held_in_its_series(meeting)
    if not meeting.is_before:
        return
    if not meeting.activity.is_planned:
        raise NotNow("Mötet är inställt. Häv inställningen först, om det ska hållas.")
    other = BoardMeeting.objects.under_way().filter(body=meeting.body).exclude(pk=meeting.pk).first()
    if other:
        raise NotNow(f"Möte {other.number}/{other.year} pågår fortfarande. Avsluta det först.")
    sync_presences(meeting=meeting)
    meeting.status, meeting.opened_at, meeting.quorum = Status.OPEN, at, board_rules().quorum
    meeting.save(update_fields=["status", "opened_at", "quorum"])
    log.info("meeting_opened", meeting=meeting.pk, by=by)


def set_present(*, presence: Presence, is_present: bool, by: int) -> None:
    """Whether somebody was there from the beginning. When it changes, what was noted of their coming and going is gone.

    NotNow when some of that is in a paragraph adjusted at once.
    """
    with writing(presence.meeting_id):
        changes = PresenceChange.objects.filter(presence=presence)
        if changes.filter(locked_at__isnull=False).exists():
            raise NotNow(LOCKED)
        rows = Presence.objects.filter(pk=presence.pk).exclude(is_present=is_present)
        if rows.update(is_present=is_present, version=F("version") + 1):
            changes.delete()
    log.info("presence_set", presence=presence.pk, is_present=is_present, by=by)


def come_or_go(*, presence: Presence, item: AgendaItem, by: int, is_change: bool = True) -> PresenceChange.Kind | None:
    """Somebody comes or goes as the item begins, whichever it must be; not `is_change`: neither, after all (None)."""
    with writing(presence.meeting_id):
        _to_write(item)
        later = PresenceChange.objects.filter(presence=presence, item__position__gt=item.position)
        if later.exists():
            raise NotNow("Personen har kommit eller gått senare under mötet. Ta bort det först.")
        change = PresenceChange.objects.filter(presence=presence, item=item).first()
        if change and is_change:
            return PresenceChange.Kind(change.kind)
        if change:
            change.delete()
        if not is_change:
            return None
        earlier = PresenceChange.objects.filter(presence=presence).count()
        is_there = presence.is_present == (earlier % 2 == 0)
        kind = PresenceChange.Kind.LEAVES if is_there else PresenceChange.Kind.ARRIVES
        PresenceChange.objects.create(presence=presence, item=item, kind=kind)
    log.info("presence_changed", presence=presence.pk, item=item.pk, kind=kind, by=by)
    return kind


def recuse(*, presence: Presence, item: AgendaItem, by: int, is_recused: bool = True) -> None:
    """Somebody is disqualified in the item, or is not after all."""
    with writing(presence.meeting_id):
        _to_write(item)
        if is_recused:
            Recusal.objects.get_or_create(presence=presence, item=item)
        else:
            Recusal.objects.filter(presence=presence, item=item).delete()
    log.info("recused", presence=presence.pk, item=item.pk, is_recused=is_recused, by=by)


def give_duty(*, presence: Presence, duty: Presence.Duty, by: int) -> None:
    """The chair or the secretary of the meeting; whoever had the duty has it no longer.

    The chair adjusts the minutes, as long as they lead the meeting; who writes them does not.
    """
    with writing(presence.meeting_id) as meeting:
        meeting.presences.filter(duty=duty).exclude(pk=presence.pk).update(duty="")
        is_new = meeting.presences.filter(pk=presence.pk).exclude(duty=duty).update(duty=duty)
        if duty == Presence.Duty.SECRETARY:
            Adjuster.objects.filter(presence=presence).delete()
        if duty == Presence.Duty.CHAIR:
            _adjusts_as_chair(meeting, presence)
        if is_new:
            forget_at_once(meeting.items.all())
    log.info("duty_given", presence=presence.pk, duty=duty, by=by)


def _adjusts_as_chair(meeting: BoardMeeting, chair: Presence) -> None:
    """And nobody else does. Minutes that were made elsewhere are not adjusted here."""
    meeting.adjusters.filter(is_chair=True).exclude(presence=chair).delete()
    if not meeting.is_entered_afterwards:
        name_and_role = {"meeting": meeting, "name": chair.name, "role": chair.role, "is_chair": True}
        Adjuster.objects.update_or_create(presence=chair, defaults=name_and_role)


def save_item(*, item: AgendaItem, version: int, fields: Collection[str], by: int) -> None:
    """What is written under an item. EditConflict when another writer has saved it meanwhile."""
    with writing(item.meeting_id):
        _to_write(item)
        save_edit(item, version=version, fields=fields, by=by)


def set_outcome(*, item: AgendaItem, outcome: AgendaItem.Outcome, by: int) -> None:
    """Dealt with, tabled, referred back or dropped. The text of the item, and its version, are another matter.

    When the meeting has ended already, what was put off waits for the next one from now on.
    """
    with writing(item.meeting_id) as meeting:
        _to_write(item)
        AgendaItem.objects.filter(pk=item.pk).update(outcome=outcome)
        item.outcome = outcome
        if meeting.has_ended and item.returns:
            put_back(item=item, by=by)
        elif meeting.has_ended:
            take_back(items=[item.pk])
    log.info("outcome_set", item=item.pk, outcome=outcome, by=by)


def withdraw_proposal(*, proposal: Proposal, by: int) -> None:
    with writing(proposal.item.meeting_id):
        _to_write(proposal.item)
        Proposal.objects.filter(pk=proposal.pk).delete()
    log.info("proposal_withdrawn", item=proposal.item_id, by=by)


def withdraw_reservation(*, reservation: Reservation, by: int) -> None:
    with writing(reservation.item.meeting_id):
        _to_write(reservation.item)
        Reservation.objects.filter(pk=reservation.pk).delete()
    log.info("reservation_withdrawn", item=reservation.item_id, by=by)


def propose(*, proposal: Proposal, by: int) -> None:
    """An yrkande. The same form twice is one."""
    with writing(proposal.item.meeting_id):
        _to_write(proposal.item)
        if not Proposal.objects.filter(submission=proposal.submission).exists():
            proposal.save()
    log.info("proposed", item=proposal.item_id, by=by)


def settle_proposal(*, proposal: Proposal, is_carried: bool | None, by: int) -> None:
    """Whether the meeting carried the yrkande or not; None: it has not come to that."""
    with writing(proposal.item.meeting_id):
        _to_write(proposal.item)
        Proposal.objects.filter(pk=proposal.pk).update(is_carried=is_carried, version=F("version") + 1)
    log.info("proposal_settled", item=proposal.item_id, is_carried=is_carried, by=by)


def reserve(*, reservation: Reservation, by: int) -> None:
    """Somebody does not stand behind what was decided. The same form twice is one."""
    with writing(reservation.item.meeting_id):
        _to_write(reservation.item)
        if not Reservation.objects.filter(submission=reservation.submission).exists():
            reservation.save()
    log.info("reserved", item=reservation.item_id, by=by)


def decide(*, decision: Decision, commitments: Collection[int], by: int) -> Decision:
    """A decision under its item. NoQuorum when too few who vote are in the room there. The same form twice is one."""
    item = decision.item
    if item is None:
        raise NotNow("Beslutet behöver en punkt på dagordningen.")
    with writing(item.meeting_id) as meeting:
        _to_write(item)
        there = Decision.objects.filter(submission=decision.submission).first()
        if there:
            return there
        check_quorum(meeting, item)
        _check_votes(meeting, item, decision)
        decision.body, decision.decided_on = meeting.body, meeting.day
        decision.is_confidential = AgendaItem.objects.values_list("is_confidential", flat=True).get(pk=item.pk)
        decision.position = 1 + (item.decisions.aggregate(last=Max("position"))["last"] or 0)
        decision.responsible_name = str(decision.responsible) if decision.responsible else ""
        decision.state = state_of_new(decision)
        decision.save()
        decision.commitments.set(commitments)
        if meeting.has_ended:
            write_task(decision, by=by)
    log.info("decided", meeting=meeting.pk, item=item.pk, decision=decision.pk, by=by)
    return decision


def state_of_new(decision: Decision) -> Decision.State:
    """Open when somebody is to do it or it has a day; otherwise there is nothing to do. Needs the name."""
    return Decision.State.OPEN if decision.responsible_name or decision.due_on else Decision.State.NOTHING


def change_decision(
    *, decision: Decision, commitments: Collection[int], version: int, fields: Collection[str], by: int
) -> None:
    """Other words for a decision, as long as minutes are taken. What has been done stays done.

    EditConflict when another has changed it.
    """
    item = decision.item
    if item is None:
        raise NotNow(ADJUSTED)
    with writing(item.meeting_id) as meeting:
        _to_write(item)
        _check_votes(meeting, item, decision)
        hold_task(kind=DECISION, source_id=decision.pk)
        decision.responsible_name = str(decision.responsible) if decision.responsible else ""
        if decision.state in {Decision.State.NOTHING, Decision.State.OPEN}:
            decision.state = state_of_new(decision)
        save_edit(decision, version=version, fields={*fields, "responsible_name", "state"}, by=by)
        decision.commitments.set(commitments)
        if meeting.has_ended:
            write_task(decision, by=by)


def remove_decision(*, decision: Decision, by: int) -> None:
    if decision.item is None:
        raise NotNow(ADJUSTED)
    with writing(decision.item.meeting_id):
        _to_write(decision.item)
        stop_following(decision=decision)
        Decision.objects.filter(pk=decision.pk).delete()
    log.info("decision_removed", decision=decision.pk, by=by)


def check_quorum(meeting: BoardMeeting, item: AgendaItem) -> None:
    """NoQuorum unless enough of those who vote are in the room at the item."""
    room = room_at(meeting, item)
    if not room.has_quorum:
        raise NoQuorum(
            f"Mötet är inte beslutsfört: {len(room.voting)} som får rösta är i rummet, och det behövs {room.needed}."
        )


def _check_votes(meeting: BoardMeeting, item: AgendaItem, decision: Decision) -> None:
    """No more votes than there are people who vote, and at least as many for as against: at a tie the chair decides."""
    if decision.method != Decision.Method.COUNT:
        decision.votes_for = decision.votes_against = decision.votes_abstained = None
        return
    room = room_at(meeting, item)
    cast = sum(votes or 0 for votes in (decision.votes_for, decision.votes_against, decision.votes_abstained))
    if cast > len(room.voting):
        raise NotNow(f"{cast} röster är fler än de {len(room.voting)} som får rösta under punkten.")
    if (decision.votes_against or 0) > (decision.votes_for or 0):
        raise NotNow("Fler röstade nej än ja: förslaget föll. Skriv i protokollstexten att det avslogs, med rösterna.")
