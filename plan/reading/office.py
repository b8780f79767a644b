"""Word (docx, by mammoth) and OpenDocument (odt, by odfdo) to lines, with their headings, lists and tables."""

import re
import unicodedata
from html.parser import HTMLParser
from typing import Any

import mammoth
from odfdo import Document as OdfDocument
from odfdo import Element

from .archives import DAMAGED, ENCRYPTED, repacked, text_parts
from .lines import Document, Hint, TextBuilder
from .refusal import DocumentRefused

_DOCX_PARTS = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|word/(?:_rels/)?[^/]+\.(?:xml|rels)|docProps/core\.xml")
_ODT_PARTS = re.compile(r"mimetype|META-INF/manifest\.xml|(?:content|styles|meta)\.xml")
# Word's own style names are English in every language; other programs write them as they show them.
_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Rubrik'] => h1.title:fresh
p[style-name='Titel'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Rubrik 1'] => h1:fresh
p[style-name='Rubrik 2'] => h2:fresh
p[style-name='Rubrik 3'] => h3:fresh
p[style-name='TOC Heading'] => !
p[style-name='toc 1'] => !
p[style-name='toc 2'] => !
p[style-name='toc 3'] => !
p[style-name='header'] => !
p[style-name='footer'] => !
"""
_SPACES = re.compile(r"[ \t\r\n]+")


def docx_document(data: bytes) -> Document:
    """Reads a docx. Only the parts that carry text reach the parser: no pictures, nothing embedded."""
    parts = text_parts(data, _DOCX_PARTS)
    if "word/document.xml" not in parts:
        raise DocumentRefused(DAMAGED)
    try:
        result = mammoth.convert_to_html(
            repacked(parts), style_map=_STYLES, convert_image=mammoth.images.img_element(lambda image: {})
        )
    except DocumentRefused:
        raise
    except Exception as error:  # mammoth raises whatever its parsers do on a damaged file
        raise DocumentRefused(DAMAGED) from error
    collector = _HtmlLines()
    collector.feed(result.value)
    collector.close()
    return collector.builder.document(_core_title(parts))


def _core_title(parts: dict[str, bytes]) -> str | None:
    found = re.search(rb"<dc:title>([^<]{3,200})</dc:title>", parts.get("docProps/core.xml", b""))
    return found.group(1).decode("utf-8", "replace").strip() if found else None


class _HtmlLines(HTMLParser):
    """Collects mammoth's plain HTML as lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TextBuilder()
        self._text: list[str] = []
        self._bold = 0
        self._bold_text = 0
        self._lists: list[list[Any]] = []
        self._cells: list[str] | None = None
        self._cell: list[str] = []
        self._title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens what the tag opens; what is left of an item before its nested list is written first."""
        if tag in ("ul", "ol"):
            self._flush_item()
            self._lists.append([tag, 0])
        elif tag == "li" and self._lists:
            self._lists[-1][1] += 1
        elif tag == "tr":
            self._cells = []
        elif tag in ("td", "th"):
            self._cell = []
        elif tag in ("strong", "b"):
            self._bold += 1
        elif tag == "br":
            self._text.append("\n")
        elif re.fullmatch("h[1-6]", tag):
            self._title = ("class", "title") in attrs
        if tag in ("p", "li") or re.fullmatch("h[1-6]", tag):
            self._bold_text = 0

    def handle_endtag(self, tag: str) -> None:
        """Writes the line that the tag closes."""
        if tag in ("strong", "b"):
            self._bold = max(0, self._bold - 1)
        elif tag == "p" and self._cells is not None:
            self._cell.append(self._taken())
        elif tag == "p" and not self._lists:
            self._paragraph()
        elif tag == "li":
            self._flush_item()
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            if not self._lists and self._cells is None:
                self.builder.blank()
        elif re.fullmatch("h[1-6]", tag):
            self._heading(int(tag[1]))
        elif tag in ("td", "th") and self._cells is not None:
            rest = self._taken()
            self._cells.append("\n".join(part for part in [*self._cell, rest] if part))
        elif tag == "tr" and self._cells is not None:
            if any(self._cells):
                self.builder.row(self._cells)
            self._cells = None
        elif tag == "table":
            self.builder.blank()

    def handle_data(self, data: str) -> None:
        """Text, with note of whether it is bold."""
        self._text.append(data)
        if self._bold:
            self._bold_text += len(data.strip())

    def _taken(self) -> str:
        lines = (_SPACES.sub(" ", line).strip() for line in "".join(self._text).split("\n"))
        self._text = []
        return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))

    def _paragraph(self) -> None:
        text = self._taken()
        if not text:
            self.builder.blank()
            return
        bold = self._bold_text >= len(text.replace(" ", "")) * 0.9 > 0
        self.builder.line(text, emphasised=bold and len(text) < 90)

    def _heading(self, level: int) -> None:
        text = self._taken().replace("\n", " ")
        if self._cells is not None:
            self._cell.append(text)
        elif text:
            hint: Hint = "title" if self._title else "heading"
            self.builder.line(text, hint, level=0 if self._title else level)

    def _flush_item(self) -> None:
        text = self._taken()
        if not text or not self._lists:
            if text:
                self._cell.append(text)
            return
        if self._cells is not None:
            self._cell.append(text)
            return
        kind, number = self._lists[-1]
        self.builder.line(text, "item", level=len(self._lists), marker="•" if kind == "ul" else f"{number}.")


def odt_document(data: bytes) -> Document:
    """Reads an odt."""
    parts = text_parts(data, _ODT_PARTS)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise DocumentRefused(ENCRYPTED)
    if "content.xml" not in parts:
        raise DocumentRefused(DAMAGED)
    try:
        document = OdfDocument(repacked(parts, first="mimetype"))
        builder = TextBuilder()
        styles = _styles(parts["content.xml"])
        _odt_lines(document.body, builder, 0, styles)
        title = document.meta.title if "meta.xml" in parts else None
    except Exception as error:  # odfdo raises whatever lxml and its own parts do on a damaged file
        raise DocumentRefused(DAMAGED) from error
    return builder.document(title)


def _styles(content: bytes) -> dict[str, tuple[bool, str]]:
    """The automatic paragraph styles: whether they are bold (a bold line may be a heading), and their parent."""
    styles: dict[str, tuple[bool, str]] = {}
    for style in re.finditer(rb"<style:style\b(?P<attributes>[^>]*)>(?P<inside>.*?)</style:style>", content, re.DOTALL):
        name = re.search(rb'style:name="([^"]+)"', style.group("attributes"))
        parent = re.search(rb'style:parent-style-name="([^"]+)"', style.group("attributes"))
        if name:
            bold = b'fo:font-weight="bold"' in style.group("inside")
            styles[name.group(1).decode()] = (bold, parent.group(1).decode() if parent else "")
    return styles


def _odt_lines(element: Element, builder: TextBuilder, depth: int, styles: dict[str, tuple[bool, str]]) -> None:
    for child in element.children:
        tag = child.tag
        if tag == "text:h":
            _odt_heading(child, builder)
        elif tag == "text:p":
            _odt_paragraph(child, builder, styles)
        elif tag == "text:list":
            _odt_list(child, builder, depth + 1)
            if not depth:
                builder.blank()
        elif tag == "table:table":
            for row in child.get_elements("descendant::table:table-row"):
                cells = [
                    "\n".join(filter(None, map(_odt_text, cell.get_elements("descendant::text:p"))))
                    for cell in row.children
                ]
                if any(cells):
                    builder.row(cells)
            builder.blank()
        elif tag in ("text:section", "text:text-content"):
            _odt_lines(child, builder, depth, styles)


def _odt_heading(element: Element, builder: TextBuilder) -> None:
    text = _odt_text(element).replace("\n", " ")
    level = element.get_attribute("text:outline-level")
    if text:
        builder.line(text, "heading", level=int(str(level)) if str(level).isdigit() else 1)


def _odt_paragraph(element: Element, builder: TextBuilder, styles: dict[str, tuple[bool, str]]) -> None:
    text = _odt_text(element)
    style = str(element.get_attribute("text:style-name") or "")
    bold, parent = styles.get(style, (False, ""))
    if not text:
        builder.blank()
    elif "Title" in (style, parent):
        builder.line(text, "title")
    else:
        builder.line(text, emphasised=bold and len(text) < 90)


def _odt_list(element: Element, builder: TextBuilder, depth: int) -> None:
    for item in element.children:
        for child in item.children:
            if child.tag in ("text:p", "text:h"):
                text = _odt_text(child)
                if text:
                    builder.line(text, "item", level=depth, marker="•")
            elif child.tag == "text:list":
                _odt_list(child, builder, depth + 1)


def _odt_text(element: Element) -> str:
    """The text of a paragraph; comments, notes and drawn frames are left out."""
    parts: list[str] = []

    def collect(node: Element) -> None:
        if node.tag in ("office:annotation", "text:note", "draw:frame"):
            return
        parts.append({"text:line-break": "\n", "text:s": " ", "text:tab": " "}.get(node.tag, ""))
        parts.append(_SPACES.sub(" ", node.text or ""))
        for child in node.children:
            collect(child)
            parts.append(_SPACES.sub(" ", child.tail or ""))

    collect(element)
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))
