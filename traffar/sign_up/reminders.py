"""Those who are signed up are reminded, with or without an account."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from distrikt.utskick.reminders import Reminder, ReminderRule
from traffar.concerned import concerned_by
from traffar.models import Activity, SignUp
from traffar.reminders import GRACE, near_key
from traffar.when import local_day, local_moment

NEAR_CLOCK = time(9)


def near(now: datetime, until: datetime, days: Sequence[int]) -> Iterator[Reminder]:
    """So many days before, in the morning, to those who have a place. Those whom it concerns anyhow are told already.

    Six queries.
    """
    horizon = until + timedelta(days=max(days, default=0) + 1)
    rows = list(
        SignUp.objects.coming()
        .filter(activity__status=Activity.Status.PLANNED, activity__starts_at__gt=now, activity__starts_at__lt=horizon)
        .values_list("pk", "activity", "activity__starts_at", "person", "person__email", "email")
    )
    concerned = concerned_by({activity for _, activity, *_ in rows}, local_day(now)) if rows else {}
    for pk, activity, starts_at, person, account, typed in rows:
        if person in concerned[activity] or not (account or typed):
            continue
        for before in days:
            due_at = local_moment(local_day(starts_at) - timedelta(days=before), NEAR_CLOCK)
            if now - GRACE <= due_at <= until and due_at < starts_at:
                occurrence = f"{near_key(starts_at)} {before}"
                yield Reminder(person, account or typed, pk, occurrence, due_at, not_after=starts_at)


RULES = {"sign_up_near": ReminderRule(near, (3, 1), "dagar före")}
