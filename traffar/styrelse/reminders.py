"""What the board is reminded of: a call that has not gone, minutes that are not written or adjusted, and questions that
wait for an answer."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from distrikt.organisation.reports import people_holding
from distrikt.organisation.roles import Role
from distrikt.utskick.reminders import Reminder, ReminderRule
from traffar.models import Activity
from traffar.reminders import ASKED_CLOCK, GRACE, mornings_before
from traffar.styrelse.actions.preparing import board_rules
from traffar.styrelse.call import last_day_to_call
from traffar.styrelse.circular_emails import last_day_of
from traffar.styrelse.emails import DUE
from traffar.styrelse.minutes_emails import UNWRITTEN
from traffar.styrelse.models import Adjuster, BoardMeeting, CircularAnswer, CircularDecision, Presence
from traffar.when import local_day, local_moment

Status = BoardMeeting.Status
# Who gets the minutes late has a few days to read them all the same.
READING = timedelta(days=3)


def unwritten(now: datetime, until: datetime, days: Sequence[int]) -> Iterator[Reminder]:
    """So many days after, to the meeting's secretary; to the board's when none was chosen. Three queries."""
    since = now - timedelta(days=max(days, default=0) + 1) - GRACE
    meetings = BoardMeeting.objects.filter(
        status__in=UNWRITTEN, activity__ends_at__range=(since, until), is_entered_afterwards=False
    ).exclude(activity__status=Activity.Status.CANCELLED)
    rows = list(meetings.order_by("pk").values_list("pk", "activity__ends_at"))
    chosen = _secretaries([pk for pk, _ in rows])
    others = people_holding([Role.SECRETARY], local_day(now)) if rows else []
    for pk, ended_at in rows:
        for after, due_at in _mornings_after(ended_at, days, now, until):
            for person, email in [chosen[pk]] if pk in chosen else others:
                yield Reminder(person, email, pk, f"{after} dagar efter", due_at, due_at + timedelta(days=3))


def _secretaries(meetings: Sequence[int]) -> dict[int, tuple[int, str]]:
    held = Presence.objects.filter(meeting__in=meetings, duty=Presence.Duty.SECRETARY, person__is_active=True)
    return {pk: (person, email) for pk, person, email in held.values_list("meeting", "person", "person__email")}


def unadjusted(now: datetime, until: datetime, days: Sequence[int]) -> Iterator[Reminder]:
    """So many days after the meeting, or once there was time to read, to those who have not approved. One query."""
    waiting = Adjuster.objects.filter(
        meeting__status=Status.REVIEW, approved_at=None, presence__person__is_active=True
    ).exclude(presence__duty=Presence.Duty.SECRETARY)
    rows = waiting.order_by("pk").values_list(
        *("meeting", "meeting__activity__ends_at", "meeting__review_at", "presence__person", "presence__person__email")
    )
    for pk, ended_at, review_at, person, email in rows:
        for after in days:
            day = local_day(ended_at) + timedelta(days=after)
            if review_at:
                day = max(day, local_day(review_at) + READING)
            due_at = local_moment(day, ASKED_CLOCK)
            if now - GRACE <= due_at <= until:
                yield Reminder(person, email, pk, f"{after} dagar efter", due_at, due_at + timedelta(days=3))


def _mornings_after(
    ended_at: datetime, days: Sequence[int], now: datetime, until: datetime
) -> Iterator[tuple[int, datetime]]:
    for after in days:
        due_at = local_moment(local_day(ended_at) + timedelta(days=after), ASKED_CLOCK)
        if now - GRACE <= due_at <= until:
            yield after, due_at


def unanswered(now: datetime, until: datetime, days: Sequence[int]) -> Iterator[Reminder]:
    """So many days before the last day, to those who have not answered. One query."""
    waiting = CircularAnswer.objects.filter(
        circular__status=CircularDecision.Status.OPEN,
        circular__closes_at__gt=now,
        consents=None,
        person__is_active=True,
    )
    rows = waiting.order_by("pk").values_list("circular", "circular__closes_at", "person", "person__email")
    for pk, closes_at, person, email in rows:
        last_day = last_day_of(closes_at)
        for before, due_at in mornings_before(last_day, days, now, until):
            yield Reminder(person, email, pk, f"{last_day} {before}", due_at, not_after=closes_at)


def call_due(now: datetime, until: datetime, days: Sequence[int]) -> Iterator[Reminder]:
    """So many days before the last day to call. Three queries."""
    rules = board_rules()
    horizon = until + timedelta(days=rules.notice_days + max(days, default=0) + 1)
    rows = BoardMeeting.objects.with_activity().filter(
        status=BoardMeeting.Status.PLANNED,
        activity__status=Activity.Status.PLANNED,
        activity__starts_at__gt=now,
        activity__starts_at__lt=horizon,
    )
    meetings = list(rows)
    people = people_holding([Role.CHAIR, Role.SECRETARY, Role.OMBUDSMAN], local_day(now)) if meetings else []
    for meeting in meetings:
        last = last_day_to_call(meeting, rules.notice_days)
        for before, due_at in mornings_before(last, days, now, until):
            for person, email in people:
                occurrence = f"{meeting.day.isoformat()} {before}"
                yield Reminder(person, email, meeting.pk, occurrence, due_at, not_after=meeting.activity.starts_at)


RULES = {
    DUE: ReminderRule(call_due, (3, 0), "dagar före sista dagen att kalla"),
    "minutes_unwritten": ReminderRule(unwritten, (3,), "dagar efter"),
    "minutes_unadjusted": ReminderRule(unadjusted, (10,), "dagar efter"),
    "circular_unanswered": ReminderRule(unanswered, (2,), "dagar före"),
}
