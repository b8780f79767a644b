"""Those who are signed up are reminded, with or without an account; and those who are not, of the last day to do so."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from distrikt.utskick.reminders import Reminder, ReminderRule
from traffar.concerned import concerned_by
from traffar.models import Activity, SignUp, SignUpTerms
from traffar.reminders import mornings_before, near_key
from traffar.when import day_bounds, local_day


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
        for before, due_at in mornings_before(local_day(starts_at), days, now, until):
            if due_at < starts_at:
                occurrence = f"{near_key(starts_at)} {before}"
                yield Reminder(person, account or typed, pk, occurrence, due_at, not_after=starts_at)


def closing(now: datetime, until: datetime, days: Sequence[int]) -> Iterator[Reminder]:
    """So many days before the last day to sign up, to those whom it concerns and who have not. Six queries."""
    last = local_day(until) + timedelta(days=max(days, default=0) + 1)
    terms = SignUpTerms.objects.filter(
        activity__status=Activity.Status.PLANNED, closes_on__gte=local_day(now), closes_on__lte=last
    )
    rows = [(activity, day) for activity, day in terms.values_list("activity", "closes_on") if day]
    ids = [activity for activity, _ in rows]
    people = concerned_by(ids, local_day(now)) if rows else {}
    signed_up = set(SignUp.objects.live().filter(activity__in=ids).values_list("activity", "person"))
    for activity, closes_on in rows:
        _, closed = day_bounds(closes_on, closes_on)
        for before, due_at in mornings_before(closes_on, days, now, until):
            for person, email in people[activity].items():
                if (activity, person) not in signed_up:
                    yield Reminder(person, email, activity, f"{closes_on} {before}", due_at, not_after=closed)


RULES = {
    "sign_up_near": ReminderRule(near, (3, 1), "dagar före"),
    "sign_up_closing": ReminderRule(closing, (2,), "dagar före"),
}
