"""The plan of the demo: a text of its own, read by the reader and saved as an uploaded document is."""

from datetime import date
from pathlib import Path

from distrikt.webb.demo.days import elected_on
from distrikt.webb.demo.district import PARTY
from plan.intake.actions import PlanFacts, save_reading
from plan.models import Commitment, YearPlan
from plan.reading import read_plan

TEXT = Path(__file__).parent / "plan.txt"


def make_plan(year: int, *, today: date) -> YearPlan:
    """Read in and adopt the plan of a year as it stood on the day.

    Until the year's own annual conference has met, its plan is the one that the conference before adopted in advance.
    """
    text = TEXT.read_text(encoding="utf-8").format(year=year, last_year=year - 1)
    source_name = f"verksamhetsplan-{year}.txt"
    reading = read_plan(text.encode(), filename=source_name)
    adopted_on = elected_on(min(today, date(year, 12, 31)))
    facts = PlanFacts(
        year=year,
        title=reading.title or "",
        organisation=PARTY,
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        source_name=source_name,
        adopted_on=adopted_on,
        decision=f"Årskonferensen {adopted_on.year} § {14 if adopted_on.year == year else 15}",
    )
    return save_reading(reading=reading, facts=facts)


def commitments_by_number(plan: YearPlan) -> dict[str, Commitment]:
    return {commitment.number: commitment for commitment in plan.commitments.all()}
