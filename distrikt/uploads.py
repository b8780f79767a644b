"""Files that people send: checked by what they contain, made anew without what tells who made them, stored under a
random name. And what is left of files that no row came to know of."""

import hashlib
import re
import shutil
import uuid
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Literal

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile
from django.db.models import FileField
from PIL import Image, ImageFile, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError, PyPdfError

# A file is written before its row. One that no row names after this long has lost it in a crash.
LEFT_AFTER = timedelta(days=1)
LARGEST_BYTES = 15 * 1024 * 1024
# More than any camera gives; a larger picture is an attempt to fill the memory.
LARGEST_PIXELS = 60_000_000
ACCEPTED = ("JPEG", "PNG", "WEBP")

NOT_A_PICTURE = "Filen är ingen bild som går att läsa. Välj en bild i formatet JPEG, PNG eller WebP."
TOO_MANY_PIXELS = "Bilden har för många bildpunkter. Minska den och försök igen."


# What iPhones write; Pillow cannot read it, and many browsers cannot show it.
_HEIC = re.compile(rb".{4}ftyp(hei[cmsx]|hevc|mif1|msf1|avif)", re.DOTALL)
HEIC = (
    "Bilden är i telefonens eget format (HEIC), som inte går att visa överallt. "
    "Ta en skärmbild av den, eller välj ”Mest kompatibelt” i kamerans inställningar, och försök igen."
)


def _why_unreadable(upload: "UploadedFile[bytes]") -> str:
    upload.seek(0)
    return HEIC if _HEIC.match(upload.read(16)) else NOT_A_PICTURE


def remade_image(
    upload: "UploadedFile[bytes]", *, longest_side: int, output: Literal["JPEG", "PNG"]
) -> "ContentFile[bytes]":
    """The picture drawn anew, at most `longest_side` pixels wide and high: nothing of what the file hid comes along.

    The size is read before the picture is unpacked. ValidationError, in Swedish, for what is no picture or too large.
    """
    if (upload.size or 0) > LARGEST_BYTES:
        raise ValidationError(f"Bilden är större än {LARGEST_BYTES // 1024**2} MB. Välj en mindre.")
    # The library that makes PDFs lets half a picture pass, for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(upload, formats=ACCEPTED) as opened:
            if opened.width * opened.height > LARGEST_PIXELS:
                raise ValidationError(TOO_MANY_PIXELS)
            # Before anything else: a JPEG is then unpacked at the scale that is wanted, which spares memory.
            opened.thumbnail((longest_side, longest_side))
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_MANY_PIXELS) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_why_unreadable(upload)) from error
    # A picture of its own: neither EXIF nor colour profile nor comments of the original. JPEG knows no transparency.
    ground = Image.new("RGBA", picture.size, "white" if output == "JPEG" else (0, 0, 0, 0))
    ground.alpha_composite(picture)
    content = BytesIO()
    ground.convert("RGB" if output == "JPEG" else "RGBA").save(content, output, optimize=True)
    return ContentFile(content.getvalue(), name=f"{uuid.uuid4().hex}.{output.lower()}")


