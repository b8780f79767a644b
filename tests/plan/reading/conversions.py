"""Writes one plan in all the formats that the reader takes, to see that it reads the same in each.

A plan is a list of (kind, text) pairs; kind is "title", "h1", "h2", "p" or "li". With `marked=False` the formats say
nothing of what is a heading or an item, as when somebody pastes plain text into Word.
"""

import html
import io
import zipfile
from collections.abc import Callable

from odfdo import Document, Header, List, Paragraph

Plan = list[tuple[str, str]]

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STYLE_NAMES = {"title": ("Title", "Title"), "h1": ("Rubrik1", "heading 1"), "h2": ("Rubrik2", "heading 2")}
_WORD_PARTS = {"document": "document.main", "styles": "styles", "numbering": "numbering"}
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in _WORD_PARTS.items()
    )
    + "</Types>"
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def lines_of(text: str) -> Plan:
    """A plan written as plain lines: "# " title, "## " and "### " headings, "- " items, all else paragraphs."""
    marks = (("# ", "title"), ("## ", "h1"), ("### ", "h2"), ("- ", "li"))
    plan: Plan = []
    for line in text.splitlines():
        if line.strip():
            mark, kind = next(((mark, kind) for mark, kind in marks if line.startswith(mark)), ("", "p"))
            plan.append((kind, line.removeprefix(mark).strip()))
    return plan


def as_text(plan: Plan, *, marked: bool = True) -> bytes:
    """Plain text: headings on lines of their own, nothing but bullets marked."""
    bullet = "• " if marked else "- "
    return "\n".join((bullet if kind == "li" else "") + text for kind, text in plan).encode()


def as_markdown(plan: Plan, *, marked: bool = True) -> bytes:
    """Markdown with hashes and hyphens."""
    marks = {"title": "# ", "h1": "## ", "h2": "### ", "li": "- "} if marked else {"li": "* "}
    return "\n\n".join(marks.get(kind, "") + text for kind, text in plan).encode()


def as_org(plan: Plan, *, marked: bool = True) -> bytes:
    """Org with stars and hyphens."""
    marks = {"title": "#+TITLE: ", "h1": "* ", "h2": "** ", "li": "- "} if marked else {"li": "- "}
    return "\n".join(marks.get(kind, "") + text for kind, text in plan).encode()


def as_docx(plan: Plan, *, marked: bool = True) -> bytes:
    """A docx as Word writes it, cut down to what it must have."""
    body = "".join(_docx_paragraph(kind if marked else "p", text) for kind, text in plan)
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in _STYLE_NAMES.values()
    )
    numbering = (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for number, kind in enumerate(("styles", "numbering"))
    )
    return zipped(
        {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
            "word/numbering.xml": numbering,
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
        }
    )


def _docx_paragraph(kind: str, text: str) -> str:
    properties = ""
    if kind in _STYLE_NAMES:
        properties = f'<w:pPr><w:pStyle w:val="{_STYLE_NAMES[kind][0]}"/></w:pPr>'
    elif kind == "li":
        properties = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r></w:p>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def as_odt(plan: Plan, *, marked: bool = True) -> bytes:
    """An odt made by odfdo."""
    document = Document("text")
    body = document.body
    body.clear()
    for kind, text in plan:
        if not marked or kind == "p":
            body.append(Paragraph(text))
        elif kind == "title":
            body.append(Paragraph(text, style="Title"))
        elif kind == "li":
            body.append(List([text]))
        else:
            body.append(Header(int(kind[1]), text))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(plan: Plan, *, marked: bool = True) -> bytes:
    """A pdf set by WeasyPrint, hyphenated, with running header and page number."""
    from weasyprint import HTML

    tags = {"title": "h1", "h1": "h2", "h2": "h3", "p": "p"}
    parts = []
    for kind, text in plan:
        content = html.escape(text)
        if kind == "li" and marked:
            parts.append(f"<ul><li>{content}</li></ul>")
        else:
            tag = tags.get(kind, "p") if marked else "p"
            parts.append(f"<{tag}>{content}</{tag}>")
    style = (
        "@page{size:A4;margin:2.5cm;@top-left{content:'Verksamhetsplan, "
        "utkast'}@bottom-center{content:counter(page) ' (' counter(pages) ')'}}"
        "body{font-size:11pt;hyphens:auto}"
    )
    page = f"<html lang=sv><head><style>{style}</style></head><body>{''.join(parts)}</body></html>"
    data = HTML(string=page).write_pdf()
    assert isinstance(data, bytes)
    return data


FORMATS: dict[str, Callable[..., bytes]] = {
    "docx": as_docx,
    "odt": as_odt,
    "pdf": as_pdf,
    "md": as_markdown,
    "org": as_org,
    "txt": as_text,
}
