"""The plan reader: from a verksamhetsplan as a file to its areas and commitments.

    bytes → documents → lines → layout → areas → sections → commitments
                                                (triggers, kinds, quantities, when, agents)

It follows the definition of commitments that the district's plans are annotated by: a commitment is a sentence, list
item or table line in which the organisation undertakes something during the plan period, so that a member can ask at
the annual meeting "gjordes det?". Rules and lexicons, no learning; pure Python without Django.
"""

from .agents import Agents, defined_abbreviations
from .areas import areas_of
from .bodies import speaking_of
from .commitments import Setting, read_commitment
from .documents import open_document
from .layout import blocks_of
from .organs import organs_in
from .refusal import DocumentRefused
from .sentences import trimmed
from .shapes import AreaReading, CommitmentReading, PlanReading, as_json
from .title import organisation_in, plan_year, title_of
from .triggers import is_maybe, trigger_of

__all__ = [
    "AreaReading",
    "CommitmentReading",
    "DocumentRefused",
    "PlanReading",
    "as_json",
    "read_plan",
    "read_sentence",
]


def read_plan(data: bytes, *, filename: str) -> PlanReading:
    """Reads a plan document: docx, odt, pdf, Markdown, org or plain text, told apart by content.

    Raises `DocumentRefused` with a Swedish sentence when the file cannot be read.
    """
    document = open_document(data, filename)
    text = document.text
    abbreviations = defined_abbreviations(text)
    with speaking_of(organs_in(text).union(abbreviations)):
        blocks = blocks_of(document)
        title, opening = title_of(document, blocks)
        year = plan_year(title, opening, text, filename)
        organisation = organisation_in(title, opening)
        areas = areas_of(text, blocks, abbreviations)
    return PlanReading(title, year, organisation, text, areas)


def read_sentence(
    text: str,
    *,
    start: int = 0,
    end: int | None = None,
    heading: str | None = None,
    lead_in: str | None = None,
    responsible: str | None = None,
) -> CommitmentReading:
    """Proposes the fields of a commitment that a person has marked by hand: `text[start:end]`, blanks trimmed.

    `heading` and `lead_in` are what stands above it, `responsible` the body that its pronouns point back to. The
    offsets of the result count in `text`. Raises `ValueError` when there is nothing but blanks.
    """
    span = trimmed(text, max(start, 0), len(text) if end is None else min(end, len(text)))
    if span.start >= span.end:
        raise ValueError("Markera minst ett ord.")
    sentence = text[span.start : span.end]
    abbreviations = defined_abbreviations(text)
    agents = Agents(abbreviations, body=responsible, person=responsible)
    with speaking_of(organs_in(text).union(abbreviations)):
        trigger = trigger_of(sentence)
        strength = trigger.strength if trigger else "weak" if is_maybe(sentence) else "strong"
        return read_commitment(sentence, span.start, trigger, strength, Setting(heading, lead_in), agents)
