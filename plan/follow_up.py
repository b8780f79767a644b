"""How a commitment fares: the rules of status (`2-domain.md`, Plan and follow-up), on plain values.

Whole numbers only: what is expected is rounded down, so a commitment is never said to lag by a part of an insats.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.db import models

from plan.models import Commitment

# What "flera" asks for when the plan gives no number.
SEVERAL = 2
# An ongoing commitment without insats for longer than this has stalled.
STALLED_AFTER_DAYS = 60
# What a frequency means in a year, by the plan's own word ("en gång i kvartalet", "två per termin").
TIMES_A_YEAR = {
    "dag": 365,
    "vecka": 52,
    "månad": 12,
    "tentaperiod": 4,
    "läsperiod": 4,
    "kvartal": 4,
    "tertial": 3,
    "termin": 2,
    "halvår": 2,
    "läsår": 1,
    "verksamhetsår": 1,
    "år": 1,
}
# "Fler", "mer", "ökar": measured against what was done last year.
_MORE = re.compile(r"\b(?:mer|fler|öka[rs]?|ökad\w*|ökning\w*)\b", re.IGNORECASE)
# "inom 14 dagar" limits time, not how many times: such a number is no count of insatser.
TIME_UNITS = {"minuter", "timmar", "dag", "dagar", "dygn", "vecka", "veckor", "månad", "månader", "år"}


class Status(models.TextChoices):
    """The values are the names of icon and class in `docs/theme/README.md`."""

    FULFILLED = "fulfilled", "uppfyllt"
    ON_TRACK = "on-track", "i fas"
    ALIVE = "alive", "lever"
    ENOUGH_PLANNED = "enough-planned", "planerat räcker"
    BEHIND = "behind", "ligger efter"
    STALLED = "stalled", "avstannat"
    NONE_YET = "none-yet", "inget ännu"
    DROPPED = "dropped", "utgått"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a commitment asks for: how many insatser (0 for an ongoing one), from when, until when."""

    kind: str
    wanted: int
    is_ceiling: bool
    starts_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the ledger says: how many are done and planned, and when the last one was done."""

    done: int = 0
    planned: int = 0
    last_done: date | None = None


NOTHING = Evidence()


def asks_for_more(text: str) -> bool:
    """Whether a commitment is measured against what was done last year."""
    return bool(_MORE.search(text))


def asked_number(
    *, kind: str, target: int | None, operator: str, text: str, last_year: int | None
) -> tuple[int | None, str]:
    """The number that a commitment asks for, and how (`Commitment.Operator`): its own, else more than last year's."""
    if kind == Commitment.Kind.COUNTABLE and target is None and last_year is not None and asks_for_more(text):
        return last_year, Commitment.Operator.OVER
    return target, operator


def periods_in(per: str, starts_on: date, ends_on: date) -> int:
    """How many times the period of a frequency fits between the days, at least once: 12 months in a year.

    A word that is no length of time ("per möte") says nothing about how many: 1.
    """
    times = TIMES_A_YEAR.get(per.strip().lower().removeprefix("varje "), 0)
    return max(1, round(((ends_on - starts_on).days + 1) * times / 365.25))


def make_goal(
    *,
    kind: str,
    target: int | None,
    operator: str,
    per: str,
    unit: str,
    deadline: date | None,
    starts_on: date,
    ends_on: date,
) -> Goal:
    """The goal of a commitment in a plan that runs from `starts_on` to `ends_on`.

    "Flera" without a number is two; "över 8" is nine; a range asks for its lower end. A deadline after the plan's end
    counts as the end, one before its start as the first day.
    """
    is_ceiling = operator == Commitment.Operator.AT_MOST and target is not None
    if is_ceiling and unit.strip().lower() in TIME_UNITS:
        is_ceiling, target = False, None
    match kind:
        case Commitment.Kind.COUNTABLE:
            wanted = SEVERAL if target is None else target + (operator == Commitment.Operator.OVER)
            wanted *= periods_in(per, starts_on, ends_on) if per and target is not None else 1
        case Commitment.Kind.ONE_OFF:
            wanted = 1
        case _:
            wanted = 0
    due_on = max(starts_on, min(deadline or ends_on, ends_on))
    return Goal(kind=kind, wanted=wanted, is_ceiling=is_ceiling, starts_on=starts_on, due_on=due_on)


def pace(goal: Goal, day: date) -> tuple[int, int]:
    """How much of the goal's time has gone, as (days gone, days in all): linear, the first and last day included."""
    days = (goal.due_on - goal.starts_on).days + 1
    return min(max((day - goal.starts_on).days + 1, 0), days), days


def expected(goal: Goal, day: date) -> int:
    """How many insatser an even pace would have given by the day, rounded down."""
    gone, days = pace(goal, day)
    return goal.wanted * gone // days


def status(goal: Goal, evidence: Evidence, day: date, *, is_closed: bool = False, is_dropped: bool = False) -> Status:
    """The one status of a commitment on a day, tested in the order of `2-domain.md`.

    "I fas" needs something done and as much as expected. Read to the letter ("⌊expected⌋ > 0") whoever did the first
    of eight in January would lag, and whoever did nothing would not; so early insatser are in phase too.
    """
    if is_dropped:
        return Status.DROPPED
    if is_closed:
        return Status.FULFILLED
    if goal.kind == Commitment.Kind.ONGOING:
        return _ongoing_status(goal, evidence, day)
    if goal.is_ceiling:
        return _ceiling_status(goal, evidence, day)
    if evidence.done >= goal.wanted:
        return Status.FULFILLED
    if 0 < evidence.done >= expected(goal, day):
        return Status.ON_TRACK
    if evidence.done + evidence.planned >= goal.wanted:
        return Status.ENOUGH_PLANNED
    if evidence.done == 0 and expected(goal, day) < 1:
        return Status.NONE_YET
    return Status.BEHIND


def _ongoing_status(goal: Goal, evidence: Evidence, day: date) -> Status:
    """Alive while the last insats is recent. A year that has just begun may have none yet."""
    if (day - (evidence.last_done or goal.starts_on)).days > STALLED_AFTER_DAYS:
        return Status.STALLED
    return Status.ALIVE if evidence.done else Status.NONE_YET


def _ceiling_status(goal: Goal, evidence: Evidence, day: date) -> Status:
    """ "Högst 4" is kept until it is passed, and fulfilled when the time is over."""
    if evidence.done > goal.wanted:
        return Status.BEHIND
    if day >= goal.due_on:
        return Status.FULFILLED
    return Status.ON_TRACK if evidence.done else Status.NONE_YET
