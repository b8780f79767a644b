"""From blocks to areas: each heading with the commitments that stand directly under it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .agents import Agents
from .blocks import Block
from .headings import is_background
from .sections import SectionReader
from .sentences import split_sentences
from .shapes import AreaReading, CommitmentReading
from .triggers import trigger_of

# A plan that says "ska" throughout means its present tense as description; one that also uses it to promise does so
# in more than every sixth or seventh of its commitments.
_PRESENT_MOOD = 0.15


@dataclass(slots=True)
class _Section:
    heading: Block | None
    blocks: list[Block]
    parent: int | None = None


def areas_of(text: str, blocks: Sequence[Block], abbreviations: dict[str, str]) -> tuple[AreaReading, ...]:
    """All areas in document order; what stands before the first heading is an area without heading."""
    sections = _sections(blocks)
    has_headings = any(section.heading for section in sections)
    agents = Agents(abbreviations)
    lavish = promises_in_present(text, blocks)
    areas: list[AreaReading] = []
    background: list[bool] = []
    for number, section in enumerate(sections):
        heading = text[section.heading.start : section.heading.end] if section.heading else None
        heading = " ".join(heading.split()) if heading else None
        ground = bool(heading and is_background(heading)) or (section.parent is not None and background[section.parent])
        background.append(ground)
        commitments: tuple[CommitmentReading, ...] = ()
        if not ground:
            opening = heading is None and has_headings
            reader = SectionReader(text, heading, agents, opening=opening, lavish=lavish)
            commitments = tuple(reader.read(section.blocks))
        start = section.heading.start if section.heading else (section.blocks[0].start if section.blocks else 0)
        parent = sections[section.parent].heading if section.parent is not None else None
        areas.append(
            AreaReading(
                heading=heading,
                level=section.heading.level if section.heading else 1,
                parent=" ".join(text[parent.start : parent.end].split()) if parent else None,
                role="commitments",
                start=start,
                end=_end_of(sections, number, len(text)),
                commitments=commitments,
            )
        )
    return _with_roles(areas, background, sections)


def _sections(blocks: Sequence[Block]) -> list[_Section]:
    sections = [_Section(None, [])]
    open_headings: list[int] = []
    for block in blocks:
        if block.kind != "heading":
            sections[-1].blocks.append(block)
            continue
        if block.level == 0:
            continue
        while open_headings:
            above = sections[open_headings[-1]].heading
            if above is not None and above.level < block.level:
                break
            open_headings.pop()
        sections.append(_Section(block, [], open_headings[-1] if open_headings else None))
        open_headings.append(len(sections) - 1)
    return sections


def _end_of(sections: Sequence[_Section], number: int, length: int) -> int:
    own = sections[number].heading
    for later in sections[number + 1 :]:
        if later.heading and (own is None or later.heading.level <= own.level):
            return later.heading.start
    return length


def _with_roles(
    areas: list[AreaReading], background: Sequence[bool], sections: Sequence[_Section]
) -> tuple[AreaReading, ...]:
    """An area is background when its heading says so, or when neither it nor what is below it promises anything."""
    promising = [bool(area.commitments) for area in areas]
    for number in range(len(areas) - 1, -1, -1):
        parent = sections[number].parent
        if promising[number] and parent is not None:
            promising[parent] = True
    shown: list[AreaReading] = []
    for number, area in enumerate(areas):
        if area.heading is None and not area.commitments and len(areas) > 1:
            continue
        ground = background[number] or not promising[number]
        shown.append(replace(area, role="background") if ground else area)
    return tuple(shown)


def promises_in_present(text: str, blocks: Sequence[Block]) -> bool:
    """Does the plan promise in the present tense too ("Vi genomför"), so that each such sentence counts?"""
    with_modal = in_present = 0
    for block in blocks:
        if block.kind != "paragraph":
            continue
        for span in split_sentences(text, block.start, block.end):
            sentence = text[span.start : span.end]
            if trigger_of(sentence, presents="none"):
                with_modal += 1
            elif trigger_of(sentence, presents="all"):
                in_present += 1
    return in_present >= with_modal * _PRESENT_MOOD
