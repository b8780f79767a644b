"""The annual report as an object: what the desk lists, the page shows and the PDF prints."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial

from django.utils.safestring import SafeString

from distrikt.markup import render_markdown
from distrikt.organisation.models import Body
from plan.berattelse.chapters import Material, Part, body_key, part_sources
from plan.berattelse.composition import read_bodies
from plan.berattelse.contents import Slot, lay_out
from plan.berattelse.models import AnnualReport
from plan.berattelse.outcomes import COUNTED, outcomes_draft
from plan.berattelse.own_parts import own_parts
from plan.berattelse.readback import LedgerLine, ReadBack, add_up, read_back, read_decisions, read_ledger
from plan.models import YearPlan
from plan.reports import AreaFollowUp, plan_follow_up
from plan.wording import capitalised, number_word
from plan.year_wheel import Mark, YearWheel, build_wheel

# The first paragraph of a chapter is set larger, unless it is too long to be an opening.
LONGEST_OPENING = 500
NO_PARAGRAPH = re.compile(r"[-*+>#|]|\d+[.)]\s")
# A chapter with no more commitments than this is kept on one page.
SHORT = 3


@dataclass(frozen=True, slots=True)
class Written:
    """What a person has written of a chapter."""

    text: str = ""
    version: int = 1
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Section:
    """An area of the plan read back; with a heading of its own when it stands within another area's chapter."""

    heading: str
    commitments: tuple[ReadBack, ...]


@dataclass(frozen=True)
class ReportChapter:
    """A chapter: its text (a person's, else the program's draft), the plan read back, figures, chapters in it."""

    key: str
    title: str
    written: Written
    draft: str
    is_appendix: bool
    is_expected: bool
    body: Body | None
    sections: tuple[Section, ...]
    figures: tuple[Part, ...]
    children: tuple["ReportChapter", ...]

    @property
    def anchor(self) -> str:
        return self.key.replace(":", "-")

    @property
    def is_written(self) -> bool:
        return bool(self.written.text)

    @property
    def text(self) -> str:
        return self.written.text or self.draft

    @property
    def is_printed(self) -> bool:
        """Whether there is anything to print; a branch is named only for what it did."""
        return bool(self.text or self.figures or any(s.commitments for s in self.sections) or self.printed_children)

    @property
    def is_short(self) -> bool:
        return len(self.commitments) <= SHORT and not self.children

    @property
    def leading_figures(self) -> list[Part]:
        """Those that stand before the plan's sentences."""
        return [part for part in self.figures if part.place < 0]

    @property
    def following_figures(self) -> list[Part]:
        return [part for part in self.figures if part.place >= 0]

    @property
    def printed_children(self) -> list["ReportChapter"]:
        return [child for child in self.children if child.is_printed]

    @property
    def commitments(self) -> list[ReadBack]:
        return [commitment for section in self.sections for commitment in section.commitments]

    @cached_property
    def opening(self) -> SafeString:
        """The first paragraph as HTML; empty when the text begins with something else."""
        return render_markdown(self._split[0])

    @cached_property
    def prose(self) -> SafeString:
        return render_markdown(self._split[1])

    @property
    def _split(self) -> tuple[str, str]:
        first, _, rest = self.text.strip().replace("\r\n", "\n").partition("\n\n")
        is_opening = len(first) <= LONGEST_OPENING and not NO_PARAGRAPH.match(first)
        return (first, rest) if is_opening else ("", self.text)


@dataclass(frozen=True, slots=True)
class OutcomePart:
    """How many commitments came out a certain way, as a part of the whole bar (per cent)."""

    status: str
    count: int
    label: str
    start: float
    share: float
    url: str = ""


@dataclass(frozen=True)
class Report:
    """A whole report as it stands."""

    plan: YearPlan
    row: AnnualReport | None
    marks: Callable[[], list[Mark]]
    all_chapters: tuple[ReportChapter, ...]
    commitments: tuple[ReadBack, ...]

    @property
    def title(self) -> str:
        return f"Verksamhetsberättelse {self.plan.year}"

    @cached_property
    def wheel(self) -> YearWheel:
        """The year's wheel, drawn when it is shown."""
        return build_wheel(start=self.plan.starts_on, end=self.plan.ends_on, marks=self.marks(), today=None)

    @property
    def is_draft(self) -> bool:
        return self.row is None or self.row.is_draft

    @property
    def chapters(self) -> list[ReportChapter]:
        return [chapter for chapter in self.all_chapters if chapter.is_printed and not chapter.is_appendix]

    @property
    def appendices(self) -> list[ReportChapter]:
        return [chapter for chapter in self.all_chapters if chapter.is_printed and chapter.is_appendix]

    @property
    def undecided(self) -> list[ReadBack]:
        return [commitment for commitment in self.commitments if not commitment.is_decided]

    @property
    def proposed(self) -> list[ReadBack]:
        """Those of them whose time is out: the evidence speaks for an outcome."""
        return [commitment for commitment in self.commitments if commitment.is_proposed]

    @property
    def open_words(self) -> str:
        """How many have time left; empty when none has."""
        number = sum(commitment.is_open for commitment in self.commitments)
        if not number:
            return ""
        return f"{capitalised(number_word(number, neuter=True))} åtagande{'' if number == 1 else 'n'} har tid kvar."

    @property
    def uncommented(self) -> list[ReadBack]:
        return [commitment for commitment in self.commitments if commitment.lacks_comment]

    @property
    def outcome_parts(self) -> list[OutcomePart]:
        counts = Counter(commitment.value for commitment in self.commitments)
        parts: list[OutcomePart] = []
        for value, (one, several) in COUNTED.items():
            if count := counts[value]:
                start = parts[-1].start + parts[-1].share if parts else 0
                share = round(100 * count / len(self.commitments), 2)
                parts.append(OutcomePart(value, count, one if count == 1 else several, round(start, 2), share))
        return parts

    @property
    def outcome_words(self) -> str:
        return ", ".join(f"{part.count} {part.label}" for part in self.outcome_parts)

    def chapter(self, key: str) -> ReportChapter | None:
        """The chapter with this key, on whatever level."""
        return next((chapter for chapter in self.every_chapter() if chapter.key == key), None)

    def every_chapter(self) -> Iterator[ReportChapter]:
        for chapter in self.all_chapters:
            yield chapter
            yield from chapter.children


