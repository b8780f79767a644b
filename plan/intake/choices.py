"""What a tap or key on the review page does to a review. Sentences and headings are named by where they start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from plan.intake.cuts import cuts_of
from plan.intake.page import Sentence, next_in_area, paragraphs_of, sentences_of
from plan.intake.review import Gone, Review


class What(StrEnum):
    KEEP = "keep"
    DROP = "drop"
    SPLIT = "split"
    JOIN = "join"
    HEADING = "heading"
    MAKE_HEADING = "make_heading"
    UNMAKE_HEADING = "unmake_heading"


@dataclass(frozen=True, slots=True)
class Choice:
    """`what` is done with what starts at `start`. `at` is where to split; `changes` are the fields that were edited."""

    what: What
    start: int
    at: int | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)

    def apply(self, review: Review) -> Review:
        """The review after the choice; `Gone` when what it names is no longer there."""
        match self.what:
            case What.KEEP:
                return self._keep(review)
            case What.DROP:
                return review.drop(self.start)
            case What.SPLIT:
                return self._split(review)
            case What.JOIN:
                return self._join(review)
            case What.HEADING:
                return review.change_heading(self.start, **self.changes)
            case What.MAKE_HEADING:
                return review.make_heading(self.start, self._sentence(review).end)
            case What.UNMAKE_HEADING:
                return review.unmake_heading(self.start)

    def pick_after(self, before: Review, after: Review) -> int | None:
        """What to look at next: once a candidate is reviewed the next one that is left, otherwise what was changed."""
        if self.what in (What.KEEP, What.DROP) and before.candidate_at(self.start):
            return after.next_left(self.start)
        return self.start

    def _keep(self, review: Review) -> Review:
        """It is a commitment: a candidate, or a sentence that was passed over."""
        if review.candidate_at(self.start):
            return review.keep(self.start, **self.changes)
        return review.add(self.start, self._sentence(review).end)

    def _split(self, review: Review) -> Review:
        """Where asked, or else at the likeliest place."""
        likeliest = (self.start + cut for cut in cuts_of(self._sentence(review).text))
        return review.split(self.start, next(likeliest, self.start) if self.at is None else self.at)

    def _join(self, review: Review) -> Review:
        following = next_in_area(review, self._sentence(review))
        if following is None:
            raise Gone
        return review.join(self.start, following.end)

    def _sentence(self, review: Review) -> Sentence:
        sentences = sentences_of(paragraphs_of(review))
        found = next((sentence for sentence in sentences if sentence.start == self.start), None)
        if found is None:
            raise Gone
        return found
