"""What is told of helping each other without anybody asking: who needs help nearby, and how much is missing.

On Mondays in a line, and once more when the activity is near.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse

from distrikt.clock import STOCKHOLM
from distrikt.organisation.models import Assignment
from distrikt.organisation.roles import Role
from distrikt.utskick.reminders import Line, Reminder, ReminderRule
from traffar.helping.audience import yet_to_answer
from traffar.helping.reports import lacking_rows, missing_for
from traffar.models import HelpOffer, HelpRequest
from traffar.reminders import mornings_before, near_key
from traffar.rules import ACTING
from traffar.when import local_day

# What is farther off can wait for a later Monday.
AHEAD = timedelta(days=28)
WEIGHT = 30


def lacking(now: datetime, until: datetime, days: Sequence[int]) -> Iterator[Reminder]:
    """So many days before, in the morning, to those who could come to what still lacks help. Four queries.

    One for each activity, whatever the number of its requests.
    """
    horizon = until + timedelta(days=max(days, default=0) + 1)
    requests = HelpRequest.objects.open(now).filter(activity__starts_at__lt=horizon)
    starts = dict(requests.values_list("activity", "activity__starts_at"))
    lacks = missing_for(starts, now) if starts else {}
    people = yet_to_answer(lacks, local_day(now)) if lacks else {}
    for activity in lacks:
        starts_at = starts[activity]
        for before, due_at in mornings_before(local_day(starts_at), days, now, until):
            if due_at < starts_at:
                for person, email in people[activity].items():
                    occurrence = f"{near_key(starts_at)} {before}"
                    yield Reminder(person, email, activity, occurrence, due_at, not_after=starts_at)


RULES = {"help_lacking": ReminderRule(lacking, (3,), "dagar före")}


def help_lines(monday: date) -> Iterator[Line]:
    """One line for each who acts for a body and for the ombudsman, about what their bodies can still answer.

    Four queries.
    """
    morning = datetime.combine(monday, time(0), tzinfo=STOCKHOLM)
    requests = HelpRequest.objects.open(morning).filter(activity__starts_at__lt=morning + AHEAD)
    rows = lacking_rows(requests, today=monday)
    if not rows:
        return
    taken = _bodies_taken([row.pk for row in rows])
    page = f"{settings.BASE_URL}{reverse('traffar:help_list')}"
    for (person, email), bodies in _readers(monday).items():
        near = [row for row in rows if bodies is None or bodies - taken[row.pk]]
        if near:
            row, more = near[0], len(near) - 1
            text = f"{row.organiser} behöver hjälp med {row.title} {row.when}: {row.missing}."
            if more:
                text += f" Och {more} till."
            yield Line(person, email, text, page if more else f"{settings.BASE_URL}{row.url}", WEIGHT)


def _bodies_taken(requests: list[int]) -> dict[int, set[int]]:
    """{request id: ids of the bodies that ask themselves or have answered}. Two queries."""
    taken: defaultdict[int, set[int]] = defaultdict(set)
    asking = HelpRequest.objects.filter(pk__in=requests).order_by()
    for request, organiser, co_host in asking.values_list("pk", "activity__organiser", "activity__co_hosts"):
        taken[request] |= {organiser, co_host}
    for request, body in HelpOffer.objects.filter(request__in=requests).order_by().values_list("request", "body"):
        taken[request].add(body)
    return taken


def _readers(monday: date) -> dict[tuple[int, str], set[int] | None]:
    """{(person id, address): ids of the bodies they act for; None for the ombudsman, who acts for all}. One query."""
    readers: dict[tuple[int, str], set[int] | None] = {}
    held = Assignment.objects.in_force(monday).filter(role__in=[*ACTING, Role.OMBUDSMAN], user__is_active=True)
    for role, body, person, email in held.order_by("user").values_list("role", "body", "user", "user__email"):
        key = (person, email)
        bodies = readers.setdefault(key, set())
        if role == Role.OMBUDSMAN:
            readers[key] = None
        elif bodies is not None:
            bodies.add(body)
    return readers
