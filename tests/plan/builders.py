"""A small adopted plan, and what was done towards it."""

from datetime import date

from plan.actions import set_contributions
from plan.models import Area, Commitment, Contribution, YearPlan


def make_plan(year: int = 2026, *, adopted: bool = True) -> YearPlan:
    """A plan for the calendar year with one background area and one area of commitments."""
    plan = YearPlan.objects.create(
        year=year,
        title=f"Verksamhetsplan {year}",
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        status=YearPlan.Status.ADOPTED if adopted else YearPlan.Status.DRAFT,
        adopted_on=date(year, 3, 14) if adopted else None,
        decision="Årskonferensen § 14" if adopted else "",
    )
    background = Area.Kind.BACKGROUND
    Area.objects.create(
        plan=plan, position=1, heading="Det politiska läget", slug="laget", kind=background, text="Läget."
    )
    Area.objects.create(plan=plan, position=2, number=1, heading="Styrelsen", slug="styrelsen")
    return plan


def make_commitment(plan: YearPlan, **fields) -> Commitment:
    """A commitment at the end of the plan's area: "minst 8" unless something else is said."""
    area = plan.areas.get(slug="styrelsen")
    position = area.commitments.count() + 1
    countable = {"kind": "countable", "target": 8, "operator": ">="}
    return Commitment.objects.create(
        plan=plan,
        area=area,
        position=position,
        number=f"1.{position}",
        **{"text": "Styrelsen ska hålla minst åtta möten.", **({} if "kind" in fields else countable), **fields},
    )


def contribute(commitment: Commitment, *days: date, state: str = "done", first_id: int = 1) -> None:
    """A line in the ledger for each day, of sources with ids from `first_id` on."""
    for source_id, day in enumerate(days, first_id):
        set_contributions(
            source_kind="activity",
            source_id=source_id,
            commitments=[commitment.pk],
            state=Contribution.State(state),
            day=day,
            label=f"Möte {source_id}",
            by=None,
        )
