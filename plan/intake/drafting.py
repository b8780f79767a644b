"""From a review to the plan's rows: areas numbered in order, commitments with number, day, body and what they count."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from distrikt.organisation.models import Body
from plan.countables import Countable, countables_in
from plan.follow_up import asks_for_more
from plan.intake.bodies import body_named
from plan.intake.deadlines import deadline_of
from plan.intake.numbering import NumberedArea, numbered_areas
from plan.intake.page import Paragraph, paragraphs_of
from plan.intake.review import Heading, Review
from plan.models import Area, Commitment, CommitmentCounts, Contribution, YearPlan
from plan.reading import CommitmentReading


def add_areas(plan: YearPlan, review: Review) -> None:
    """Fill a new plan. Background areas get no number, and commitments are numbered within their area ("4.3")."""
    body_texts = _body_texts(review)
    draft = _Draft(plan)
    for area in numbered_areas(review):
        if area.heading.text or area.candidates or body_texts[area.heading]:
            draft.add_area(area, body_texts[area.heading])
    draft.save_commitments()


def counts_of(commitment: CommitmentReading) -> list[Countable]:
    """The kinds of thing that the commitment, by its words and those who answer for it, counts."""
    return countables_in(commitment.responsible or "", commitment.text, commitment.unit or "", commitment.lead_in or "")


class _Draft:
    """A plan while it is filled, area by area."""

    def __init__(self, plan: YearPlan) -> None:
        self.plan = plan
        self.bodies = list(Body.objects.active())
        self.done_last_year = _done_by_countable(plan.year - 1)
        self.areas: list[Area] = []
        self.above: list[tuple[int, Area]] = []
        self.commitments: list[Commitment] = []
        self.counts: list[CommitmentCounts] = []

    def add_area(self, numbered: NumberedArea, text: str) -> None:
        heading = numbered.heading
        self.above = [(level, area) for level, area in self.above if level < heading.level]
        area = Area(
            plan=self.plan,
            parent=self.above[-1][1] if self.above else None,
            position=len(self.areas) + 1,
            number=numbered.number,
            heading=_fitting(Area, "heading", heading.text),
            slug=self._slug(heading.text),
            kind=Area.Kind.COMMITMENTS if numbered.number else Area.Kind.BACKGROUND,
            text=text,
        )
        area.save()
        self.areas.append(area)
        if heading.text:
            self.above.append((heading.level, area))
        for number, position, candidate in numbered.numbered:
            self._add_commitment(area, number, position, candidate.commitment)

    def save_commitments(self) -> None:
        Commitment.objects.bulk_create(self.commitments)
        CommitmentCounts.objects.bulk_create(self.counts)

    def _add_commitment(self, area: Area, number: str, position: int, read: CommitmentReading) -> None:
        counts = counts_of(read)
        countable = read.kind == "countable"
        commitment = Commitment(
            plan=self.plan,
            area=area,
            position=position,
            number=number,
            text=read.text,
            lead_in=_fitting(Commitment, "lead_in", read.lead_in),
            source_start=read.start,
            kind=read.kind,
            strength=read.strength,
            target=read.target if countable else None,
            target_max=read.target_max if countable else None,
            operator=(read.target_op or "") if countable else "",
            per=_fitting(Commitment, "per", read.per),
            unit=_fitting(Commitment, "unit", read.unit),
            deadline=deadline_of(read.deadline or "", starts_on=self.plan.starts_on, ends_on=self.plan.ends_on),
            deadline_text=_fitting(Commitment, "deadline_text", read.deadline),
            period_text=_fitting(Commitment, "period_text", read.period),
            responsible=body_named(read.responsible or "", self.bodies),
            responsible_text=_fitting(Commitment, "responsible_text", read.responsible),
            last_year=self._last_year(counts) if asks_for_more(read.text) else None,
        )
        self.commitments.append(commitment)
        self.counts += [
            CommitmentCounts(commitment=commitment, source_kind=counted.source_kind, value=counted.value)
            for counted in counts
        ]

    def _last_year(self, counts: list[Countable]) -> int | None:
        done = [self.done_last_year[key] for c in counts if (key := (c.source_kind, c.value)) in self.done_last_year]
        return len(set().union(*done)) if done else None

    def _slug(self, heading: str) -> str:
        stem = slugify(heading)[:70] or "planen"
        taken = {area.slug for area in self.areas}
        return next(slug for slug in _numbered(stem) if slug not in taken)


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def _fitting(model: type[Model], field: str, text: str | None) -> str:
    """The text, cut to what the column holds."""
    column = model._meta.get_field(field)
    return (text or "")[: getattr(column, "max_length", None)]


def _body_texts(review: Review) -> dict[Heading, str]:
    """What stands under each heading, down to the next, paragraph by paragraph."""
    texts: dict[Heading, list[str]] = {heading: [] for heading in review.headings}
    for paragraph in paragraphs_of(review):
        if text := _text_of(paragraph, review.text):
            texts[review.heading_of(paragraph.start)].append(text)
    return {heading: "\n\n".join(lines) for heading, lines in texts.items()}


def _text_of(paragraph: Paragraph, document: str) -> str:
    is_aside = paragraph.is_title or paragraph.passed_over
    if not paragraph.sentences or (is_aside and not any(sentence.is_kept for sentence in paragraph.sentences)):
        return ""
    text = document[paragraph.start : paragraph.sentences[-1].end]
    return f"{paragraph.marker} {text}" if paragraph.marker else text


def _done_by_countable(year: int) -> dict[tuple[str, str], set[tuple[str, int]]]:
    """What was done in a year's plan: {(source kind, value): sources}, for each kind that its commitments count."""
    done: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
    rows: Any = Contribution.objects.filter(
        commitment__plan__year=year, commitment__counts__isnull=False, state=Contribution.State.DONE
    ).values_list("commitment__counts__source_kind", "commitment__counts__value", "source_kind", "source_id")
    for counted_kind, value, source_kind, source_id in rows:
        done[counted_kind, value].add((source_kind, source_id))
    return done
