"""Chair, secretary and ombudsman are reminded to send the call in time, as long as it has not gone."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from distrikt.organisation.reports import people_holding
from distrikt.organisation.roles import Role
from distrikt.utskick.reminders import Reminder, ReminderRule
from traffar.models import Activity
from traffar.reminders import mornings_before
from traffar.styrelse.actions.preparing import board_rules
from traffar.styrelse.call import last_day_to_call
from traffar.styrelse.emails import DUE
from traffar.styrelse.models import BoardMeeting
from traffar.when import local_day


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
        last = last_day_to_call(meeting, rules)
        for before, due_at in mornings_before(last, days, now, until):
            for person, email in people:
                occurrence = f"{meeting.day.isoformat()} {before}"
                yield Reminder(person, email, meeting.pk, occurrence, due_at, not_after=meeting.activity.starts_at)


RULES = {DUE: ReminderRule(call_due, (3, 0), "dagar före sista dagen att kalla")}
