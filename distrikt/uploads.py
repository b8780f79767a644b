"""Files that people send: checked by what they contain, made anew, stored under a random name."""

import uuid
from io import BytesIO
from typing import Literal

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

LARGEST_BYTES = 15 * 1024 * 1024
# More than any camera gives; a larger picture is an attempt to fill the memory.
LARGEST_PIXELS = 60_000_000
ACCEPTED = ("JPEG", "PNG", "WEBP")

NOT_A_PICTURE = "Filen är ingen bild som går att läsa. Välj en bild i formatet JPEG, PNG eller WebP."


def remade_image(upload: UploadedFile, *, longest_side: int, output: Literal["JPEG", "PNG"]) -> ContentFile[bytes]:
    """The picture drawn anew, at most `longest_side` pixels wide and high: nothing of what the file hid comes along.

    The size is read before the picture is unpacked. ValidationError, in Swedish, for what is no picture or too large.
    """
    if (upload.size or 0) > LARGEST_BYTES:
        raise ValidationError(f"Bilden är större än {LARGEST_BYTES // 1024**2} MB. Välj en mindre.")
    try:
        with Image.open(upload, formats=ACCEPTED) as opened:
            if opened.width * opened.height > LARGEST_PIXELS:
                raise ValidationError("Bilden har för många bildpunkter. Minska den och försök igen.")
            picture = ImageOps.exif_transpose(opened).convert("RGBA" if output == "PNG" else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError("Bilden har för många bildpunkter. Minska den och försök igen.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(NOT_A_PICTURE) from error
    picture.thumbnail((longest_side, longest_side))
    content = BytesIO()
    # A picture of its own: neither EXIF nor colour profile nor comments of the original.
    Image.frombytes(picture.mode, picture.size, picture.tobytes()).save(content, output, optimize=True)
    return ContentFile(content.getvalue(), name=f"{uuid.uuid4().hex}.{output.lower()}")