def build_report(plan: YearPlan, row: AnnualReport | None, today: date) -> Report:
    """The report of a plan. `row` is None when nobody has begun it: then everything is the program's draft.

    Seven queries of its own and one for each source of parts, whatever the size of plan and year.
    """
    ledger = read_ledger(plan)
    follow_up = plan_follow_up(plan, today, add_up(ledger))
    decided, amendments = read_decisions(plan)
    bodies, holders = read_bodies(plan)
    material = Material(plan, follow_up, bodies, holders, amendments)
    parts = [*own_parts(material), *(part for _, source in part_sources for part in source(material))]
    commitments = read_back(follow_up.commitments, decided, ledger, today)
    slots = lay_out(follow_up.areas, parts, bodies, _areas_of_sources(ledger, follow_up.areas))
    writing = _Writing(_read_written(row), parts, commitments)
    return Report(
        plan=plan,
        row=row,
        marks=partial(_marks, parts),
        all_chapters=tuple(writing.chapter(slot) for slot in slots),
        commitments=tuple(commitment for area in commitments.values() for commitment in area),
    )


def _areas_of_sources(
    ledger: Sequence[LedgerLine], areas: Sequence[AreaFollowUp]
) -> Mapping[tuple[str, int], set[int]]:
    area_of = {commitment.id: area.id for area in areas for commitment in area.commitments}
    found: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for line in ledger:
        found[line.source].add(area_of[line.commitment])
    return found


def _marks(parts: Sequence[Part]) -> list[Mark]:
    wheel = (part for part in parts if part.chapter == "wheel")
    return [mark for part in wheel for mark in part.facts()]  # type: ignore[operator]  # the wheel's facts are a function


def _read_written(row: AnnualReport | None) -> dict[str, Written]:
    if row is None:
        return {}
    rows = row.chapters.values_list(
        "key", "text", "version", "written_by__first_name", "written_by__last_name", "written_at"
    )
    return {
        key: Written(text, version, f"{first or ''} {last or ''}".strip(), at)
        for key, text, version, first, last, at in rows
    }


@dataclass(frozen=True, slots=True)
class _Writing:
    """Puts together the chapters from what was written, what is known and what was undertaken."""

    written: Mapping[str, Written]
    parts: Sequence[Part]
    commitments: Mapping[int, Sequence[ReadBack]]

    def chapter(self, slot: Slot) -> ReportChapter:
        sections = tuple(
            Section(
                heading=area.heading if area.is_within_another else "",
                commitments=tuple(self.commitments.get(area.id, ())),
            )
            for area in slot.areas
        )
        children = tuple(self._own_chapter(body) for body in slot.own)
        commitments = [commitment for section in sections for commitment in section.commitments]
        return ReportChapter(
            key=slot.key,
            title=slot.title,
            written=self.written.get(slot.key, Written()),
            draft=self._draft({slot.key, *slot.keys}) or outcomes_draft(commitment.value for commitment in commitments),
            is_appendix=slot.is_appendix,
            is_expected=slot.is_expected,
            body=slot.body,
            sections=sections,
            figures=self._figures({slot.key, *slot.keys}),
            children=children,
        )

    def _own_chapter(self, body: Body) -> ReportChapter:
        key = body_key(body.kind, body.slug)
        return ReportChapter(
            key=key,
            title=body.name,
            written=self.written.get(key, Written()),
            draft=self._draft({key}),
            is_appendix=False,
            is_expected=body.is_active,
            body=body,
            sections=(),
            figures=self._figures({key}),
            children=(),
        )

    def _draft(self, keys: Collection[str]) -> str:
        """One paragraph of those that are sentences; what comes after a list begins a new one."""
        said = ""
        for part in self.parts:
            if part.draft and part.chapter in keys:
                said += ("\n\n" if "\n" in said else " " if said else "") + part.draft
        return said

    def _figures(self, keys: Collection[str]) -> tuple[Part, ...]:
        shown = [part for part in self.parts if part.template and part.chapter in keys]
        return tuple(sorted(shown, key=lambda part: part.place))
