"""Fill an empty database with the demo district, as it stood on a day."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from distrikt.organisation.models import Body, District, User
from distrikt.webb.demo.activities import Standing, make_activities, stand
from distrikt.webb.demo.board import make_board
from distrikt.webb.demo.district import make_district
from distrikt.webb.demo.follow_up import follow_up
from distrikt.webb.demo.helping import make_help
from distrikt.webb.demo.mail import fill_outbox, write_letters
from distrikt.webb.demo.people import make_people
from distrikt.webb.demo.plan import commitments_by_number, make_plan
from distrikt.webb.demo.programme import Event, coming_saturday, draw_programme
from distrikt.webb.demo.report import make_report
from distrikt.webb.demo.sign_ups import make_sign_ups
from distrikt.webb.demo.speaking import make_speaking
from distrikt.webb.demo.subscriptions import make_subscriptions
from plan.models import YearPlan
from traffar.models import Activity

# The share of the programme that the district did not get round to in the year before.
THINNED_LAST_YEAR = 0.4
# How far into the next year something is in the calendar already.
LOOKING_AHEAD = timedelta(days=60)


class NotEmpty(Exception):
    """There is something in the database already, and the demo district is not put among it."""


def is_empty() -> bool:
    return not any(model._default_manager.exists() for model in (District, User, Body, YearPlan, Activity))


@transaction.atomic
def make_demo(*, today: date, password: str) -> None:
    """The district, its people and two years of theirs. `NotEmpty` unless the database is empty."""
    if not is_empty():
        raise NotEmpty
    bodies = make_district()
    people = make_people(bodies, today=today, password=password)
    standings = stand(draw_events(today), today)
    plans = []
    for year in (today.year - 1, today.year):
        plan = make_plan(year, today=today)
        make_activities(_of_year(year, standings), bodies, commitments_by_number(plan), today=today)
        plans.append(plan)
    make_activities(_of_year(today.year + 1, standings), bodies, {}, today=today)
    make_board(bodies, people, plans, today=today)
    for plan in plans:
        follow_up(plan, people, today=today, decided=plan.year == today.year)
        make_report(plan, bodies, people, today=today)
    make_sign_ups(people, today=today)
    make_help(bodies, today=today)
    make_subscriptions(bodies, today=today)
    make_speaking()
    write_letters(people, today)
    fill_outbox(people, today)


def draw_events(today: date) -> list[Event]:
    """What the year before, the year and the weeks after it hold, in order of time; last the coming Saturday's."""
    ahead = draw_programme(today.year + 1)
    return [
        *draw_programme(today.year - 1, thinned=THINNED_LAST_YEAR),
        *draw_programme(today.year),
        *(event for event in ahead if event.day <= today + LOOKING_AHEAD),
        coming_saturday(today),
    ]


def _of_year(year: int, standings: Iterable[Standing]) -> list[Standing]:
    return [standing for standing in standings if standing.event.day.year == year]
