"""How each commitment fares: its figures, its words, its bar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.urls import reverse

from plan.follow_up import NOTHING, Evidence, Goal, Status, asked_number, make_goal, pace, status
from plan.models import CheckIn, Commitment, CommitmentQuerySet, Contribution, YearPlan
from plan.status_words import asked_words, detail_words, due_words, status_words
from plan.wording import capitalised


@dataclass(frozen=True, slots=True)
class PaceBar:
    """A commitment's bar, in per cent of what it wants: done, done and planned together, expected by today."""

    done: float
    planned: float
    expected: float | None
    title: str


@dataclass(frozen=True)
class CommitmentFollowUp:
    """How one commitment fares on a day. What its row says is put into words when it is shown: a page that counts a
    hundred shows but a few."""

    # The commitment, or its plain values of the same names.
    row: Any
    plan: YearPlan
    # The heading that it stands under.
    heading: str
    responsible: str
    url: str
    day: date
    # The number it asks for, its own or last year's, and how.
    target: int | None
    operator: str
    goal: Goal
    evidence: Evidence
    status: Status

    @property
    def id(self) -> int:
        return int(self.row.pk)

    @property
    def area_id(self) -> int:
        return int(self.row.area_id)

    @property
    def number(self) -> str:
        return str(self.row.number)

    @property
    def text(self) -> str:
        return str(self.row.text)

    @property
    def responsible_id(self) -> int | None:
        body: int | None = self.row.responsible_id
        return body

    @property
    def last_year(self) -> int | None:
        figure: int | None = self.row.last_year
        return figure

    @property
    def icon(self) -> str:
        return self.status.value

    @property
    def is_closed(self) -> bool:
        return self.row.closed_on is not None

    @property
    def is_urgent(self) -> bool:
        return self.status in (Status.BEHIND, Status.STALLED)

    @cached_property
    def asked(self) -> str:
        """How many it asks for: "minst 8", "flera"."""
        row = self.row
        return asked_words(
            self.goal,
            target=self.target,
            target_max=row.target_max,
            operator=self.operator,
            per=row.per,
            ends_on=self.plan.ends_on,
        )

    @property
    def asks(self) -> str:
        """What kind of commitment it is: "räknas: minst 8", "en gång", "löpande"."""
        label = str(Commitment.Kind(self.goal.kind).label)
        return f"{label}: {self.asked}" if self.asked else label

    @property
    def due(self) -> str:
        row = self.row
        return due_words(
            deadline=row.deadline,
            deadline_text=row.deadline_text,
            period_text=row.period_text,
            year=self.plan.year,
        )

    @cached_property
    def by(self) -> str:
        """Who, and when: "Sundsvall · senast 20 oktober"."""
        return " · ".join(filter(None, (capitalised(self.responsible), self.due)))

    @cached_property
    def words(self) -> str:
        """The status as one line: "7 av minst 8 – i fas"."""
        return status_words(self.goal, self.evidence, self.status, asked=self.asked, is_closed=self.is_closed)

    @cached_property
    def detail(self) -> str:
        """The line below: "väntat i dag: 6 · 2 planerade"."""
        return detail_words(self.goal, self.evidence, self.status, deadline=self.row.deadline, day=self.day)

    @cached_property
    def bar(self) -> PaceBar | None:
        """The bar of what can be counted; a single thing or a standing duty has none."""
        wanted, evidence = self.goal.wanted, self.evidence
        if wanted < 2 or self.status == Status.DROPPED:
            return None
        gone, days = pace(self.goal, self.day)
        tick = gone if self.status != Status.FULFILLED and not self.goal.is_ceiling else 0
        return PaceBar(
            done=_per_cent(evidence.done, wanted),
            planned=_per_cent(evidence.done + evidence.planned, wanted),
            expected=_per_cent(tick, days) if tick else None,
            title=self.words,
        )


def commitment_follow_up(commitment: Commitment, evidence: Evidence, today: date) -> CommitmentFollowUp:
    """How one commitment fares on a day. No query, when its plan, area and responsible body are at hand."""
    responsible = commitment.responsible.name if commitment.responsible else commitment.responsible_text
    url = reverse("plan:commitment_detail", args=[commitment.plan.year, commitment.number])
    return _follow_up(commitment, commitment.plan, commitment.area.heading, responsible, evidence, today, url)


@dataclass(frozen=True, slots=True)
class CheckInRow:
    """A check-in as its readers see it: `by` is "" when the person is gone or protected, `verdict` in a mere note."""

    day: date
    by: str
    verdict: str
    text: str


def check_in_rows(commitment: Commitment) -> list[CheckInRow]:
    """What people have judged of a commitment, the latest first. One query."""
    author = ("by__first_name", "by__last_name", "by__is_protected")
    return [
        CheckInRow(
            day=day,
            by="" if hidden else " ".join(filter(None, (first, last))),
            verdict="" if verdict == CheckIn.Verdict.NOTE else str(CheckIn.Verdict(verdict).label),
            text=text,
        )
        for day, verdict, text, first, last, hidden in commitment.check_ins.values_list(
            "day", "verdict", "text", *author
        )
    ]


def follow_up_all(
    plan: YearPlan, commitments: CommitmentQuerySet, today: date, evidence: Mapping[int, Evidence] | None = None
) -> list[CommitmentFollowUp]:
    """Each commitment of the queryset, in the plan's order. Two queries, of plain values: a plan may have hundreds.

    Who has read the ledger already hands over its `evidence` and saves one.
    """
    url = reverse("plan:commitment_detail", args=[plan.year, "NUMBER"])
    listed = commitments.in_plan_order().values_list(
        *("pk", "area_id", "number", "text", "kind", "target", "target_max", "operator", "per", "unit"),
        *("deadline", "deadline_text", "period_text", "responsible_id", "responsible__name", "responsible_text"),
        *("last_year", "closed_on", "dropped_on", "area__heading"),
        named=True,
    )
    rows = list(listed)
    if evidence is None:
        # By number: joined, the commitments would make SQLite sort ten thousand lines before adding up.
        evidence = add_up(Contribution.objects.filter(commitment__in=[row.pk for row in rows]))
    return [
        _follow_up(
            row,
            plan,
            row.area__heading,
            row.responsible__name or row.responsible_text,
            evidence.get(row.pk, NOTHING),
            today,
            url.replace("NUMBER", row.number),
        )
        for row in rows
    ]


def add_up(ledger: QuerySet[Contribution]) -> dict[int, Evidence]:
    """The ledger added up per commitment: one GROUP BY, answered by the covering index."""
    sums = ledger.order_by().values_list("commitment", "state").annotate(count=Count("*"), last=Max("day"))
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
    row: Any, plan: YearPlan, heading: str, responsible: str, evidence: Evidence, today: date, url: str
) -> CommitmentFollowUp:
    """`row` is a commitment or its plain values; a plan that is over is judged by its last day."""
    day = min(today, plan.ends_on)
    target, operator = asked_number(
        kind=row.kind, target=row.target, operator=row.operator, text=row.text, last_year=row.last_year
    )
    goal = make_goal(
        kind=row.kind,
        target=target,
        operator=operator,
        per=row.per,
        unit=row.unit,
        deadline=row.deadline,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
    )
    standing = status(goal, evidence, day, is_closed=row.closed_on is not None, is_dropped=row.dropped_on is not None)
    return CommitmentFollowUp(row, plan, heading, responsible, url, day, target, operator, goal, evidence, standing)


def _per_cent(part: int, whole: int) -> float:
    return round(min(100 * part / whole, 100), 1)
