"""How areas and commitments are numbered: areas from 1, background without, commitments within their area ("4.3")."""

from collections import defaultdict
from dataclasses import dataclass

from plan.intake.review import Candidate, Heading, Review


@dataclass(frozen=True, slots=True)
class NumberedArea:
    """An area with what is kept in it, in the document's order; `number` is None for background."""

    heading: Heading
    number: int | None
    candidates: tuple[Candidate, ...]

    @property
    def numbered(self) -> list[tuple[str, int, Candidate]]:
        """(number, position, candidate) of each commitment."""
        return [
            (f"{self.number}.{position}", position, candidate)
            for position, candidate in enumerate(self.candidates, start=1)
        ]


def numbered_areas(review: Review) -> list[NumberedArea]:
    """All areas in order. What stands before the first heading is numbered only when it holds a commitment."""
    kept: dict[Heading, list[Candidate]] = defaultdict(list)
    for candidate in review.kept:
        kept[review.heading_of(candidate.start)].append(candidate)
    areas: list[NumberedArea] = []
    number = 0
    for heading in review.headings:
        is_numbered = bool(kept[heading]) or (heading.text != "" and heading.role == "commitments")
        number += is_numbered
        areas.append(NumberedArea(heading, number if is_numbered else None, tuple(kept[heading])))
    return areas
