"""Plain text, Markdown and org: what the marks at the beginning of a line say.

Marks are read whatever the file is called: plans named .txt have "##", underlined headings and bullets too.
"""

import re
from dataclasses import replace

from .lines import Document, Line
from .sentences import Span, trimmed

_LINE = re.compile(r"([^\r\n\f\v\u2028\u2029]*)(\r\n|[\r\n\f\v\u2028\u2029]|$)")
_BULLET = re.compile(
    r"(?P<mark>[-*+•●○◦▪▫■□·‣⁃➢➤►→✓✔❖\u2013\u2014\uf000-\uf0ff])(?P<gap>[ \t\u00a0]+|(?<=[•●▪■\uf0a7\uf0b7])(?=\S))"
    r"(?:\[[ xX-]\][ \t]+)?(?=\S)|(?P<o>o)(?:\t|[ ]{2,})(?=\S)"
)
_BARE_BULLET = re.compile(r"[-*+•●○◦▪■·\u2013\uf000-\uf0ff][ \t\u00a0]*$")
_NUMBER = re.compile(
    r"(?P<mark>\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}[.)]|\(\d{1,2}\)|[a-zåäö][.)]|[IVX]{1,5}\.)[ \t\u00a0]+(?=\S)"
)
_HASHES = re.compile(r"(?P<mark>#{1,6})[ \t]*(?=[^\s#+!])")
_STARS = re.compile(r"(?P<mark>\*+)[ \t]+(?:(?:TODO|DONE|WAITING|NEXT)[ \t]+)?(?=\S)")
_UNDERLINE = re.compile(r"[ \t]*(={3,}|-{3,}|~{3,})[ \t]*$")
_RULE = re.compile(r"[ \t]*([-*_=~#.·•–—+|][ \t]*){3,}$")
_ORG_KEYWORD = re.compile(r"#\+(?P<key>\w+):?[ \t]*(?P<value>.*)$", re.IGNORECASE)
_ORG_DRAWER = re.compile(r"[ \t]*(:[\w-]+:.*|#\+.*|#[ \t].*|(?:SCHEDULED|DEADLINE|CLOSED):.*)$")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]+?)(?<=\S)\1(:?)$")
_BOOKMARK = re.compile(r"(?:\[bookmark: [^\]]*\]|\[\]\{#[^}]*\}|<a (?:name|id)=[^>]*>(?:</a>)?)[ \t]*")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<body>(?:[^\n]*\n){1,40}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
_TRAILING_MARKS = re.compile(r"[ \t]*(?:#+|\{[#.][^}]*\}|:[\w@:]+:)[ \t]*$")


