"""A review as the row `Intake` keeps it between two choices: offsets and choices as JSON, the text once."""

from dataclasses import asdict
from typing import Any

from plan.intake.review import Candidate, Heading, Review, State
from plan.models import Intake
from plan.reading import CommitmentReading


def store(review: Review, intake: Intake) -> None:
    """Put the review on the row, unsaved."""
    intake.source_text = review.text
    intake.headings = [asdict(heading) for heading in review.headings]
    intake.candidates = [_as_json(candidate) for candidate in review.candidates]


def restore(intake: Intake) -> Review:
    """The review that the row keeps."""
    return Review(
        intake.source_text,
        tuple(Heading(**heading) for heading in intake.headings),
        tuple(_candidate(intake.source_text, **stored) for stored in intake.candidates),
    )


def _as_json(candidate: Candidate) -> dict[str, Any]:
    commitment = asdict(candidate.commitment)
    del commitment["text"]
    return {"state": candidate.state, "commitment": commitment}


def _candidate(text: str, *, state: str, commitment: dict[str, Any]) -> Candidate:
    return Candidate(CommitmentReading(text=text[commitment["start"] : commitment["end"]], **commitment), State(state))
