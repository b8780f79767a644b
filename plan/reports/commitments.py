"""How each commitment fares: its figures, its words, its bar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.urls import reverse

from plan.follow_up import NOTHING, Evidence, Goal, Status, make_goal, pace, status
from plan.models import Commitment, CommitmentQuerySet, Contribution, YearPlan
from plan.status_words import asked_words, detail_words, due_words, status_words


@dataclass(frozen=True, slots=True)
class PaceBar:
    """A commitment's bar, in per cent of what it wants: done, done and planned together, expected by today."""

    done: float
    planned: float
    expected: float | None
    title: str


@dataclass(frozen=True, slots=True)
class CommitmentFollowUp:
    """How one commitment fares on a day, with everything its row says."""

    id: int
    area_id: int
    number: str
    text: str
    url: str
    responsible_id: int | None
    due: str
    by: str
    goal: Goal
    evidence: Evidence
    status: Status
    asked: str
    words: str
    detail: str
    bar: PaceBar | None
    last_year: int | None
    is_closed: bool
    icon: str

    @property
    def asks(self) -> str:
        """What kind of commitment it is: "räknas: minst 8", "en gång", "löpande"."""
        label = str(Commitment.Kind(self.goal.kind).label)
        return f"{label}: {self.asked}" if self.asked else label

    @property
    def is_urgent(self) -> bool:
        return self.status in (Status.BEHIND, Status.STALLED)


def commitment_follow_up(commitment: Commitment, today: date) -> CommitmentFollowUp:
    """How one commitment fares on a day. One query, when its plan and responsible body are at hand."""
    evidence = add_up(Contribution.objects.filter(commitment=commitment))
    responsible = commitment.responsible.name if commitment.responsible else commitment.responsible_text
    url = reverse("plan:commitment_detail", args=[commitment.plan.year, commitment.number])
    return _follow_up(commitment, commitment.plan, responsible, evidence.get(commitment.pk, NOTHING), today, url)


def follow_up_all(
    plan: YearPlan, commitments: CommitmentQuerySet, evidence: Mapping[int, Evidence], today: date
) -> list[CommitmentFollowUp]:
    """Each commitment of the queryset, in the plan's order. One query, of plain values: a plan may have hundreds."""
    url = reverse("plan:commitment_detail", args=[plan.year, "NUMBER"])
    rows = commitments.in_plan_order().values_list(
        *("pk", "area_id", "number", "text", "kind", "target", "target_max", "operator", "per", "unit"),
        *("deadline", "deadline_text", "period_text", "responsible_id", "responsible__name", "responsible_text"),
        *("last_year", "closed_on", "dropped_on"),
        named=True,
    )
    return [
        _follow_up(
            row,
            plan,
            row.responsible__name or row.responsible_text,
            evidence.get(row.pk, NOTHING),
            today,
            url.replace("NUMBER", row.number),
        )
        for row in rows
    ]


def add_up(ledger: QuerySet[Contribution]) -> dict[int, Evidence]:
    """The ledger added up per commitment: one GROUP BY, answered by the covering index."""
    sums = ledger.order_by().values_list("commitment", "state").annotate(count=Count("pk"), last=Max("day"))
    figures: dict[int, dict[str, tuple[int, date]]] = {}
    for commitment, state, count, last in sums:
        figures.setdefault(commitment, {})[state] = (count, last)
    none = (0, None)
    return {
        commitment: Evidence(
            done=states.get(Contribution.State.DONE, none)[0],
            planned=states.get(Contribution.State.PLANNED, none)[0],
            last_done=states.get(Contribution.State.DONE, none)[1],
        )
        for commitment, states in figures.items()
    }


def _follow_up(
    row: Any, plan: YearPlan, responsible: str, evidence: Evidence, today: date, url: str
) -> CommitmentFollowUp:
    """`row` is a commitment or its plain values; a plan that is over is judged by its last day."""
    day = min(today, plan.ends_on)
    goal = make_goal(
        kind=row.kind,
        target=row.target,
        operator=row.operator,
        per=row.per,
        unit=row.unit,
        deadline=row.deadline,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
    )
    is_closed = row.closed_on is not None
    standing = status(goal, evidence, day, is_closed=is_closed, is_dropped=row.dropped_on is not None)
    asked = asked_words(
        goal,
        target=row.target,
        target_max=row.target_max,
        operator=row.operator,
        per=row.per,
        ends_on=plan.ends_on,
    )
    words = status_words(goal, evidence, standing, asked=asked, is_closed=is_closed)
    due = due_words(deadline=row.deadline, deadline_text=row.deadline_text, period_text=row.period_text, year=plan.year)
    return CommitmentFollowUp(
        id=row.pk,
        area_id=row.area_id,
        number=row.number,
        text=row.text,
        url=url,
        responsible_id=row.responsible_id,
        due=due,
        by=" · ".join(filter(None, (responsible[:1].upper() + responsible[1:], due))),
        goal=goal,
        evidence=evidence,
        status=standing,
        asked=asked,
        words=words,
        detail=detail_words(goal, evidence, standing, deadline=row.deadline, day=day),
        bar=_bar(goal, evidence, standing, day, words),
        last_year=row.last_year,
        is_closed=is_closed,
        icon=standing.value,
    )


def _bar(goal: Goal, evidence: Evidence, standing: Status, day: date, words: str) -> PaceBar | None:
    """The bar of what can be counted; a single thing or a standing duty has none."""
    if goal.wanted < 2 or standing == Status.DROPPED:
        return None
    gone, days = pace(goal, day)
    tick = gone if standing != Status.FULFILLED and not goal.is_ceiling else 0
    return PaceBar(
        done=_per_cent(evidence.done, goal.wanted),
        planned=_per_cent(evidence.done + evidence.planned, goal.wanted),
        expected=_per_cent(tick, days) if tick else None,
        title=words,
    )


def _per_cent(part: int, whole: int) -> float:
    return round(min(100 * part / whole, 100), 1)
