"""The minutes as a .docx: the same content as page and PDF, with headings, tables and what stands on every page."""

from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from traffar.styrelse.minutes import HIDDEN_TITLE
from traffar.styrelse.sheet import Group, ParagraphWords, Sheet

# As on page and in PDF: near-black headings of a size that leads to what they stand over.
_INK, _FONT = RGBColor(0x1C, 0x19, 0x17), "Georgia"
_SIZES = {"Title": 22, "Heading 1": 15, "Heading 2": 12, "Heading 3": 11}
_LISTS = {"ul": "List Bullet", "ol": "List Number"}


def minutes_docx(sheet: Sheet) -> bytes:
    """The document as bytes."""
    document = Document()
    _set_up(document, sheet)
    document.add_heading(sheet.title, 0)
    document.add_paragraph(f"Justerat. {sheet.stamp}" if sheet.is_adjusted else sheet.stamp).runs[0].bold = True
    _table(document, sheet.facts)
    for line in filter(None, (sheet.note, _hidden(sheet.hidden))):
        document.add_paragraph(line)
    document.add_heading("Närvaro", 1)
    for group in sheet.groups:
        _attendance(document, group)
    document.add_heading("Paragrafer", 1)
    for paragraph in sheet.paragraphs:
        _paragraph(document, paragraph)
    if sheet.attachments:
        document.add_heading("Bilagor till mötet", 1)
        for file in sheet.attachments:
            document.add_paragraph(f"{file.label}: {file.title}")
    _signatures(document, sheet)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _set_up(document: Any, sheet: Sheet) -> None:
    """Language, what file managers show, and the lines above and below every page."""
    properties = document.core_properties
    properties.title, properties.author, properties.language = f"{sheet.title}, {sheet.body}", sheet.body, "sv-SE"
    properties.comments = ""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.paragraph_format.space_after = _FONT, Pt(11), Pt(6)
    for name, size in _SIZES.items():
        _plain_heading(document.styles[name], size)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "sv-SE")
    normal.element.get_or_add_rPr().append(language)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.header.paragraphs[0].text = f"{sheet.body}, {sheet.title.lower()}\t\t{sheet.stamp}"
    footer = section.footer.paragraphs[0]
    footer.add_run("Sida ")
    _field(footer, "PAGE")
    footer.add_run(" av ")
    _field(footer, "NUMPAGES")


def _plain_heading(style: Any, size: int) -> None:
    """Without the colour, the face and the rule that the template of the library gives it."""
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), True, _INK
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), _FONT)
    for rule in style.element.iter(qn("w:pBdr")):
        rule.getparent().remove(rule)
        break


def _field(paragraph: Any, code: str) -> None:
    """A field that the word processor fills in, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _hidden(number: int) -> str:
    return f"Slutna punkter som inte visas här: {number}." if number else ""


def _table(document: Any, rows: tuple[tuple[str, str], ...]) -> None:
    table = document.add_table(rows=0, cols=2)
    for label, value in rows:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(label).bold = True
        cells[1].text = value


def _attendance(document: Any, group: Group) -> None:
    document.add_heading(group.heading, 2)
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, words in zip(table.rows[0].cells, ("Namn", "Roll", "Uppdrag"), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for person in group.people:
        for cell, words in zip(table.add_row().cells, (person.name, person.role, person.note), strict=True):
            cell.text = words


def _paragraph(document: Any, paragraph: ParagraphWords) -> None:
    document.add_heading(f"{paragraph.label} {paragraph.title}", 2)
    if paragraph.is_confidential and not paragraph.is_hidden:
        document.add_paragraph(f"{HIDDEN_TITLE}.")
    if paragraph.adjusted_at_once:
        document.add_paragraph(paragraph.adjusted_at_once)
    for movement in paragraph.movements:
        document.add_paragraph().add_run(movement).italic = True
    _write(document, paragraph.text)
    for proposal in paragraph.proposals:
        _label(document, f"Yrkande, {proposal.name}{f' ({proposal.outcome})' if proposal.outcome else ''}")
        _write(document, proposal.text)
    for decision in paragraph.decisions:
        _label(document, "Beslut")
        _write(document, decision.text)
        for line in filter(None, (decision.votes, decision.details)):
            document.add_paragraph(line)
    if paragraph.outcome:
        document.add_paragraph(paragraph.outcome)
    for name, text in paragraph.reservations:
        _label(document, f"Reservation: {name}")
        _write(document, text)
    for file in paragraph.attachments:
        document.add_paragraph(f"{file.label}: {file.title}")


def _label(document: Any, words: str) -> None:
    document.add_paragraph().add_run(words).bold = True


def _signatures(document: Any, sheet: Sheet) -> None:
    if sheet.signatures:
        document.add_heading("Underskrifter", 1)
    for signature in sheet.signatures:
        line = "" if signature.is_in_program else "\n" + "_" * 40 + "\n"
        document.add_paragraph(f"{line}{signature.name}, {signature.role}\n{signature.approved}".rstrip("\n"))


def _write(document: Any, html: str) -> None:
    """Text that has been cleaned (`distrikt.markup`), as paragraphs, lists, tables and runs."""
    writer = _Writer(document)
    writer.feed(html)
    writer.close()


class _Writer(HTMLParser):
    """Writes cleaned HTML into a document, as it is read."""

    def __init__(self, document: Any) -> None:
        super().__init__()
        self.document = document
        self.line: Any = None
        self.marks: list[str] = []
        self.lists: list[str] = []
        self.cells: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LISTS:
            self.lists.append(tag)
        elif tag == "li":
            self.line = self.document.add_paragraph(style=_LISTS[self.lists[-1]] if self.lists else None)
        elif tag in {"h3", "h4"}:
            self.line = self.document.add_heading("", 3)
        elif tag == "table":
            self.cells = []
        elif tag == "tr":
            self.cells.append([])
        elif tag in {"td", "th"}:
            self.cells[-1].append("")
        elif tag == "p" and not self.lists:
            self.line = self.document.add_paragraph(style="Quote" if "blockquote" in self.marks else None)
        elif tag == "br" and self.line is not None:
            self.line.add_run().add_break()
        else:
            self.marks.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _LISTS and self.lists:
            self.lists.pop()
        elif tag == "table":
            self._write_table()
        elif tag in self.marks:
            self.marks.remove(tag)
        if tag in {"p", "h3", "h4", *_LISTS} and not self.lists:
            self.line = None

    def handle_data(self, data: str) -> None:
        if self.cells:
            if self.cells[-1]:
                self.cells[-1][-1] += data.strip("\n")
        elif self.line is not None or data.strip():
            self.line = self.line or self.document.add_paragraph()
            run = self.line.add_run(data.replace("\n", " ") if data.strip() else "")
            run.bold, run.italic = "strong" in self.marks or None, "em" in self.marks or None

    def _write_table(self) -> None:
        columns = max(map(len, self.cells), default=0)
        table = self.document.add_table(rows=0, cols=max(columns, 1), style="Table Grid")
        for row in self.cells:
            for cell, words in zip(table.add_row().cells, row, strict=False):
                cell.text = words
        self.cells = []
