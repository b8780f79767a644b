"""The plan as it will be when it is saved: its numbered areas and commitments, and what to look at twice."""

from dataclasses import dataclass

from plan.intake.describing import describe, doubts_of
from plan.intake.numbering import NumberedArea, numbered_areas
from plan.intake.review import Review, State
from plan.wording import counted


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment with its number to be; `start` leads back to the sentence."""

    number: str
    start: int
    text: str
    about: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutlineArea:
    number: int | None
    heading: str
    lines: tuple[Line, ...]

    @property
    def says(self) -> str:
        return counted(len(self.lines), "åtagande", "åtaganden") if self.number else "bakgrund"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at twice, and the commitments that it is about."""

    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    areas: tuple[OutlineArea, ...]
    doubts: tuple[Doubt, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for area in self.areas for line in area.lines)

    @property
    def says(self) -> str:
        """29 åtaganden i 10 områden."""
        areas = sum(area.number is not None for area in self.areas)
        return f"{counted(len(self.lines), 'åtagande', 'åtaganden')} i {counted(areas, 'område', 'områden')}."


NOT_REVIEWED = "Inte granskade. De sparas som de står."


def outline_of(review: Review) -> Outline:
    areas = tuple(_area(area) for area in numbered_areas(review) if area.heading.text or area.candidates)
    return Outline(areas, tuple(_doubts([line for area in areas for line in area.lines])))


def _area(area: NumberedArea) -> OutlineArea:
    lines = (
        Line(
            number,
            candidate.start,
            candidate.commitment.text,
            describe(candidate.commitment),
            (*([NOT_REVIEWED] if candidate.state == State.PROPOSED else []), *doubts_of(candidate.commitment)),
        )
        for number, _, candidate in area.numbered
    )
    return OutlineArea(area.number, area.heading.text, tuple(lines))


def _doubts(lines: list[Line]) -> list[Doubt]:
    texts = dict.fromkeys(doubt for line in lines for doubt in line.doubts)
    return [Doubt(text, tuple(line for line in lines if text in line.doubts)) for text in texts]
