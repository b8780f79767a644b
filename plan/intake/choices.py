"""What a tap or key on the review page does to a review; sentences are named by where they start."""

from typing import Any

from plan.intake.cuts import cuts_of
from plan.intake.page import Sentence, next_in_area, paragraphs_of, sentences_of
from plan.intake.review import Gone, Review


def keep(review: Review, start: int, changes: dict[str, Any]) -> Review:
    """It is a commitment: a candidate, with these fields changed, or a sentence that was passed over."""
    if review.candidate_at(start):
        return review.keep(start, **changes)
    return review.add(start, _sentence(review, start).end)


def split(review: Review, start: int, at: int | None) -> Review:
    """Split where asked, or else at the likeliest place."""
    if at is None:
        at = next((start + cut for cut in cuts_of(_sentence(review, start).text)), start)
    return review.split(start, at)


def join(review: Review, start: int) -> Review:
    """Take in the sentence that follows."""
    following = next_in_area(review, _sentence(review, start))
    if following is None:
        raise Gone
    return review.join(start, following.end)


def make_heading(review: Review, start: int) -> Review:
    return review.make_heading(start, _sentence(review, start).end)


def _sentence(review: Review, start: int) -> Sentence:
    found = next((found for found in sentences_of(paragraphs_of(review)) if found.start == start), None)
    if found is None:
        raise Gone
    return found
