"""What Monday's mail says of helping each other: who needs help nearby, and how much is missing."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse

from distrikt.clock import STOCKHOLM
from distrikt.organisation.models import Assignment
from distrikt.organisation.roles import Role
from distrikt.utskick.reminders import Line
from traffar.helping.reports import help_rows
from traffar.models import HelpOffer, HelpRequest
from traffar.rules import ACTING

# What is farther off can wait for a later Monday.
AHEAD = timedelta(days=28)
WEIGHT = 30


def help_lines(monday: date) -> Iterator[Line]:
    """One line for each who acts for a body and for the ombudsman, about what their bodies can still answer.

    Four queries.
    """
    morning = datetime.combine(monday, time(0), tzinfo=STOCKHOLM)
    lacking = HelpRequest.objects.open(morning).lacking().filter(activity__starts_at__lt=morning + AHEAD)
    rows = help_rows(lacking, today=monday)
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
