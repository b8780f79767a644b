"""PDF to lines: sentences put together again, page numbers and running headers dropped, hyphenation undone.

A PDF knows no paragraphs, only where each piece of text stands. Font size and weight tell headings, the distance
between lines tells paragraphs, and what comes back at the edge of every page is no part of the text.
"""

import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError
from pypdf.generic import DecodedStreamObject, NameObject

from .furniture import is_page_number
from .headings import could_be_heading
from .lines import Document, TextBuilder
from .refusal import DocumentRefused

MAX_PAGES = 400
MAX_PAGE_CONTENT = 4 * 1024 * 1024
ENCRYPTED = "Pdf:en är skyddad med lösenord. Spara den utan lösenord och skicka den igen."
DAMAGED = (
    "Pdf:en är skadad och går inte att läsa. "
    "Spara den på nytt från originalet, eller skicka planen som Word eller OpenDocument."
)
NO_TEXT = (
    "Det finns ingen text i pdf:en – den är tom eller inskannad som bild. "
    "Skicka dokumentet som planen skrevs i (Word eller OpenDocument), eller kör textigenkänning (OCR) först."
)
GARBLED = (
    "Texten i pdf:en går inte att få ut som läsbar text (typsnittet saknar teckentabell). "
    "Skicka planen som Word, OpenDocument eller ren text i stället."
)
TOO_LONG = f"Pdf:en är för stor för att vara en verksamhetsplan (mer än {MAX_PAGES} sidor). Skicka bara själva planen."

_BULLET_ALONE = re.compile(r"[-•●○◦▪■·–o\uf0b7\uf0a7✓➢►]|\d{1,2}[.)]")
_BULLET = re.compile(
    r"(?P<mark>[•●○◦▪■·\uf0b7\uf0a7✓➢►–]|-(?=\s)|\d{1,2}[.)](?=\s)|[a-z]\)(?=\s)|o(?=\s\s?[A-ZÅÄÖ]))\s*"
)
# Many programs write one glyph at a time with its kerning: "[<0029>54<00b8>0<0055>] TJ". Put together into one string
# where the kerning is too small to be a blank, the page is parsed in half the time.
_GLYPHS = re.compile(rb"\[(?:\s*+(?:<[0-9A-Fa-f]*+>|-?\d++(?:\.\d++)?))++\s*+\]\s*TJ")
_KERNING = re.compile(rb">\s*-?\d{1,2}(?:\.\d+)?\s*<")
_HYPHENS = "\u2010\u00ad-"
_MARGIN = 52.0  # points; body text seldom begins this near the edge of a page


@dataclass(frozen=True, slots=True)
class _PdfLine:
    """One printed line: its text, where it stands on the page, and how it looks."""

    text: str
    page: int
    x: float
    y: float
    height: float
    size: float
    bold: bool
    marker: str = ""


