"""That a task is soon due, and that today is the day: to who is responsible."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from distrikt.clock import STOCKHOLM
from distrikt.utskick.reminders import Reminder, ReminderRule
from plan.uppgifter.models import Task

CLOCK = time(8)
# After an outage a reminder still comes within a day; an older one would be noise.
GRACE = timedelta(days=1)


def due(now: datetime, until: datetime, days: Sequence[int]) -> Iterator[Reminder]:
    """So many days before, 0 being the day itself. One query."""
    last = until.astimezone(STOCKHOLM).date() + timedelta(days=max(days, default=0) + 1)
    first = now.astimezone(STOCKHOLM).date() - GRACE
    tasks = Task.objects.open().filter(due_on__range=(first, last), responsible__is_active=True)
    rows = tasks.values_list("pk", "due_on", "responsible", "responsible__email")
    for pk, due_on, person, email in rows.order_by("pk"):
        day = due_on or first
        for before in days:
            due_at = datetime.combine(day - timedelta(days=before), CLOCK, tzinfo=STOCKHOLM)
            if now - GRACE <= due_at <= until:
                not_after = datetime.combine(day + timedelta(days=1), time(), tzinfo=STOCKHOLM)
                yield Reminder(person, email, pk, f"{day.isoformat()} {before}", due_at, not_after)


RULES = {"task_due": ReminderRule(due, (3, 0), "dagar före")}
