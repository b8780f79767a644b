"""Files that the board takes in with its minutes: PDF, .docx and pictures of signed pages. Checked by content.

What a file tells of who wrote it is taken away. A PDF with an electronic signature is kept as it is: any change would
break the signature.
"""

import hashlib
import re
import uuid
import zipfile
import zlib
from collections.abc import Collection
from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from distrikt.uploads import remade_image
from plan.reading.archives import names_in, text_parts
from plan.reading.refusal import DocumentRefused

LARGEST_BYTES = 20 * 1024 * 1024
# A signed page is still read when its longer side has so many pixels.
LONGEST_SIDE = 2600
# How the content of each begins.
_BEGINS = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "jpg": b"\xff\xd8\xff"}
_NAMES = {"pdf": "PDF", "docx": "Word (docx)", "jpg": "JPG"}
_BODY = re.compile(r"word/document\.xml")
_RUNS = ("/OpenAction", "/AA", "/Metadata")
# What stands in place of those parts of a .docx that tell who wrote it and when.
_SCHEMAS = "http://schemas.openxmlformats.org"
_PROPERTIES = {
    "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_SCHEMAS}/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": f'<Properties xmlns="{_SCHEMAS}/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{_SCHEMAS}/officeDocument/2006/custom-properties"/>',
}

DAMAGED = "Filen är skadad och går inte att öppna. Spara den på nytt och försök igen."
ENCRYPTED = "Filen är skyddad med lösenord. Ta bort lösenordet och försök igen."
MACROS = "Dokumentet innehåller makron, som kan göra skada. Spara det utan makron, eller som PDF."


def checked_paper(upload: "UploadedFile[bytes]", *, kinds: Collection[str]) -> "ContentFile[bytes]":
    """The file under a random name, ready to be stored. ValidationError, in Swedish, for what is not of the kinds."""
    ending = PurePath(upload.name or "").suffix.lower().removeprefix(".").replace("jpeg", "jpg")
    wanted = " eller ".join(_NAMES[kind] for kind in kinds)
    if ending not in kinds:
        raise ValidationError(f"Välj en fil av slaget {wanted}.")
    if (upload.size or 0) > LARGEST_BYTES:
        raise ValidationError(f"Filen är större än {LARGEST_BYTES // 1024**2} MB. Välj en mindre.")
    upload.seek(0)
    content = upload.read()
    if not content:
        raise ValidationError("Filen är tom. Välj en annan.")
    if not content.startswith(_BEGINS[ending]):
        raise ValidationError(f"Filen heter .{ending}, men innehållet är något annat. Välj en fil av slaget {wanted}.")
    if ending == "jpg":
        upload.seek(0)
        return remade_image(upload, longest_side=LONGEST_SIDE, output="JPEG")
    clean = _pdf(content) if ending == "pdf" else _docx(content)
    return ContentFile(clean, name=f"{uuid.uuid4().hex}.{ending}")


def checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _pdf(content: bytes) -> bytes:
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise ValidationError(ENCRYPTED)
        pages = len(reader.pages)
        if b"/ByteRange" in content:
            return content
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        _drop_what_runs(writer.root_object)
        cleaned = BytesIO()
        writer.write(cleaned)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValidationError(DAMAGED) from error
    if not pages:
        raise ValidationError(DAMAGED)
    return cleaned.getvalue()


def _drop_what_runs(root: DictionaryObject) -> None:
    for name in _RUNS:
        root.pop(name, None)
    names = root.get("/Names")
    if names is not None:
        names.get_object().pop("/JavaScript", None)


def _docx(content: bytes) -> bytes:
    try:
        if not text_parts(content, _BODY):
            raise ValidationError(DAMAGED)
        names = names_in(content)
    except DocumentRefused as error:
        raise ValidationError(DAMAGED) from error
    if any(name.endswith("vbaProject.bin") for name in names):
        raise ValidationError(MACROS)
    cleaned = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(content)) as given, zipfile.ZipFile(cleaned, "w", zipfile.ZIP_DEFLATED) as made:
            for entry in given.infolist():
                made.writestr(entry.filename, _PROPERTIES.get(entry.filename) or given.read(entry))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ValidationError(DAMAGED) from error
    return cleaned.getvalue()
