"""What people are reminded of about the plan, in Monday's mail: what is soon due, lags, or has nothing planned."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.conf import settings

from distrikt.organisation.models import Body
from distrikt.organisation.reports import holders_of
from distrikt.organisation.roles import BOARD, BodyKind, Role
from distrikt.utskick.reminders import Line
from plan.evidence import tally
from plan.follow_up import Status
from plan.models import Contribution, YearPlan
from plan.reports import CommitmentFollowUp, plan_standing

SOON = timedelta(days=28)
QUARTERS = (4, 7, 10)
DONE = (Status.FULFILLED, Status.DROPPED)
# Who acts for a body that a commitment names; where it names none, those who carry the whole plan.
ANSWERING = (Role.CONTACT, Role.CONVENER, Role.REGION_MEMBER, *BOARD, Role.OMBUDSMAN)
CARRYING = (Role.CHAIR, Role.OMBUDSMAN)
LAGGING = (Status.BEHIND, Status.STALLED)


def commitment_lines(monday: date) -> Iterator[Line]:
    """A line for each commitment that wants something, to those who answer for it; of what lags for a second quarter
    also to those who carry the whole plan. Eight queries at most."""
    plans = YearPlan.objects.filter(status=YearPlan.Status.ADOPTED).defer("source_text")
    plan = plans.filter(starts_on__lte=monday, ends_on__gte=monday).first()
    if plan is None:
        return
    wanting = [(row, *said) for row in plan_standing(plan, monday).commitments if (said := _wants(row, monday))]
    named = holders_of({row.responsible_id for row, *_ in wanting if row.responsible_id}, ANSWERING, monday)
    carrying = holders_of(
        Body.objects.filter(kind__in=[BodyKind.DISTRICT, BodyKind.BOARD]).values_list("pk", flat=True), CARRYING, monday
    )
    everyone = {person: email for people in carrying.values() for person, email in people.items()}
    lagging = {row.id for row, *_ in wanting if row.status in LAGGING}
    missed_twice = _lagged_before(plan, lagging, monday)
    for row, text, weight in wanting:
        people = named.get(row.responsible_id or 0) or everyone
        if row.id in missed_twice:
            people = people | everyone
        for person, email in people.items():
            yield Line(person, email, text, f"{settings.BASE_URL}{row.url}", weight)


def _lagged_before(plan: YearPlan, lagging: Collection[int], monday: date) -> set[int]:
    """Which of the commitments (ids) that lag now lagged at the last turn of a quarter too, when it was told of them.

    The ledger tells what was done by then, and takes for planned what came later. What has been cancelled since is no
    longer in it. Two queries, at the year's second and third turn.
    """
    if monday.month == QUARTERS[0] or not _turn_of_quarter(monday):
        return set()
    turn = _first_monday(monday.replace(month=monday.month - 3, day=1))
    lines: defaultdict[int, list[tuple[str, date]]] = defaultdict(list)
    ledger = Contribution.objects.filter(commitment__in=lagging).order_by()
    for commitment, state, day in ledger.values_list("commitment", "state", "day"):
        lines[commitment].append((state if day <= turn else Contribution.State.PLANNED, day))
    then = plan_standing(plan, turn, {commitment: tally(told) for commitment, told in lines.items()})
    return {row.id for row in then.commitments if row.id in lagging and row.status in LAGGING}


def _first_monday(month: date) -> date:
    return month + timedelta(days=-month.weekday() % 7)


def _wants(row: CommitmentFollowUp, monday: date) -> tuple[str, int] | None:
    """What is to be said of a commitment this week, and how much it matters; None when there is nothing."""
    if row.status in DONE or row.is_closed:
        return None
    deadline = row.row.deadline
    if deadline and monday <= deadline <= monday + SOON:
        return f"Punkt {row.number} ska vara klar {row.due}: {row.text}", 50
    if not _turn_of_quarter(monday):
        return None
    if row.status in LAGGING:
        return f"Punkt {row.number}: {row.words}. {row.text}", 40
    nothing = row.evidence.done + row.evidence.planned == 0
    return (f"Punkt {row.number} har inget planerat: {row.text}", 30) if nothing and monday.month == 7 else None


def _turn_of_quarter(monday: date) -> bool:
    """The first Monday of a quarter, the year's first excepted: nothing lags in January."""
    return monday.month in QUARTERS and monday.day <= 7
