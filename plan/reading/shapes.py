"""What a reading consists of: plan, areas and commitments, as frozen dataclasses.

Every `start` and `end` is a character offset in `PlanReading.text`, and `text[start:end] == commitment.text` always:
sentences are kept to the letter, misspellings and all.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["countable", "one-off", "ongoing"]
Role = Literal["background", "commitments"]
Strength = Literal["strong", "weak"]
Operator = Literal[">=", ">", "<=", "~", "=", "range"]


@dataclass(frozen=True, slots=True)
class CommitmentReading:
    """One sentence, list item or table line in which the organisation undertakes something during the plan period.

    `target`, `target_op` and `target_max` are the number that can be ticked off ("minst 8" is 8 and ">="), `unit` what
    is counted, `per` the frequency base ("månad"). `deadline` is a point, `period` a span, both in the plan's words.
    `responsible` is the body or role with pronouns and abbreviations resolved, None for a bare "vi".
    `hedge`: "sträva efter", "arbeta för" – can be reported on, not ticked off. `lead_in` is the line that governs a
    list item ("Styrelsen ska:"). `continues_previous`: a fragment that hangs on the sentence before it.
    """

    text: str
    start: int
    end: int
    kind: Kind
    target: int | None = None
    target_op: Operator | None = None
    target_max: int | None = None
    per: str | None = None
    unit: str | None = None
    deadline: str | None = None
    period: str | None = None
    responsible: str | None = None
    strength: Strength = "strong"
    hedge: bool = False
    lead_in: str | None = None
    continues_previous: bool = False


@dataclass(frozen=True, slots=True)
class AreaReading:
    """A heading with everything up to the next heading of the same or a higher level.

    `heading` is None for what stands before the first heading. `commitments` are those directly under this heading,
    not those of its sub-areas. `parent` is the heading of the enclosing area.
    """

    heading: str | None
    level: int
    parent: str | None
    role: Role
    start: int
    end: int
    commitments: tuple[CommitmentReading, ...]


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A whole plan document as read."""

    title: str | None
    year: int | None
    organisation: str | None
    text: str
    areas: tuple[AreaReading, ...]

    @property
    def commitments(self) -> tuple[CommitmentReading, ...]:
        """All commitments in document order."""
        return tuple(commitment for area in self.areas for commitment in area.commitments)


def as_json(reading: PlanReading) -> dict[str, Any]:
    """The reading as plain dicts and lists, as `manage.py read_plan FILE --json` prints it (without the whole text)."""
    return {
        "title": reading.title,
        "year": reading.year,
        "organisation": reading.organisation,
        "areas": [asdict(area) for area in reading.areas],
    }
