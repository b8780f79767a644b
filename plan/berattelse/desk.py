"""The desk of the report: what is written, what is the program's draft, and what is missing."""

from collections import Counter
from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from distrikt.access import Viewer, may
from plan.berattelse.models import AnnualReport, Chapter
from plan.berattelse.reports import Report, ReportChapter
from plan.wording import capitalised, counted, full_day_words, number_word


class State(models.TextChoices):
    WRITTEN = "written", "skrivet"
    DRAFT = "draft", "programmets förslag"
    MISSING = "missing", "saknar text"
    BARE = "bare", "bara tabell"
    SILENT = "silent", "trycks inte"


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A chapter on the desk; `url` leads to where it is written, empty for who may not."""

    title: str
    state: State
    note: str
    url: str
    is_child: bool
    is_appendix: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """The chapters that will be printed or are missed, those that nothing is known for yet, and the whole in words."""

    lines: tuple[DeskLine, ...]
    silent: tuple[DeskLine, ...]
    says: str

    @property
    def missing(self) -> list[DeskLine]:
        return [line for line in self.lines if line.state == State.MISSING]


def lay_desk(report: Report, row: AnnualReport, viewer: Viewer) -> Desk:
    url = reverse("berattelse:chapter_edit", args=[report.plan.year, "KEY"])
    lines = [
        _line(child or chapter, row, viewer, url, is_child=child is not None)
        for chapter in report.all_chapters
        for child in (None, *chapter.children)
    ]
    return Desk(
        lines=tuple(line for line in lines if line.state != State.SILENT),
        silent=tuple(line for line in lines if line.state == State.SILENT),
        says=_says(report, Counter(line.state for line in lines)),
    )


def state_of(chapter: ReportChapter) -> State:
    if chapter.is_written:
        return State.WRITTEN
    if chapter.draft:
        return State.DRAFT
    if chapter.is_expected:
        return State.MISSING
    return State.BARE if chapter.is_printed else State.SILENT


def _line(chapter: ReportChapter, row: AnnualReport, viewer: Viewer, url: str, *, is_child: bool) -> DeskLine:
    written = chapter.written
    note = f"{written.by}, {full_day_words(written.at.date())}" if chapter.is_written and written.at else ""
    writes = may(viewer, "berattelse.write_chapter", Chapter(report=row, key=chapter.key, body=chapter.body))
    return DeskLine(
        title=chapter.title,
        state=state_of(chapter),
        note=note,
        url=url.replace("KEY", chapter.key) if writes else "",
        is_child=is_child,
        is_appendix=chapter.is_appendix,
    )


def _says(report: Report, states: Counter[State]) -> str:
    """Styrelsen har bestämt utfallet för 17 av planens 29 åtaganden. Tre kapitel är skrivna, elva visar …"""
    sentences = []
    total, left = len(report.commitments), len(report.undecided)
    if total:
        decided = "inget" if left == total else "alla" if not left else number_word(total - left, neuter=True)
        sentences.append(
            f"styrelsen har bestämt utfallet för {decided} av planens {counted(total, 'åtagande', 'åtaganden')}."
        )
    words = [
        f"{number_word(states[state], neuter=True)} {what}"
        for state, what in (
            (State.WRITTEN, "kapitel är skrivna"),
            (State.DRAFT, "visar programmets förslag"),
            (State.MISSING, "saknar text"),
        )
        if states[state]
    ]
    if words:
        sentences.append(f"{', '.join(words)}.")
    return " ".join(map(capitalised, sentences))
