"""Tables: month × responsible × activity, and other plans with one line of a cell for each thing to do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block
from .bodies import is_body
from .headings import MONTH, is_month
from .items import is_only_names
from .sentences import Span, trimmed, words_of

_WHEN_HEAD = re.compile(
    r"(?:månad|tid(?:punkt|plan)?|när|datum|vecka|period|deadline|klart? (?:senast|när)|termin)\b", re.IGNORECASE
)
_WHO_HEAD = re.compile(r"(?:ansvar\w*|vem|vilka|utförare|genomförs av|organ|arbetsgrupp)\b", re.IGNORECASE)
_WHAT_HEAD = re.compile(
    r"(?:aktivitet\w*|vad|verksamhet\w*|åtgärd\w*|händelse\w*|mål\w*|uppgift\w*|arrangemang|insats\w*|att göra|"
    r"punkt|åtagande\w*|program)\b",
    re.IGNORECASE,
)
_LEAD_LINE = re.compile(r"(?:\b(?:ska|skall|att)|:)\s*$", re.IGNORECASE)
_BULLET = re.compile(r"^[\s•●○▪·*\-–\uf0b7]+")
_NOTHING = re.compile(r"(?:inga|ingen|inget)\s+[\wåäö]+|(?:\w*uppehåll|ledigt)", re.IGNORECASE)
_WHEN_CELL = re.compile(
    rf"(?:{MONTH}|vecka|v\.?|hela året|löpande|vår|höst|sommar|vinter|(?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}|q[1-4]|"
    rf"kvartal)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line of an activity cell, with what its row says of when and who."""

    start: int
    end: int
    period: str | None
    responsible: str | None
    lead_in: str | None


@dataclass(slots=True)
class _Columns:
    when: int | None = None
    who: int | None = None
    what: int | None = None


def table_lines(text: str, rows: Sequence[Block]) -> list[TableLine]:
    """The activity lines of a run of table rows."""
    if not rows:
        return []
    columns, body = _columns(text, rows)
    lines: list[TableLine] = []
    period = responsible = None
    for row in body:
        cells = [text[cell.start : cell.end].strip() for cell in row.cells]
        own = _Columns(columns.when, columns.who, columns.what)
        if len(cells) != len(body[0].cells) and own.what is not None:
            own = _guessed(cells, own)
        if own.when is not None and own.when < len(cells) and cells[own.when]:
            period = " ".join(cells[own.when].split())
        if own.who is not None and own.who < len(cells):
            responsible = " ".join(cells[own.who].split()) or None
        if own.what is not None and own.what < len(row.cells):
            lines += _cell_lines(text, row.cells[own.what], period, responsible)
    return lines


def _columns(text: str, rows: Sequence[Block]) -> tuple[_Columns, list[Block]]:
    head = [text[cell.start : cell.end].strip(" *_") for cell in rows[0].cells]
    columns = _Columns()
    for number, cell in enumerate(head):
        if len(cell) > 40:
            continue
        if columns.when is None and _WHEN_HEAD.match(cell):
            columns.when = number
        elif columns.who is None and _WHO_HEAD.match(cell):
            columns.who = number
        elif columns.what is None and _WHAT_HEAD.match(cell):
            columns.what = number
    named = sum(number is not None for number in (columns.when, columns.who, columns.what))
    body = list(rows[1:]) if named else list(rows)
    if columns.what is None or not named:
        columns = _by_content(text, body, columns)
    return columns, body


def _by_content(text: str, rows: Sequence[Block], known: _Columns) -> _Columns:
    """Finds the columns by what stands in them."""
    width = max((len(row.cells) for row in rows), default=0)
    share_when, share_who, length = [0.0] * width, [0.0] * width, [0] * width
    for row in rows:
        for number, cell in enumerate(row.cells):
            content = text[cell.start : cell.end].strip()
            share_when[number] += bool(is_month(content) or (len(content) < 25 and _WHEN_CELL.match(content)))
            share_who[number] += bool(content and is_only_names(content))
            length[number] += len(content)
    columns = _Columns(known.when, known.who, known.what)
    half = max(1, sum(bool(row.cells) for row in rows) / 3)
    for number in range(width):
        if columns.when is None and share_when[number] >= half:
            columns.when = number
        elif columns.who is None and share_who[number] >= half:
            columns.who = number
    rest = [number for number in range(width) if number not in (columns.when, columns.who)]
    if columns.what is None and rest:
        columns.what = max(rest, key=lambda number: length[number])
    return columns


def _guessed(cells: list[str], columns: _Columns) -> _Columns:
    """A row with fewer cells than the others: empty cells were lost, so each cell is known by its content."""
    when = next((number for number, cell in enumerate(cells) if is_month(cell)), None)
    who = next((number for number, cell in enumerate(cells) if number != when and is_only_names(cell)), None)
    rest = [number for number in range(len(cells)) if number not in (when, who)]
    what = max(rest, key=lambda number: len(cells[number])) if rest else None
    return _Columns(when if columns.when is not None else None, who, what)


def _cell_lines(text: str, cell: Span, period: str | None, responsible: str | None) -> list[TableLine]:
    lines: list[TableLine] = []
    lead_in: str | None = None
    position = cell.start
    for part in re.split(r"(\n|<br ?/?>)", text[cell.start : cell.end]):
        begin, position = position, position + len(part)
        if part in ("\n",) or part.startswith("<br"):
            continue
        bullet = _BULLET.match(part)
        span = trimmed(text, begin + (bullet.end() if bullet else 0), position)
        content = text[span.start : span.end]
        if _NOTHING.fullmatch(content):
            continue
        if len(content) < 2 or not any(character.isalpha() for character in content) or content.upper() == "X":
            continue
        if _LEAD_LINE.search(content):
            lead_in = content
            continue
        if (
            len(words_of(content)) <= 3
            and is_only_names(content)
            and not is_month(content)
            and is_body(content.split()[0])
        ):
            continue
        lines.append(TableLine(span.start, span.end, period, responsible, lead_in))
    return lines
