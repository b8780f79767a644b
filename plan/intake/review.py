"""A reading under review: what a person keeps, changes, splits, joins, adds and drops before it becomes a plan.

Everything here is a value: each choice gives a new `Review`. Headings and candidates are stretches of the document's
text, never text of their own, so that sentences stay to the letter. A choice that names a stretch which is no longer
there (another tab was first) raises `Gone`.
"""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from plan.reading import CommitmentReading, PlanReading, read_sentence
from plan.reading.sentences import trimmed
from plan.reading.shapes import Role

_NUMBER = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,4}[.)])\s+(?=\S)")


class Gone(LookupError):
    """The sentence or heading that a choice names has been split, joined or dropped since the page was shown."""


class State(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of the text that the reader, or a person, takes for a commitment."""

    commitment: CommitmentReading
    state: State = State.PROPOSED

    @property
    def start(self) -> int:
        return self.commitment.start

    @property
    def end(self) -> int:
        return self.commitment.end

    @property
    def is_reviewed(self) -> bool:
        return self.state != State.PROPOSED

    @property
    def is_kept(self) -> bool:
        return self.state != State.DROPPED


@dataclass(frozen=True, slots=True)
class Heading:
    """Where an area begins: the heading's own stretch of the text, and what it is called.

    What stands before the first heading is an area too; its heading is empty, at 0.
    """

    start: int
    end: int
    text: str = ""
    level: int = 1
    role: Role = "commitments"


@dataclass(frozen=True, slots=True)
class Review:
    """The document's text with its headings and candidates, both in document order; candidates never overlap."""

    text: str
    headings: tuple[Heading, ...]
    candidates: tuple[Candidate, ...] = field(default=())

    @property
    def kept(self) -> tuple[Candidate, ...]:
        return tuple(candidate for candidate in self.candidates if candidate.is_kept)

    @property
    def left(self) -> tuple[Candidate, ...]:
        """Those that nobody has reviewed yet."""
        return tuple(candidate for candidate in self.candidates if not candidate.is_reviewed)

    def next_left(self, start: int) -> int | None:
        """Where the next candidate starts that nobody has reviewed, from the beginning again after the last."""
        left = [candidate.start for candidate in self.left]
        return next((found for found in left if found > start), left[0] if left else None)

    def candidate_at(self, start: int) -> Candidate | None:
        return next((candidate for candidate in self.candidates if candidate.start == start), None)

    def heading_at(self, start: int) -> Heading | None:
        return next((heading for heading in self.headings if heading.text and heading.start == start), None)

    def heading_of(self, start: int) -> Heading:
        """The heading of the area that holds this offset."""
        before = (heading for heading in self.headings if heading.start <= start)
        return max(before, key=lambda found: (found.start, found.text != ""))

    def keep(self, start: int, **changes: Any) -> "Review":
        """The candidate is a commitment, as it stands or with other fields (`kind`, `target` …)."""
        candidate = self._candidate(start)
        commitment = replace(candidate.commitment, **changes)
        changed = commitment != candidate.commitment or candidate.state == State.CHANGED
        return self._with(Candidate(commitment, State.CHANGED if changed else State.ACCEPTED), instead_of=(candidate,))

    def drop(self, start: int) -> "Review":
        """The candidate is no commitment. It stays in sight and can be kept again."""
        candidate = self._candidate(start)
        return self._with(replace(candidate, state=State.DROPPED), instead_of=(candidate,))

    def add(self, start: int, end: int) -> "Review":
        """A stretch that the reader passed over is a commitment. Its area is then no background."""
        if any(candidate.start < end and start < candidate.end for candidate in self.candidates):
            raise Gone
        area = self.heading_of(start)
        with_area = self._with_heading(replace(area, role="commitments"), instead_of=area)
        return with_area._with(Candidate(self._read(start, end), State.ACCEPTED))

    def split(self, start: int, at: int) -> "Review":
        """Two candidates in place of one, cut before the offset `at`; both are read again."""
        candidate = self._candidate(start)
        first, second = trimmed(self.text, candidate.start, at), trimmed(self.text, at, candidate.end)
        if not candidate.start < at < candidate.end or first.start == first.end or second.start == second.end:
            raise Gone
        halves = (Candidate(self._read(*half, like=candidate.commitment)) for half in (first, second))
        return self._with(*halves, instead_of=(candidate,))

    def join(self, start: int, end: int) -> "Review":
        """One candidate up to `end`, in place of all that lie between."""
        candidate = self._candidate(start)
        swallowed = tuple(found for found in self.candidates if start <= found.start < end)
        joined = self._read(start, end, like=candidate.commitment)
        return self._with(Candidate(joined), instead_of=swallowed)

    def change_heading(self, start: int, *, text: str, role: Role) -> "Review":
        """Another wording of a heading, or another role. In a background area nothing is a commitment."""
        heading = self._heading(start)
        review = self._with_heading(replace(heading, text=text, role=role), instead_of=heading)
        if role == "commitments":
            return review
        candidates = (
            replace(candidate, state=State.DROPPED) if review.heading_of(candidate.start).start == start else candidate
            for candidate in review.candidates
        )
        return replace(review, candidates=tuple(candidates))

    def make_heading(self, start: int, end: int) -> "Review":
        """A line that the reader took for text begins an area, on the level of the heading before it."""
        if any(candidate.start < end and start < candidate.end for candidate in self.candidates):
            raise Gone
        heading = Heading(start, end, _heading_name(self.text[start:end]), self.heading_of(start).level)
        return replace(self, headings=tuple(sorted((*self.headings, heading), key=lambda found: found.start)))

    def unmake_heading(self, start: int) -> "Review":
        """The line is text; what stood under it belongs to the heading before."""
        heading = self._heading(start)
        return replace(self, headings=tuple(found for found in self.headings if found is not heading))

    def _read(self, start: int, end: int, like: CommitmentReading | None = None) -> CommitmentReading:
        """The stretch read as a commitment, with what governed the sentence that it is a part of."""
        return read_sentence(
            self.text,
            start=start,
            end=end,
            heading=self.heading_of(start).text or None,
            lead_in=like.lead_in if like else None,
            responsible=like.responsible if like else None,
        )

    def _candidate(self, start: int) -> Candidate:
        if candidate := self.candidate_at(start):
            return candidate
        raise Gone

    def _heading(self, start: int) -> Heading:
        if heading := self.heading_at(start):
            return heading
        raise Gone

    def _with(self, *candidates: Candidate, instead_of: tuple[Candidate, ...] = ()) -> "Review":
        kept = (candidate for candidate in self.candidates if candidate not in instead_of)
        return replace(self, candidates=tuple(sorted((*kept, *candidates), key=lambda found: found.start)))

    def _with_heading(self, heading: Heading, *, instead_of: Heading) -> "Review":
        return replace(self, headings=tuple(heading if old is instead_of else old for old in self.headings))


def review_of(reading: PlanReading) -> Review:
    """The review of what the reader has just read: everything proposed, nothing chosen."""
    lead = Heading(0, 0, role="background")
    headings: list[Heading] = []
    for area in reading.areas:
        if area.heading is None:
            lead = replace(lead, role=area.role)
        else:
            start, end = _heading_span(reading.text, area.heading, area.start)
            headings.append(Heading(start, end, _heading_name(area.heading), area.level, area.role))
    candidates = (Candidate(commitment) for commitment in reading.commitments)
    return Review(reading.text, (lead, *headings), tuple(sorted(candidates, key=lambda found: found.start)))


def _heading_name(said: str) -> str:
    """What the area is called: the heading without the document's own number, for the plan numbers its areas itself."""
    name = " ".join(_NUMBER.sub("", said).split()).rstrip(": ")
    return name or said


def _heading_span(text: str, heading: str, area_start: int) -> tuple[int, int]:
    """The heading's line, from its first letter on."""
    line_end = text.find("\n", area_start)
    span = trimmed(text, area_start, line_end if line_end >= 0 else len(text))
    found = text.find(heading, span.start, span.end)
    return (found, found + len(heading)) if found >= 0 else (span.start, span.end)