def pdf_document(data: bytes) -> Document:
    """Reads a pdf; raises `DocumentRefused` when it is encrypted, damaged, empty, scanned or without usable text."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentRefused(ENCRYPTED)
        if len(reader.pages) > MAX_PAGES:
            raise DocumentRefused(TOO_LONG)
        lines = [line for number, page in enumerate(reader.pages) for line in _page_lines(page, number)]
        title = reader.metadata.title if reader.metadata else None
    except DocumentRefused:
        raise
    except (FileNotDecryptedError, DependencyError) as error:
        raise DocumentRefused(ENCRYPTED) from error
    except Exception as error:  # a damaged pdf makes pypdf raise nearly anything
        raise DocumentRefused(DAMAGED) from error
    _check_legible("".join(line.text for line in lines))
    return _assembled(_without_edges(lines), str(title) if title else None)


def _check_legible(text: str) -> None:
    letters = sum(character.isalpha() for character in text)
    if letters < 20:
        raise DocumentRefused(NO_TEXT)
    odd = sum(unicodedata.category(character) in ("Co", "Cn", "Cc") or character == "\ufffd" for character in text)
    solid = sum(not character.isspace() for character in text)
    if (odd > solid * 0.05 and odd > text.count("\uf0b7") + text.count("\uf0a7") + 20) or letters < solid * 0.4:
        raise DocumentRefused(GARBLED)


def _page_lines(page: PageObject, number: int) -> list[_PdfLine]:
    contents = page.get_contents()
    if contents is None:
        return []
    drawing = contents.get_data()
    if len(drawing) > MAX_PAGE_CONTENT:
        raise DocumentRefused(DAMAGED)
    lean = DecodedStreamObject()
    lean.set_data(_GLYPHS.sub(lambda array: _KERNING.sub(b"", array.group()), drawing))
    page[NameObject("/Contents")] = lean
    pieces: list[tuple[str, float, float, float, bool]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        if text:
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            scale = abs(cm[3] * tm[3]) or abs(cm[1] * tm[1]) or 1.0
            pieces.append((text, x, y, size * scale, "bold" in str((font or {}).get("/BaseFont", "")).lower()))

    page.extract_text(visitor_text=visit)
    return _with_bullets(_split_lines(pieces, number, float(page.mediabox.height)))


def _split_lines(pieces: list[tuple[str, float, float, float, bool]], page: int, height: float) -> list[_PdfLine]:
    lines: list[_PdfLine] = []
    current: list[tuple[str, float, float, float, bool]] = []

    def close() -> None:
        text = unicodedata.normalize("NFC", " ".join("".join(piece[0] for piece in current).split()))
        solid = [piece for piece in current if piece[0].strip()]
        current.clear()
        if not text or not solid:
            return
        longest = max(solid, key=lambda piece: len(piece[0].strip()))
        bold = sum(len(piece[0].strip()) for piece in solid if piece[4]) >= 0.8 * sum(
            len(piece[0].strip()) for piece in solid
        )
        lines.append(_PdfLine(text, page, solid[0][1], height - solid[0][2], height, round(longest[3], 1), bold))

    for text, *style in pieces:
        for position, part in enumerate(text.split("\n")):
            if position:
                close()
            if part:
                current.append((part, *style))  # type: ignore[arg-type]  # the length of what is left is not known
    close()
    return lines


def _with_bullets(lines: list[_PdfLine]) -> list[_PdfLine]:
    """Gives bullets that were drawn on their own back to the lines that they stand before."""
    bullets = [line for line in lines if _BULLET_ALONE.fullmatch(line.text)]
    if not bullets:
        return lines
    rest = [line for line in lines if not _BULLET_ALONE.fullmatch(line.text)]
    for bullet in bullets:
        near = [
            n for n, line in enumerate(rest) if abs(line.y - bullet.y) < 4 and line.x >= bullet.x and not line.marker
        ]
        if near:
            rest[near[0]] = replace(rest[near[0]], marker=bullet.text)
    return rest


def _without_edges(lines: list[_PdfLine]) -> list[_PdfLine]:
    """Drops page numbers, and headers and footers: what stands in the margin, or at the same place on many pages."""
    pages = {line.page for line in lines}
    places = [(re.sub(r"\d+", "#", line.text), round(line.y)) for line in lines]
    edges: set[int] = set()
    for page in pages:
        own = sorted((n for n, line in enumerate(lines) if line.page == page), key=lambda n: lines[n].y)
        edges.update(own[:2] + own[-2:])
    repeated = Counter(places[number] for number in edges)

    def is_edge(number: int) -> bool:
        line = lines[number]
        in_margin = line.y < _MARGIN or line.y > line.height - _MARGIN
        if is_page_number(line.text) or (in_margin and len(line.text) < 100 and len(lines) > 6):
            return True
        return len(pages) > 2 and repeated[places[number]] >= max(3, len(pages) * 0.5)

    return [line for number, line in enumerate(lines) if number not in edges or not is_edge(number)]


def _assembled(lines: list[_PdfLine], title: str | None) -> Document:
    """Puts printed lines together into headings, paragraphs and items."""
    builder = TextBuilder()
    body = _body_size(lines)
    bold_body = sum(line.bold for line in lines) > len(lines) / 2
    sizes = sorted({line.size for line in lines if line.size > body * 1.12}, reverse=True)
    gap = _usual_gap(lines)
    columns = sorted({round(line.x / 6) for line in lines if line.marker or _BULLET.match(line.text)})
    paragraph: list[_PdfLine] = []

    def close() -> None:
        if paragraph:
            _write(builder, paragraph, columns)
            paragraph.clear()

    heading: list[_PdfLine] = []

    def close_heading() -> None:
        if heading:
            larger = heading[0].size > body * 1.12
            level = sizes.index(heading[0].size) + 1 if larger else len(sizes) + 1
            builder.blank()
            builder.line(" ".join(line.text for line in heading), "heading", level=level)
            heading.clear()

    for number, line in enumerate(lines):
        larger = line.size > body * 1.12 and len(line.text) < 140
        bold = line.bold and not bold_body and not line.marker and could_be_heading(line.text)
        if larger or bold:
            close()
            if heading and (abs(heading[-1].size - line.size) > 0.5 or not 0 < line.y - heading[-1].y < 2 * line.size):
                close_heading()
            heading.append(line)
            continue
        close_heading()
        if paragraph and _new_paragraph(paragraph, line, lines[number + 1] if number + 1 < len(lines) else None, gap):
            apart = line.page == paragraph[-1].page and line.y - paragraph[-1].y > gap * 1.35
            close()
            if apart:
                builder.blank()
        paragraph.append(line)
    close()
    close_heading()
    return builder.document(title)


def _body_size(lines: list[_PdfLine]) -> float:
    weight: Counter[float] = Counter()
    for line in lines:
        weight[line.size] += len(line.text)
    return weight.most_common(1)[0][0] if weight else 1.0


def _usual_gap(lines: list[_PdfLine]) -> float:
    """The distance between two lines of a paragraph: the smallest that is common."""
    gaps = Counter(
        round(below.y - above.y)
        for above, below in pairwise(lines)
        if above.page == below.page and below.y - above.y > 0.8 * below.size
    )
    common = [gap for gap, count in gaps.items() if count >= max(2, len(lines) * 0.1)]
    return float(min(common, default=min(gaps, default=14)))


def _new_paragraph(paragraph: list[_PdfLine], line: _PdfLine, following: _PdfLine | None, gap: float) -> bool:
    above = paragraph[-1]
    if line.marker or _BULLET.match(line.text):
        return True
    ends = above.text[-1] in ".!?:"
    if line.page != above.page:
        return ends
    if not 0 < line.y - above.y <= gap * 1.35:
        return True
    is_item = bool(paragraph[0].marker or _BULLET.match(paragraph[0].text))
    if is_item and line.x < paragraph[0].x - 5:
        return True
    width = max(len(part.text) for part in paragraph)
    if could_be_heading(line.text) and ends and following is not None and following.text[:1].isupper():
        return True
    if len(paragraph) == 1 and could_be_heading(above.text) and line.text[:1].isupper() and len(above.text) < 60:
        return True
    return ends and len(above.text) < width * 0.7 and line.text[:1].isupper()


def _write(builder: TextBuilder, paragraph: list[_PdfLine], columns: list[int]) -> None:
    first = paragraph[0]
    marker = first.marker
    bullet = None if marker else _BULLET.match(first.text)
    if bullet:
        marker = bullet.group("mark")
    text = first.text[bullet.end() :] if bullet else first.text
    for line in paragraph[1:]:
        text = _joined(text, line.text)
    if not text:
        return
    if marker:
        level = columns.index(round(first.x / 6)) + 1 if round(first.x / 6) in columns else 1
        builder.line(text, "item", level=level, marker=marker)
    else:
        builder.line(text)


def _joined(above: str, below: str) -> str:
    """Two printed lines as one text, with the hyphen of a divided word taken out."""
    if len(above) > 1 and above[-1] in _HYPHENS and above[-2].isalpha() and below[:1].isalpha():
        hard = above[-1] == "-" and (
            above[-2].isupper() or below[0].isupper() or re.match(r"(?:och|eller|samt|respektive)\b", below)
        )
        if not hard:
            return above[:-1] + below
        return above + (" " if below[0].islower() else "") + below
    return f"{above} {below}"
