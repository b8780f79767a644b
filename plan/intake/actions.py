"""When a document is read in, reviewed, and saved as a plan."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from plan.intake.drafting import add_areas
from plan.intake.review import Review, review_of
from plan.intake.storage import restore, store
from plan.models import Intake, YearPlan
from plan.reading import PlanReading


class PlanExists(ValueError):
    """There is a plan for the year already."""

    def __init__(self, year: int) -> None:
        super().__init__(f"Det finns redan en verksamhetsplan för {year}.")
        self.year = year


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a plan is besides its sentences. With a day of adoption it is saved as adopted, otherwise as a draft."""

    year: int
    title: str
    organisation: str
    starts_on: date
    ends_on: date
    source_name: str = ""
    adopted_on: date | None = None
    decision: str = ""


def start_intake(
    *, reading: PlanReading, submission: uuid.UUID, year: int | None, source_name: str, by: int, at: datetime
) -> Intake:
    """Keep what has been read for review. The same submission gives the same row."""
    intake = Intake(
        pk=submission,
        year=year or reading.year,
        title=(reading.title or "")[:300],
        organisation=(reading.organisation or "")[:200],
        source_name=source_name[:200],
        read_by_id=by,
        read_at=at,
    )
    store(review_of(reading), intake)
    try:
        with transaction.atomic():
            intake.save(force_insert=True)
    except IntegrityError:
        return Intake.objects.get(pk=submission)
    return intake


@transaction.atomic
def choose(*, intake: Intake, choice: Callable[[Review], Review]) -> Review:
    """Apply one choice to the review as it stands now, whoever chose last.

    `Gone` when it names what is no longer there.
    """
    kept = Intake.objects.select_for_update().get(pk=intake.pk)
    review = choice(restore(kept))
    store(review, kept)
    kept.save(update_fields=["headings", "candidates"])
    return review


@transaction.atomic
def save_intake(*, intake: Intake, facts: PlanFacts) -> YearPlan:
    """Make a plan of all that has not been dropped; the document under review is then gone. `PlanExists`."""
    plan = save_review(review=restore(intake), facts=facts, submission=intake.pk)
    Intake.objects.filter(pk=intake.pk).delete()
    return plan


def save_reading(*, reading: PlanReading, facts: PlanFacts) -> YearPlan:
    """Make a plan of what has been read, as it was read. `PlanExists` when the year has one."""
    return save_review(review=review_of(reading), facts=facts, submission=uuid.uuid4())


@transaction.atomic
def save_review(*, review: Review, facts: PlanFacts, submission: uuid.UUID) -> YearPlan:
    """Make a plan with its numbered areas and commitments. The same submission gives the same plan."""
    plan = YearPlan(
        year=facts.year,
        title=facts.title,
        organisation=facts.organisation,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        status=YearPlan.Status.ADOPTED if facts.adopted_on else YearPlan.Status.DRAFT,
        adopted_on=facts.adopted_on,
        decision=facts.decision,
        source_name=facts.source_name[:200],
        source_text=review.text,
        submission=submission,
    )
    if not plan.is_draft:
        plan.title = plan.adopted_title
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:
        if saved := YearPlan.objects.filter(submission=submission).first():
            return saved
        if YearPlan.objects.filter(year=facts.year).exists():
            raise PlanExists(facts.year) from error
        raise
    add_areas(plan, review)
    return plan


def discard_intake(*, intake: Intake) -> None:
    """Throw away a document that is not to become a plan."""
    intake.delete()


def discard_old_intakes(*, at: datetime) -> int:
    """Throw away the documents that nobody has saved as a plan; how many."""
    return Intake.objects.filter(read_at__lt=at - Intake.KEPT).delete()[0]
