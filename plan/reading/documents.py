"""Which format a file is in, by its content rather than by its name, and its way to a `Document`."""

import re

from .archives import names_in
from .encodings import decode
from .lines import Document
from .plain import plain_document
from .refusal import DocumentRefused

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 2_000_000

_HOW = "Skicka planen som Word (docx), OpenDocument (odt), pdf, Markdown, org eller ren text."
EMPTY = f"Filen är tom. {_HOW}"
TOO_BIG = "Filen är större än 20 MB. En verksamhetsplan är mycket mindre – ta bort bilderna eller skicka bara texten."
TOO_LONG = "Texten är för lång för att vara en verksamhetsplan. Skicka bara själva planen."
NO_DOCUMENT = f"Filen är inget dokument som går att läsa. {_HOW}"
NO_WORDS = f"Det finns ingen text i dokumentet. {_HOW}"
OLD_WORD = (
    "Filen är ett äldre Word-dokument (doc) eller är skyddad med lösenord. "
    "Spara den som docx utan lösenord och skicka den igen."
)
OTHER_OFFICE = f"Filen är ett kalkylblad eller en presentation, ingen text. {_HOW}"
RICH_TEXT = (
    "Filen är i formatet RTF. Öppna den i Word eller LibreOffice, spara den som docx eller odt och skicka den igen."
)
WEB_PAGE = "Filen är en webbsida. Kopiera texten till ett dokument, eller skriv ut sidan som pdf, och skicka det."

_PICTURES_AND_PROGRAMS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"MZ",
    b"\x7fELF",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"ID3",
    b"\x00\x00\x00",
    b"SQLite format",
    b"wOF2",
    b"\xca\xfe\xba\xbe",
    b"8BPS",
)


def open_document(data: bytes, filename: str) -> Document:
    """The document in `data`. Raises `DocumentRefused` for what is no readable document."""
    if len(data) > MAX_BYTES:
        raise DocumentRefused(TOO_BIG)
    if not data.strip():
        raise DocumentRefused(EMPTY)
    document = _by_content(data, filename)
    if len(document.text) > MAX_CHARACTERS:
        raise DocumentRefused(TOO_LONG)
    if sum(character.isalpha() for character in document.text[:100_000]) < 3:
        raise DocumentRefused(NO_WORDS)
    return document


def _by_content(data: bytes, filename: str) -> Document:
    # The parsers are imported where they are used: reading a text file need not load them.
    if b"%PDF-" in data[:1024]:
        from .pdf import pdf_document

        return pdf_document(data)
    if data.startswith(b"PK"):
        return _zipped(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentRefused(OLD_WORD)
    if data.startswith(b"{\\rtf"):
        raise DocumentRefused(RICH_TEXT)
    if data.startswith(_PICTURES_AND_PROGRAMS) and (b"\x00" in data or data[:2] not in (b"BM", b"MZ")):
        raise DocumentRefused(NO_DOCUMENT)
    text = decode(data)
    if re.match(r"\s*(?:<!doctype html|<html|<\?xml)", text, re.IGNORECASE):
        raise DocumentRefused(WEB_PAGE if "<html" in text[:2000].lower() else NO_DOCUMENT)
    if len(text) > MAX_CHARACTERS:
        raise DocumentRefused(TOO_LONG)
    return plain_document(text, org=filename.lower().endswith(".org"))


def _zipped(data: bytes) -> Document:
    from .office import docx_document, odt_document

    names = names_in(data)
    if any(name.startswith("word/") for name in names):
        return docx_document(data)
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise DocumentRefused(OTHER_OFFICE)
    if "content.xml" in names:
        return odt_document(data)
    raise DocumentRefused(NO_DOCUMENT)
