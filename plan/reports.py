"""The figures of a plan: how each commitment fares, and the plan as a whole. The same objects feed page and PDF."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b

from django.db.models import Count, Max, QuerySet
from django.urls import reverse

from plan.follow_up import NOTHING, Evidence, Goal, Status, make_goal, pace, status
from plan.models import Area, Commitment, CommitmentQuerySet, Contribution, YearPlan
from plan.statement import Haste, Statement, draft_statement, plan_statement
from plan.status_words import asked_words, detail_words, due_words, status_words
from plan.wording import counted


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


@dataclass(frozen=True, slots=True)
class AreaFollowUp:
    """A heading of the plan with its commitments; a background area has text and no score."""

    id: int
    heading: str
    url: str
    text: str
    is_background: bool
    is_within_another: bool
    commitments: tuple[CommitmentFollowUp, ...]

    @property
    def note(self) -> str:
        done = sum(commitment.evidence.done for commitment in self.commitments)
        return (
            f"{counted(len(self.commitments), 'åtagande', 'åtaganden')} · {counted(done, 'insats', 'insatser')}"
            if self.commitments
            else "inga åtaganden"
        )


@dataclass(frozen=True, slots=True)
class StatusPart:
    """How many commitments have a status, as a part of the whole bar (per cent)."""

    status: Status
    count: int
    label: str
    start: float
    share: float
    url: str


@dataclass(frozen=True, slots=True)
class PlanFollowUp:
    """A whole plan as it stands on a day."""

    plan: YearPlan
    today: date
    areas: tuple[AreaFollowUp, ...]
    parts: tuple[StatusPart, ...]
    statement: Statement

    @property
    def commitments(self) -> list[CommitmentFollowUp]:
        return _all_of(self.areas)

    @property
    def size_words(self) -> str:
        with_some = sum(bool(area.commitments) for area in self.areas)
        return f"{counted(len(self.commitments), 'åtagande', 'åtaganden')} i {counted(with_some, 'område', 'områden')}"

    @property
    def digest(self) -> str:
        """Changes when anything that the rows show has changed: the name under which they are kept once drawn."""
        shown = [
            (
                area.heading,
                area.text,
                area.note,
                [(r.number, r.text, r.by, r.words, r.detail, r.bar) for r in area.commitments],
            )
            for area in self.areas
        ]
        return blake2b(repr(shown).encode(), digest_size=16).hexdigest()

    def areas_with(self, only: Status) -> list[AreaFollowUp]:
        """The areas that have commitments of this status, with those alone."""
        chosen = [
            replace(area, commitments=tuple(row for row in area.commitments if row.status == only))
            for area in self.areas
        ]
        return [area for area in chosen if area.commitments]

    @property
    def statement_text(self) -> str:
        return "".join(words.text for words in self.statement)

    @property
    def parts_text(self) -> str:
        return ", ".join(f"{part.count} {part.label}" for part in self.parts)


# Statuses in the order of the bar, with their words for one and for several.
_PART_WORDS = {
    Status.FULFILLED: ("uppfyllt", "uppfyllda"),
    Status.ON_TRACK: ("i fas", "i fas"),
    Status.ALIVE: ("lever", "lever"),
    Status.ENOUGH_PLANNED: ("planerat räcker", "planerat räcker"),
    Status.BEHIND: ("ligger efter", "ligger efter"),
    Status.STALLED: ("avstannat", "avstannade"),
    Status.NONE_YET: ("inget ännu", "inget ännu"),
    Status.DROPPED: ("utgått", "utgångna"),
}


def plan_follow_up(plan: YearPlan, today: date, evidence: Mapping[int, Evidence] | None = None) -> PlanFollowUp:
    """How the plan stands on a day; a plan that is over is judged by its last day. Three queries, whatever its size.

    Who has read the ledger already hands over its `evidence` and saves one.
    """
    rows: dict[int, list[CommitmentFollowUp]] = {}
    if evidence is None:
        evidence = _evidence(Contribution.objects.filter(commitment__plan=plan))
    for commitment in _follow_ups(plan, Commitment.objects.filter(plan=plan), evidence, today):
        rows.setdefault(commitment.area_id, []).append(commitment)
    area_url = reverse("plan:area_detail", args=[plan.year, "SLUG"])
    areas = tuple(
        AreaFollowUp(
            id=pk,
            heading=heading or "Planen",
            url=area_url.replace("SLUG", slug),
            text=text,
            is_background=kind == Area.Kind.BACKGROUND,
            is_within_another=parent is not None,
            commitments=tuple(rows.get(pk, ())),
        )
        for pk, heading, slug, text, kind, parent in plan.areas.order_by("position").values_list(
            "pk", "heading", "slug", "text", "kind", "parent"
        )
    )
    commitments = _all_of(areas)
    return PlanFollowUp(
        plan=plan,
        today=today,
        areas=areas,
        parts=_parts(commitments, reverse("plan:plan_detail", args=[plan.year])),
        statement=_statement(plan, areas, commitments, today),
    )


def commitment_follow_up(commitment: Commitment, today: date) -> CommitmentFollowUp:
    """How one commitment fares on a day, by the same rules. Two queries."""
    evidence = _evidence(Contribution.objects.filter(commitment=commitment))
    return _follow_ups(commitment.plan, Commitment.objects.filter(pk=commitment.pk), evidence, today)[0]


def urgent_commitments(follow_up: PlanFollowUp, bodies: Collection[int] | None = None) -> list[CommitmentFollowUp]:
    """Those that lag or have stalled, the most urgent first; of these bodies only, when given."""
    urgent = _by_haste(follow_up.commitments, follow_up.today)
    return [row for row in urgent if bodies is None or row.responsible_id in bodies]


def _by_haste(commitments: Iterable[CommitmentFollowUp], today: date) -> list[CommitmentFollowUp]:
    """The one with most left to do a day first. What has stalled has no number to reach and comes last."""

    def haste(row: CommitmentFollowUp) -> float:
        missing = max(row.goal.wanted - row.evidence.done, 0)
        return missing / (max((row.goal.due_on - today).days, 0) + 1)

    return sorted((row for row in commitments if row.is_urgent), key=haste, reverse=True)


def _all_of(areas: Iterable[AreaFollowUp]) -> list[CommitmentFollowUp]:
    return [commitment for area in areas for commitment in area.commitments]


def _statement(
    plan: YearPlan, areas: Collection[AreaFollowUp], commitments: list[CommitmentFollowUp], today: date
) -> Statement:
    if plan.is_draft:
        return draft_statement(len(commitments), sum(bool(area.commitments) for area in areas))
    first = next(iter(_by_haste(commitments, today)), None)
    return plan_statement(
        Counter(row.status for row in commitments),
        Haste(first.number, first.due, first.url) if first else None,
        year=plan.year,
        is_over=today > plan.ends_on,
    )


def _evidence(ledger: QuerySet[Contribution]) -> dict[int, Evidence]:
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


def _follow_ups(
    plan: YearPlan, commitments: CommitmentQuerySet, evidence: Mapping[int, Evidence], today: date
) -> list[CommitmentFollowUp]:
    """Each commitment of the queryset, in the plan's order, with its status. One query of plain values."""
    day = min(today, plan.ends_on)
    url = reverse("plan:commitment_detail", args=[plan.year, "NUMBER"])
    found = []
    for row in commitments.in_plan_order().values_list(
        "pk",
        "area_id",
        "number",
        "text",
        "kind",
        "target",
        "target_max",
        "operator",
        "per",
        "unit",
        "deadline",
        "deadline_text",
        "period_text",
        "responsible_id",
        "responsible__name",
        "responsible_text",
        "last_year",
        "closed_on",
        "dropped_on",
        named=True,
    ):
        done_so_far = evidence.get(row.pk, NOTHING)
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
        is_closed, is_dropped = row.closed_on is not None, row.dropped_on is not None
        standing = status(goal, done_so_far, day, is_closed=is_closed, is_dropped=is_dropped)
        asked = asked_words(
            goal,
            target=row.target,
            target_max=row.target_max,
            operator=row.operator,
            per=row.per,
            ends_on=plan.ends_on,
        )
        words = status_words(goal, done_so_far, standing, asked=asked, is_closed=is_closed)
        responsible = row.responsible__name or row.responsible_text
        due = due_words(
            deadline=row.deadline, deadline_text=row.deadline_text, period_text=row.period_text, year=plan.year
        )
        found.append(
            CommitmentFollowUp(
                id=row.pk,
                area_id=row.area_id,
                number=row.number,
                text=row.text,
                url=url.replace("NUMBER", row.number),
                responsible_id=row.responsible_id,
                due=due,
                by=" · ".join(filter(None, (responsible[:1].upper() + responsible[1:], due))),
                goal=goal,
                evidence=done_so_far,
                status=standing,
                asked=asked,
                words=words,
                detail=detail_words(goal, done_so_far, standing, deadline=row.deadline, day=day),
                bar=_bar(goal, done_so_far, standing, day, words),
                last_year=row.last_year,
                is_closed=is_closed,
                icon=standing.value,
            )
        )
    return found


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


def _parts(commitments: list[CommitmentFollowUp], url: str) -> tuple[StatusPart, ...]:
    counts = Counter(commitment.status for commitment in commitments)
    parts: list[StatusPart] = []
    for standing, (one, several) in _PART_WORDS.items():
        if count := counts[standing]:
            start = parts[-1].start + parts[-1].share if parts else 0
            parts.append(
                StatusPart(
                    status=standing,
                    count=count,
                    label=one if count == 1 else several,
                    start=round(start, 2),
                    share=round(100 * count / len(commitments), 2),
                    url=f"{url}?lage={standing.value}",
                )
            )
    return tuple(parts)
