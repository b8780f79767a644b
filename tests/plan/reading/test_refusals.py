"""Files that the reader does not take, each with a test of its own and a sentence that says what to do."""

import io
import os
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest
from pypdf import PdfWriter

from plan.reading import DocumentRefused, read_plan
from tests.plan.reading.conversions import as_docx, as_odt, zipped

PLAN = [("title", "Verksamhetsplan 2021"), ("h1", "Studier"), ("p", "Vi ska ordna två kurser.")]


def refusal_of(data: bytes, filename: str) -> str:
    with pytest.raises(DocumentRefused) as refused:
        read_plan(data, filename=filename)
    return str(refused.value)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The zip file with one part put in or exchanged."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {entry: archive.read(entry) for entry in archive.namelist()}
    return zipped(parts | {name: content})


def written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_an_empty_file_is_refused() -> None:
    assert "tom" in refusal_of(b"", "plan.docx")
    assert "tom" in refusal_of(b" \r\n ", "plan.txt")


def test_a_file_that_is_no_document_is_refused() -> None:
    assert "docx" in refusal_of(os.urandom(5_000), "plan.txt")
    assert "inget dokument" in refusal_of(b"\x89PNG\r\n\x1a\n" + bytes(200), "plan.pdf")
    assert "inget dokument" in refusal_of(b"MZ\x90\x00" + bytes(200), "plan.docx")
    assert "inget dokument" in refusal_of(b"\xff\xd8\xff\xe0" + os.urandom(300), "plan.txt")


def test_a_zip_that_is_no_document_is_refused() -> None:
    assert "inget dokument" in refusal_of(zipped({"bild.txt": "hej"}), "plan.docx")


def test_a_spreadsheet_is_refused() -> None:
    assert "kalkylblad" in refusal_of(zipped({"xl/workbook.xml": "<workbook/>"}), "plan.xlsx")


def test_a_file_of_punctuation_is_refused() -> None:
    assert "ingen text" in refusal_of(b"-- .. !! ??\n\n12 13 14", "plan.txt")


def test_a_web_page_is_refused() -> None:
    assert "webbsida" in refusal_of(b"<!DOCTYPE html><html><body>Verksamhetsplan</body></html>", "plan.html")


def test_rich_text_is_refused() -> None:
    assert "RTF" in refusal_of(rb"{\rtf1\ansi Verksamhetsplan}", "plan.doc")


def test_an_old_or_encrypted_word_file_is_refused() -> None:
    assert "docx" in refusal_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "plan.doc")


def test_a_file_over_20_mb_is_refused() -> None:
    assert "20 MB" in refusal_of(b"Vi ska. " * (3 * 1024 * 1024), "plan.txt")


def test_encrypted_pdf_is_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("hemligt", algorithm="AES-256")
    assert "lösenord" in refusal_of(written(writer), "plan.pdf")


def test_empty_pdf_is_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    message = refusal_of(written(writer), "plan.pdf")
    assert "ingen text" in message
    assert "inskannad" in message


def test_damaged_pdf_is_refused() -> None:
    assert "skadad" in refusal_of(b"%PDF-1.7\n" + os.urandom(3_000), "plan.pdf")


def test_damaged_docx_is_refused() -> None:
    whole = as_docx(PLAN)
    assert "skadat" in refusal_of(whole[: len(whole) // 2], "plan.docx")
    assert "skadat" in refusal_of(with_part(whole, "word/document.xml", b"<w:document"), "plan.docx")


def test_damaged_odt_is_refused() -> None:
    assert "skadat" in refusal_of(with_part(as_odt(PLAN), "content.xml", b"<office:document"), "plan.odt")


def test_docx_with_a_dtd_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document>&b;</w:document>'
    assert "DTD" in refusal_of(with_part(as_docx(PLAN), "word/document.xml", bomb), "plan.docx")


def test_odt_with_a_dtd_is_refused() -> None:
    assert "DTD" in refusal_of(with_part(as_odt(PLAN), "styles.xml", b"<!DOCTYPE x><x/>"), "plan.odt")


def deflated_blanks(size: int) -> bytes:
    """A raw deflate stream that unpacks to `size` blanks; after a full flush each megabyte looks the same."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    megabyte = packer.compress(b" " * 1024 * 1024) + packer.flush(zlib.Z_FULL_FLUSH)
    return megabyte * (size // (1024 * 1024)) + packer.flush()


def bomb(size: int, stated: int) -> bytes:
    """A docx whose document.xml unpacks to `size` bytes while the zip's directory states `stated`."""
    name, stream = b"word/document.xml", deflated_blanks(size)
    sizes = struct.pack("<III", 0, len(stream), stated)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", len(name), 0) + name
    central = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
    central += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local) + len(stream), 0)
    return local + stream + central + end


@pytest.mark.parametrize("stated", [2 * 1024**3, 4_000], ids=["honest", "lying"])
def test_docx_that_unpacks_to_2_gb_is_refused_fast_and_in_little_memory(stated: int) -> None:
    data = bomb(2 * 1024**3, stated)
    tracemalloc.start()
    began = time.monotonic()
    try:
        message = refusal_of(data, "plan.docx")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.monotonic() - began < 2
    assert peak < 40 * 1024 * 1024
    assert "packar upp" in message or "skadat" in message


def test_an_encrypted_zip_entry_is_refused() -> None:
    data = bytearray(as_docx(PLAN))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = data.find(mark)
        while position >= 0:
            data[position + offset] |= 1
            position = data.find(mark, position + 4)
    assert "lösenord" in refusal_of(bytes(data), "plan.docx")
