"""The table of contents: which chapters a report has, in which order, and where the plan's areas and the apps' parts
meet, so that nothing gets two headings."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from distrikt.organisation.models import Body
from distrikt.organisation.roles import BodyKind
from plan.berattelse.chapters import APPENDICES, AREAS, BODY_CHAPTERS, ChapterSpec, Part, body_key, chapters
from plan.reports import AreaFollowUp


@dataclass(slots=True)
class Slot:
    """A chapter to be: its key and title, the areas of the plan in it, the chapters that went into it, and the bodies
    that write a paragraph of their own there. `body` is the one that the whole chapter belongs to, if any."""

    key: str
    title: str
    order: tuple[int, int]
    is_appendix: bool = False
    is_expected: bool = False
    body: Body | None = None
    areas: list[AreaFollowUp] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    own: list[Body] = field(default_factory=list)


def lay_out(
    areas: Sequence[AreaFollowUp],
    parts: Iterable[Part],
    bodies: Collection[Body],
    counted_towards: Mapping[tuple[str, int], Collection[int]],
) -> list[Slot]:
    """The chapters in order. `counted_towards` tells towards which areas (ids) a source of the ledger counts."""
    known: defaultdict[str, list[Part]] = defaultdict(list)
    for part in parts:
        known[part.chapter].append(part)
    slots = _area_slots(areas) + [
        Slot(
            body_key(body.kind, body.slug),
            f"{body.name}s berättelse",
            (APPENDICES, 0),
            is_appendix=True,
            is_expected=True,
            body=body,
        )
        for body in bodies
        if body.kind == BodyKind.REGION_GROUP
    ]
    for key, spec in chapters:
        if home := _home(spec, known[key], slots, counted_towards):
            if spec.order < AREAS:
                home.order = (spec.order, 0)
        else:
            home = Slot(key, spec.title, (spec.order, 0), spec.is_appendix, spec.is_expected)
            slots.append(home)
        home.keys.append(key)
        home.own += [body for body in bodies if BODY_CHAPTERS.get(body.kind) == key]
    return sorted(slots, key=lambda slot: slot.order)


def _area_slots(areas: Sequence[AreaFollowUp]) -> list[Slot]:
    """A slot for each heading of the plan; those within another stand in its slot. Background is for the opening."""
    slots: list[Slot] = []
    for place, area in enumerate(area for area in areas if not area.is_background):
        if area.is_within_another and slots:
            slots[-1].areas.append(area)
        else:
            slots.append(Slot(f"area:{area.id}", area.heading, (AREAS, place), areas=[area]))
    return slots


def _home(
    spec: ChapterSpec,
    parts: Sequence[Part],
    slots: Iterable[Slot],
    counted_towards: Mapping[tuple[str, int], Collection[int]],
) -> Slot | None:
    """The area that a chapter belongs in: one whose heading says so, else the one that half of it counted towards."""
    of_areas = [slot for slot in slots if slot.areas]
    for slot in of_areas:
        if any(word in area.heading.lower() for word in spec.words for area in slot.areas):
            return slot
    if not spec.words:
        return None
    sources = frozenset[tuple[str, int]]().union(*(part.sources for part in parts))
    votes = Counter(area for source in sources for area in counted_towards.get(source, ()))
    # Of several with as many, the first in the plan.
    closest = max(of_areas, key=lambda slot: _votes(slot, votes), default=None)
    return closest if closest and _votes(closest, votes) * 2 >= max(len(sources), 1) else None


def _votes(slot: Slot, votes: Mapping[int, int]) -> int:
    return max(votes.get(area.id, 0) for area in slot.areas)
