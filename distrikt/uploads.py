"""Files that people send: checked by what they contain, made anew, stored under a random name. And what is left of
files that no row came to know of."""

import hashlib
import re
import uuid
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
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
# The part that makes a packed file what its name says.
_PART_OF = {
    "docx": "word/document.xml",
    "odt": "content.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
KINDS_WORDS = "PDF, Word (docx), OpenDocument (odt), Excel (xlsx), PowerPoint (pptx) eller en bild (png, jpg)"


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that is what it says it is, under a random name; `sha256` is of what is stored."""

    content: "ContentFile[bytes]"
    ending: str
    sha256: str


def checked_document(upload: "UploadedFile[bytes]") -> CheckedFile:
    """A paper that people hand in: known by its ending and its content alike. A picture is drawn anew.

    ValidationError, in Swedish, for what is too large, of another kind, or not what its name says.
    """
    if (upload.size or 0) > LARGEST_DOCUMENT:
        size = f"{(upload.size or 0) // MEGABYTE} MB"
        raise ValidationError(f"Filen är {size}. Högst {LARGEST_DOCUMENT // MEGABYTE} MB går att lägga in.")
    ending = str(upload.name or "").rpartition(".")[2].lower()
    if ending not in DOCUMENT_TYPES:
        raise ValidationError(f"Den sortens fil går inte att lägga in. Välj {KINDS_WORDS}.")
    if ending in {"png", "jpg", "jpeg"}:
        content = remade_image(upload, longest_side=LONGEST_SIDE, output="PNG" if ending == "png" else "JPEG")
        return CheckedFile(content, ending, hashlib.sha256(content.read()).hexdigest())
    upload.seek(0)
    data = upload.read()
    if ending == "pdf":
        if not data.startswith(b"%PDF-"):
            raise ValidationError("Filen heter pdf men är ingen PDF. Spara den på nytt och försök igen.")
    else:
        _check_packed(data, ending)
    stored = ContentFile(data, name=f"{uuid.uuid4().hex}.{ending}")
    return CheckedFile(stored, ending, hashlib.sha256(data).hexdigest())


def _check_packed(data: bytes, ending: str) -> None:
    """Read from the file's own list of its parts: nothing is unpacked."""
    broken = ValidationError(
        f"Filen heter {ending} men går inte att läsa som en sådan. Öppna den, spara den på nytt och försök igen."
    )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            is_odt = "mimetype" in parts and archive.open("mimetype").read(64) == DOCUMENT_TYPES["odt"].encode()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise broken from error
    if _PART_OF[ending] not in parts or (ending == "odt") != is_odt:
        raise broken
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts.values()) > LARGEST_UNPACKED:
        raise ValidationError("Filen blir orimligt stor när den packas upp. Minska bilderna i den och försök igen.")
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise ValidationError("Filen har makron, som kan göra skada. Spara den utan makron och försök igen.")


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