MEGABYTE = 1024 * 1024
LARGEST_DOCUMENT = 20 * MEGABYTE
# Packed documents: what they may come to when somebody opens them, and of how many parts.
LARGEST_UNPACKED, MOST_PARTS = 200 * MEGABYTE, 5000
LONGEST_SIDE = 3000
# What may be sent, by the ending of its name, and as what it is handed out.
DOCUMENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
_WORDS = {
    "pdf": "PDF",
    "docx": "Word (docx)",
    "odt": "OpenDocument (odt)",
    "xlsx": "Excel (xlsx)",
    "pptx": "PowerPoint (pptx)",
    "png": "bild (png)",
    "jpg": "bild (jpg)",
}
# The part that makes a packed file what its name says.
_PART_OF = {
    "docx": "word/document.xml",
    "odt": "content.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
_SCHEMAS, _ODF = "http://schemas.openxmlformats.org", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
# What stands in place of those parts that tell who wrote a packed file, when and where.
_TELLS_NOTHING = {
    "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_SCHEMAS}/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": f'<Properties xmlns="{_SCHEMAS}/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{_SCHEMAS}/officeDocument/2006/custom-properties"/>',
    "meta.xml": f'<office:document-meta xmlns:office="{_ODF}" office:version="1.2"/>',
}
# What a PDF does by itself when it is opened, and what it tells of who made it.
_RUNS = ("/OpenAction", "/AA", "/Metadata")
DAMAGED = "Filen är skadad och går inte att öppna. Spara den på nytt och försök igen."
ENCRYPTED = "Filen är skyddad med lösenord. Ta bort lösenordet och försök igen."
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
_BROKEN_PDF = (PyPdfError, DependencyError, OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that is what it says it is, under a random name; `sha256` is of what is stored."""

    content: "ContentFile[bytes]"
    ending: str
    sha256: str


def kinds_in_words(kinds: Collection[str] = tuple(_WORDS)) -> str:
    """PDF, Word (docx) eller bild (jpg)"""
    *others, last = (_WORDS[kind] for kind in kinds)
    return f"{', '.join(others)} eller {last}" if others else last


def accepted_endings(kinds: Collection[str] = tuple(_WORDS)) -> str:
    """As a field for files has them: ".pdf,.jpg,.jpeg"."""
    return ",".join(f".{kind}" for kind in (*kinds, *(["jpeg"] if "jpg" in kinds else [])))


def checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def checked_document(upload: "UploadedFile[bytes]", *, kinds: Collection[str] = tuple(_WORDS)) -> CheckedFile:
    """A file that people hand in: known by its ending and its content alike, without what tells who made it.

    A picture is drawn anew. A signed PDF is kept as it is: any change would break the signature. ValidationError, in
    Swedish, for what is too large, of another kind, or not what its name says.
    """
    if (upload.size or 0) > LARGEST_DOCUMENT:
        size = f"{(upload.size or 0) // MEGABYTE} MB"
        raise ValidationError(f"Filen är {size}. Högst {LARGEST_DOCUMENT // MEGABYTE} MB går att lägga in.")
    ending = str(upload.name or "").rpartition(".")[2].lower()
    kind = "jpg" if ending == "jpeg" else ending
    if kind not in kinds:
        raise ValidationError(f"Den sortens fil går inte att lägga in. Välj {kinds_in_words(kinds)}.")
    if kind in {"png", "jpg"}:
        content = remade_image(upload, longest_side=LONGEST_SIDE, output="PNG" if kind == "png" else "JPEG")
        return CheckedFile(content, ending, checksum(content.read()))
    upload.seek(0)
    data = upload.read()
    if not data:
        raise ValidationError("Filen är tom. Välj en annan.")
    clean = _clean_pdf(data) if kind == "pdf" else _clean_packed(data, kind)
    return CheckedFile(ContentFile(clean, name=f"{uuid.uuid4().hex}.{kind}"), kind, checksum(clean))


def _clean_packed(data: bytes, ending: str) -> bytes:
    """Checked by the file's own list of its parts before anything is unpacked; then packed anew, part by part."""
    broken = ValidationError(
        f"Filen heter {ending} men går inte att läsa som en sådan. Öppna den, spara den på nytt och försök igen."
    )
    cleaned = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            is_odt = "mimetype" in parts and archive.open("mimetype").read(64) == DOCUMENT_TYPES["odt"].encode()
            if _PART_OF[ending] not in parts or (ending == "odt") != is_odt or len(parts) != len(archive.infolist()):
                raise broken
            _check_parts(parts)
            with zipfile.ZipFile(cleaned, "w", zipfile.ZIP_DEFLATED) as made:
                for name, part in parts.items():
                    _copy_part(archive, part, made, _TELLS_NOTHING.get(name))
    except ValidationError:
        raise
    except _BROKEN_ZIP as error:
        raise broken from error
    return cleaned.getvalue()


def _check_parts(parts: Mapping[str, zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts.values()) > LARGEST_UNPACKED:
        raise ValidationError("Filen blir orimligt stor när den packas upp. Minska bilderna i den och försök igen.")
    if any(part.flag_bits & 1 for part in parts.values()):
        raise ValidationError(ENCRYPTED)
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise ValidationError("Filen har makron, som kan göra skada. Spara den utan makron och försök igen.")


def _copy_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, made: zipfile.ZipFile, instead: str | None) -> None:
    """The part, or what stands `instead` of it. Neither its day nor its comment comes along."""
    entry = zipfile.ZipInfo(part.filename)
    entry.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
    if instead is not None:
        made.writestr(entry, instead)
        return
    with archive.open(part) as source, made.open(entry, "w") as target:
        shutil.copyfileobj(source, target)


def _clean_pdf(data: bytes) -> bytes:
    if not data.startswith(b"%PDF-"):
        raise ValidationError("Filen heter pdf men är ingen PDF. Spara den på nytt och försök igen.")
    try:
        reader = PdfReader(BytesIO(data))
        # Many are locked against changes alone, and open for everybody.
        if reader.is_encrypted and not reader.decrypt(""):
            raise ValidationError(ENCRYPTED)
        if not len(reader.pages):
            raise ValidationError(DAMAGED)
        if _is_signed(reader):
            return data
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        for name in _RUNS:
            writer.root_object.pop(name, None)
        if (names := writer.root_object.get("/Names")) is not None:
            names.get_object().pop("/JavaScript", None)
        cleaned = BytesIO()
        writer.write(cleaned)
    except ValidationError:
        raise
    except _BROKEN_PDF as error:
        raise ValidationError(DAMAGED) from error
    return cleaned.getvalue()


def _is_signed(reader: PdfReader) -> bool:
    """A field of its form holds a signature: that the bytes of one occur somewhere is not enough."""
    fields = (reader.get_fields() or {}).values()
    values = (field.get("/V") for field in fields if field.get("/FT") == "/Sig")
    return any("/ByteRange" in value.get_object() for value in values if value is not None)


@contextmanager
def stored(content: "ContentFile[bytes]", field: FileField) -> Iterator[str]:
    """The file in the field's storage and folder, under the name that it yields; taken away again if what follows
    fails."""
    name = field.storage.save(f"{field.upload_to}{content.name}", content)
    try:
        yield name
    except BaseException:
        field.storage.delete(name)
        raise


def remove_leftovers(*, at: datetime) -> int:
    """Remove the files of every model's file fields that no row names: what a crash left. Returns how many."""
    removed = 0
    for (storage, folder), fields in _folders().items():
        old = [name for name in _files_in(storage, folder) if storage.get_modified_time(name) < at - LEFT_AFTER]
        for name in set(old) - _named(fields):
            storage.delete(name)
            removed += 1
    return removed


def _folders() -> dict[tuple[Storage, str], list[FileField]]:
    """Where files lie, with the fields that name them."""
    folders: defaultdict[tuple[Storage, str], list[FileField]] = defaultdict(list)
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, FileField):
                folders[field.storage, str(field.upload_to)].append(field)
    return folders


def _files_in(storage: Storage, folder: str) -> Iterator[str]:
    if storage.exists(folder):
        yield from (f"{folder}{name}" for name in storage.listdir(folder)[1])


def _named(fields: list[FileField]) -> set[str]:
    return {name for field in fields for name in field.model._default_manager.values_list(field.name, flat=True)}
