"""Documents that people hand in: what they tell of who made them is gone, what they say is not."""

import io
import zipfile

import docx
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from distrikt.uploads import DOCUMENT_TYPES, CheckedFile, checked_document, checksum

AUTHOR = "Hemlig Person"


def checked(name: str, content: bytes) -> CheckedFile:
    return checked_document(SimpleUploadedFile(name, content))


def stored(name: str, content: bytes) -> bytes:
    file = checked(name, content)
    file.content.seek(0)
    kept = file.content.read()
    assert file.sha256 == checksum(kept)
    return kept


def word() -> bytes:
    document, content = docx.Document(), io.BytesIO()
    document.core_properties.author = AUTHOR
    document.add_paragraph("Budget")
    document.save(content)
    return content.getvalue()


def sheet() -> bytes:
    book, content = Workbook(), io.BytesIO()
    book.properties.creator = AUTHOR
    book.active["A1"] = "Budget"
    book.save(content)
    return content.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return content.getvalue()


def test_a_word_document_says_what_it_said_and_not_who_wrote_it():
    document = docx.Document(io.BytesIO(stored("a.docx", word())))
    assert not document.core_properties.author
    assert [row.text for row in document.paragraphs] == ["Budget"]


def test_so_does_a_spreadsheet():
    book = load_workbook(io.BytesIO(stored("a.xlsx", sheet())))
    assert book.properties.creator != AUTHOR
    assert book.active["A1"].value == "Budget"


@pytest.mark.parametrize("kind", ["odt", "pptx"])
def test_so_do_the_others(kind):
    body = {"odt": "content.xml", "pptx": "ppt/presentation.xml"}[kind]
    tells = {"odt": "meta.xml", "pptx": "docProps/core.xml"}[kind]
    parts = {"mimetype": DOCUMENT_TYPES[kind].encode()} if kind == "odt" else {}
    content = packed({**parts, body: b"<budget/>", tells: AUTHOR.encode()})
    with zipfile.ZipFile(io.BytesIO(stored(f"a.{kind}", content))) as archive:
        assert archive.read(body) == b"<budget/>"
        assert AUTHOR.encode() not in archive.read(tells)
        assert archive.infolist()[0].compress_type == (zipfile.ZIP_STORED if kind == "odt" else zipfile.ZIP_DEFLATED)


def pdf(*, locked: str | None = None, field: DictionaryObject | None = None) -> bytes:
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": AUTHOR, "/Subject": "/ByteRange"})
    runs = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    writer.root_object[NameObject("/OpenAction")] = runs
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): runs})
    if field is not None:
        form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
        writer.root_object[NameObject("/AcroForm")] = form
    if locked is not None:
        writer.encrypt(locked, "owner")
    writer.write(content)
    return content.getvalue()


def field(kind: str, **more: object) -> DictionaryObject:
    named = {NameObject("/FT"): NameObject(kind), NameObject("/T"): TextStringObject("namn")}
    return DictionaryObject({**named, **{NameObject(f"/{name}"): value for name, value in more.items()}})


@pytest.mark.parametrize("content", [pdf(), pdf(locked=""), pdf(field=field("/Tx")), pdf(field=field("/Sig"))])
def test_a_pdf_tells_nothing_of_its_maker_and_runs_nothing(content):
    reader = PdfReader(io.BytesIO(stored("a.pdf", content)))
    assert len(reader.pages) == 1
    assert not (reader.metadata or {}).get("/Author")
    root = reader.trailer["/Root"]
    assert "/OpenAction" not in root
    assert "/JavaScript" not in root["/Names"]


def test_a_signed_pdf_is_kept_as_it_is():
    signature = DictionaryObject({NameObject("/ByteRange"): ArrayObject([NumberObject(0)] * 4)})
    content = pdf(field=field("/Sig", V=signature))
    assert stored("a.pdf", content) == content


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", pdf(locked="hemligt"), "lösenord"),
        ("a.pdf", b"%PDF-1.7 och sedan inget", "skadad"),
        ("a.docx", word()[:-200], "går inte att läsa"),
        ("a.docx", word().replace(b"word/document.xml", b"word/styles.xml.x"), "går inte att läsa"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(name, content, why):
    with pytest.raises(ValidationError, match=why):
        checked(name, content)