def plain_document(text: str, *, org: bool = False) -> Document:
    """Reads the marks of plain text, Markdown or org; `reading.text` is the text itself, untouched."""
    org = org or _looks_like_org(text)
    title: str | None = None
    begin = 0
    front = _FRONT_MATTER.match(text)
    if front:
        begin = front.end()
        named = re.search(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", front.group("body"), re.MULTILINE | re.IGNORECASE)
        title = named.group(1) if named else None
    lines: list[Line] = []
    pending_bullet = ""
    for match in _LINE.finditer(text, begin):
        if match.end() == match.start():
            break
        keyword = _ORG_KEYWORD.match(match.group(1)) if org else None
        if keyword:
            if keyword.group("key").upper() == "TITLE":
                title = keyword.group("value").strip() or title
            continue
        line = _read(text, match.start(1), match.end(1), org)
        if line is None:
            continue
        underline = _UNDERLINE.match(match.group(1))
        if underline and lines and _may_be_underlined(text, lines, match.group(1)):
            level = {"=": 1, "-": 2, "~": 3}[underline.group(1)[0]]
            lines[-1] = replace(lines[-1], hint="heading", level=level, start=lines[-1].start, marker="")
            continue
        if _RULE.match(match.group(1)) and match.group(1).strip():
            if _BARE_BULLET.match(match.group(1).strip()):
                pending_bullet = match.group(1).strip()
            else:
                lines.append(Line(match.start(1), match.start(1), "blank"))
            continue
        if _BARE_BULLET.match(match.group(1).strip()):
            pending_bullet = match.group(1).strip()
            continue
        if pending_bullet and line.hint == "text":
            line = replace(line, hint="item", marker=pending_bullet)
        if line.hint != "blank":
            pending_bullet = ""
        lines.append(line)
    return Document(text, tuple(lines), title)


def _looks_like_org(text: str) -> bool:
    return bool(
        re.search(r"^#\+(?:TITLE|AUTHOR|OPTIONS|DATE|STARTUP|LANGUAGE):", text, re.MULTILINE | re.IGNORECASE)
    ) or (bool(re.search(r"^\*\* \S", text, re.MULTILINE)) and bool(re.search(r"^[ \t]*- \S", text, re.MULTILINE)))


def _may_be_underlined(text: str, lines: list[Line], underline: str) -> bool:
    above = lines[-1]
    if above.hint not in ("text", "item") or above.end - above.start > 120 or above.start == above.end:
        return False
    if above.hint == "item" and not above.marker[0].isdigit():
        return False
    ends_like_prose = text[above.end - 1] in ".,;" and len(lines) > 1 and lines[-2].hint == "text"
    return not ends_like_prose and len(underline.strip()) >= 3


def _read(text: str, start: int, end: int, org: bool) -> Line | None:
    span = trimmed(text, start, end)
    if span.start == span.end:
        return Line(start, start, "blank")
    indent = len(text[start : span.start].expandtabs(4))
    content = text[span.start : span.end]
    if org and _ORG_DRAWER.match(content):
        return None
    if (heading := (_STARS.match(content) if org and indent == 0 else _HASHES.match(content))) and (len(content) < 160):
        return _heading(text, span.start + heading.end(), span.end, len(heading.group("mark")))
    if content.count("|") >= 2 or "\t" in content.strip():
        cells = _cells(text, span)
        if cells is None:
            return None
        if len(cells) > 1 and not _BULLET.match(content) and not _NUMBER.match(content):
            return Line(span.start, span.end, "row", indent=indent, cells=cells, complete=True)
    begin, marker = span.start, ""
    bookmark = _BOOKMARK.match(text, begin, span.end)
    if bookmark:
        begin = bookmark.end()
    bold = _BOLD.match(text[begin : span.end])
    if bold:
        inner = trimmed(text, begin + bold.start(2), begin + bold.end(2) if not bold.group(3) else span.end)
        if not bold.group(3):
            return Line(inner.start, inner.end, indent=indent, emphasised=True)
    mark = _BULLET.match(text, begin, span.end) or _NUMBER.match(text, begin, span.end)
    if mark:
        marker = (mark.groupdict().get("mark") or "o").strip()
        bold_item = _BOLD.match(text[mark.end() : span.end])
        return Line(mark.end(), span.end, "item", 1, indent, marker, emphasised=bool(bold_item))
    return Line(begin, span.end, indent=indent, emphasised=bool(bold))


def _heading(text: str, start: int, end: int, level: int) -> Line:
    tail = _TRAILING_MARKS.search(text[start:end])
    span = trimmed(text, start, start + tail.start() if tail else end)
    bold = re.match(r"(\*\*|__|\*|_)(.+?)\1$", text[span.start : span.end])
    if bold:
        span = Span(span.start + bold.start(2), span.start + bold.end(2))
    return Line(span.start, span.end, "heading", level)


def _cells(text: str, span: Span) -> tuple[Span, ...] | None:
    """The cells of a row; None for the ruler between a table's head and body."""
    content = text[span.start : span.end]
    if re.fullmatch(r"[|\s:+=-]+", content):
        return None
    separator = "|" if content.count("|") >= 2 else "\t"
    cells: list[Span] = []
    begin = span.start
    for position in [*(m.start() + span.start for m in re.finditer(re.escape(separator), content)), span.end]:
        cells.append(trimmed(text, begin, position))
        begin = position + 1
    if separator == "|" and cells and cells[0].start == cells[0].end:
        cells = cells[1:]
    if separator == "|" and cells and cells[-1].start == cells[-1].end:
        cells = cells[:-1]
    if separator == "\t":
        cells = [cell for cell in cells if cell.start < cell.end]
    return tuple(cells)
