"""How the plan as a whole stands: its areas, its bar, its statement."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import blake2b

from django.db.models import QuerySet
from django.urls import reverse

from plan.follow_up import Evidence, Status
from plan.models import Area, Commitment, YearPlan
from plan.reports.commitments import CommitmentFollowUp, follow_up_all
from plan.statement import Haste, Statement, draft_statement, plan_statement
from plan.wording import counted


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


@dataclass(frozen=True)
class PlanStanding:
    """How the commitments of a plan stand on a day, all together."""

    plan: YearPlan
    today: date
    commitments: tuple[CommitmentFollowUp, ...]

    @cached_property
    def parts(self) -> tuple[StatusPart, ...]:
        """The whole bar, status by status."""
        return _parts(self.commitments, reverse("plan:plan_detail", args=[self.plan.year]))

    @property
    def parts_text(self) -> str:
        return ", ".join(f"{part.count} {part.label}" for part in self.parts)

    @cached_property
    def statement(self) -> Statement:
        return _statement(self.plan, self.commitments, self.today)


@dataclass(frozen=True)
class PlanFollowUp(PlanStanding):
    """A whole plan as it stands on a day, area by area."""

    areas: tuple[AreaFollowUp, ...]

    @property
    def size_words(self) -> str:
        with_some = sum(bool(area.commitments) for area in self.areas)
        return f"{counted(len(self.commitments), 'åtagande', 'åtaganden')} i {counted(with_some, 'område', 'områden')}"

    @property
    def digest(self) -> str:
        """Changes when anything that the rows say may have changed: the name under which they are kept once drawn.

        Of what the words are made from, not of the words: those are only wanted when the rows are drawn.
        """
        said = [
            (
                area.heading,
                area.text,
                [(tuple(r.row), r.evidence.done, r.evidence.planned, r.evidence.last_done) for r in area.commitments],
            )
            for area in self.areas
        ]
        made_from = (self.plan.version, self.plan.ends_on, min(self.today, self.plan.ends_on), said)
        return blake2b(repr(made_from).encode(), digest_size=16).hexdigest()

    def areas_with(self, only: Status) -> list[AreaFollowUp]:
        """The areas that have commitments of this status, with those alone."""
        chosen = [
            replace(area, commitments=tuple(row for row in area.commitments if row.status == only))
            for area in self.areas
        ]
        return [area for area in chosen if area.commitments]


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


def plan_standing(plan: YearPlan, today: date, evidence: Mapping[int, Evidence] | None = None) -> PlanStanding:
    """How the plan stands on a day; one that is over is judged by its last day. Two queries, whatever its size.

    Who has read the ledger already hands over its `evidence` and saves one.
    """
    return PlanStanding(plan, today, tuple(follow_up_all(plan, Commitment.objects.filter(plan=plan), today, evidence)))


def plan_follow_up(plan: YearPlan, today: date, evidence: Mapping[int, Evidence] | None = None) -> PlanFollowUp:
    """The same, area by area. One query more."""
    commitments = plan_standing(plan, today, evidence).commitments
    return PlanFollowUp(plan, today, commitments, _areas(plan, plan.areas.order_by("position"), commitments))


def area_follow_up(area: Area, today: date) -> AreaFollowUp:
    """How one area stands on a day. Two queries, when its plan is at hand."""
    commitments = follow_up_all(area.plan, Commitment.objects.filter(area=area), today)
    return _area(area, tuple(commitments), reverse("plan:area_detail", args=[area.plan.year, area.slug]))


def _areas(
    plan: YearPlan, areas: QuerySet[Area], commitments: Iterable[CommitmentFollowUp]
) -> tuple[AreaFollowUp, ...]:
    """The areas with their commitments, in the order of each."""
    rows: defaultdict[int, list[CommitmentFollowUp]] = defaultdict(list)
    for commitment in commitments:
        rows[commitment.area_id].append(commitment)
    url = reverse("plan:area_detail", args=[plan.year, "SLUG"])
    return tuple(_area(area, tuple(rows[area.pk]), url.replace("SLUG", area.slug)) for area in areas)


def _area(area: Area, commitments: tuple[CommitmentFollowUp, ...], url: str) -> AreaFollowUp:
    return AreaFollowUp(
        id=area.pk,
        heading=str(area),
        url=url,
        text=area.text,
        is_background=area.kind == Area.Kind.BACKGROUND,
        is_within_another=area.parent_id is not None,
        commitments=commitments,
    )


def urgent_commitments(standing: PlanStanding, bodies: Collection[int] | None = None) -> list[CommitmentFollowUp]:
    """Those that lag or have stalled, the most urgent first; of these bodies only, when given."""
    urgent = _by_haste(standing.commitments, standing.today)
    return [row for row in urgent if bodies is None or row.responsible_id in bodies]


def _by_haste(commitments: Iterable[CommitmentFollowUp], today: date) -> list[CommitmentFollowUp]:
    """The one with most left to do a day first. What has stalled has no number to reach and comes last."""

    def haste(row: CommitmentFollowUp) -> float:
        missing = max(row.goal.wanted - row.evidence.done, 0)
        return missing / (max((row.goal.due_on - today).days, 0) + 1)

    return sorted((row for row in commitments if row.is_urgent), key=haste, reverse=True)


def _statement(plan: YearPlan, commitments: Collection[CommitmentFollowUp], today: date) -> Statement:
    if plan.is_draft:
        return draft_statement(len(commitments), len({row.area_id for row in commitments}))
    first = next(iter(_by_haste(commitments, today)), None)
    return plan_statement(
        Counter(row.status for row in commitments),
        Haste(first.number, first.heading, first.due, first.url) if first else None,
        year=plan.year,
        is_over=today > plan.ends_on,
    )


def _parts(commitments: Collection[CommitmentFollowUp], url: str) -> tuple[StatusPart, ...]:
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
