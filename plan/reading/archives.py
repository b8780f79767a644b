"""Opening zip files (docx, odt) without being blown up by them."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable

from .refusal import DocumentRefused

MAX_ENTRIES = 5_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_TEXT_PARTS = 12 * 1024 * 1024
_CHUNK = 64 * 1024

TOO_LARGE = (
    "Filen packar upp sig till mer än vad en verksamhetsplan kan rymma och läses därför inte. "
    "Kopiera texten till ett nytt dokument och skicka det."
)
DAMAGED = (
    "Dokumentet är skadat och går inte att öppna. Öppna det i Word eller LibreOffice, spara det på nytt och skicka det."
)
ENCRYPTED = "Dokumentet är skyddat med lösenord. Ta bort lösenordet, spara och skicka filen igen."
_UNSAFE_XML = (
    "Dokumentet innehåller en dokumenttypsdefinition (DTD), som kan missbrukas, och läses därför inte. "
    "Öppna det i Word eller LibreOffice, spara det på nytt och skicka det."
)
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DTD_UTF_16 = re.compile(rb"<\x00!\x00\s?\x00?[Dd]\x00[Oo]\x00|\x00<\x00!\x00[Dd]\x00[Oo]")


def text_parts(data: bytes, wanted: re.Pattern[str]) -> dict[str, bytes]:
    """The parts of a zip file whose names match, unpacked under limits and free from DTDs.

    First the sizes that the zip's directory states are added up, so that most bombs never unpack a byte; then the real
    streams are counted while they are read, since a directory can lie.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_directory(entries, wanted)
            return _unpacked(archive, [entry for entry in entries if wanted.fullmatch(entry.filename)])
    except DocumentRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise DocumentRefused(DAMAGED) from error


def names_in(data: bytes) -> set[str]:
    """The names in a zip file's directory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {entry.filename for entry in archive.infolist()[:MAX_ENTRIES]}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DocumentRefused(DAMAGED) from error


def _check_directory(entries: list[zipfile.ZipInfo], wanted: re.Pattern[str]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise DocumentRefused(TOO_LARGE)
    if sum(entry.file_size for entry in entries if wanted.fullmatch(entry.filename)) > MAX_TEXT_PARTS:
        raise DocumentRefused(TOO_LARGE)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise DocumentRefused(ENCRYPTED)


def _unpacked(archive: zipfile.ZipFile, entries: Iterable[zipfile.ZipInfo]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        content = bytearray()
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > MAX_TEXT_PARTS:
                    raise DocumentRefused(TOO_LARGE)
                content += chunk
        if _DTD.search(content) or _DTD_UTF_16.search(content):
            raise DocumentRefused(_UNSAFE_XML)
        parts[entry.filename] = bytes(content)
    return parts


def repacked(parts: dict[str, bytes], first: str | None = None) -> io.BytesIO:
    """A small zip of just these parts, for a parser that wants a file; `first` is stored uncompressed at the start."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        if first and first in parts:
            archive.writestr(first, parts[first], compress_type=zipfile.ZIP_STORED)
        for name, content in parts.items():
            if name != first:
                archive.writestr(name, content)
    buffer.seek(0)
    return buffer
