"""The picture that chats and social media show for a link: 1200 × 630, drawn with the program's own fonts.

Pillow reads the variable woff2 files that the pages use (its FreeType is built with Brotli).
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from hashlib import sha256
from io import BytesIO
from itertools import groupby

from django.core.cache import cache
from PIL import Image, ImageDraw, ImageFont

from distrikt.organisation.models import District
from distrikt.typeset import STATIC
from traffar.public.event import OpenEvent

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN, TOP, FOOT = 80, 72, 472
PAPER, INK, SOFT, RED, RULE = "#faf8f4", "#1d1b19", "#5d5852", "#a3122a", "#ddd6cb"
# The largest size in which the title takes no more lines than that; the last one cuts it.
TITLE_SIZES = ((92, 2), (76, 3), (60, 4))
LEADING = 1.12
KEPT_S = 7 * 24 * 3600
# Changes with the drawing, so that no old picture is kept.
DRAWING = "1"

_SERIF, _SANS = "source-serif-4", "inter"
# As their CSS says: which letters the first file has, and which the second.
_OTHERS_OF_LATIN = frozenset("ıŒœˆ˚˜€™−")


@dataclass(frozen=True, slots=True)
class PictureWords:
    """All that the picture says, so that two with the same words are one."""

    title: str
    when: str
    where: str
    hosts: str
    district: str
    is_cancelled: bool

    @property
    def digest(self) -> str:
        return sha256(repr((DRAWING, astuple(self))).encode()).hexdigest()


def picture_words(event: OpenEvent, district: District | None) -> PictureWords:
    name = district.display_name if district else ""
    return PictureWords(event.title, event.when, event.place, event.host_names, name, event.is_cancelled)


def share_picture(words: PictureWords) -> bytes:
    """The PNG, drawn once for the same words."""
    key = f"delningsbild:{words.digest}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = draw(words)
        cache.set(key, kept, KEPT_S)
    return kept


def draw(words: PictureWords) -> bytes:
    image = Image.new("RGB", SIZE, PAPER)
    page = ImageDraw.Draw(image)
    page.rectangle((0, 0, WIDTH, 12), fill=RED)
    when = Pen(_SANS, 34, 600)
    lead = f"Inställt: {words.when}" if words.is_cancelled else words.when
    when.write(page, (MARGIN, TOP), when.cut(lead, WIDTH - 2 * MARGIN), RED)
    pen, lines = _title(words.title)
    for number, line in enumerate(lines):
        pen.write(page, (MARGIN, TOP + 68 + number * pen.size * LEADING), line, INK)
    page.line((MARGIN, FOOT, WIDTH - MARGIN, FOOT), fill=RULE, width=3)
    name = Pen(_SERIF, 32, 700)
    district = name.cut(words.district, WIDTH // 2 - MARGIN)
    name.write(page, (WIDTH - MARGIN - name.width(district), FOOT + 22), district, INK)
    foot = Pen(_SANS, 30, 450)
    room = WIDTH - 2 * MARGIN - name.width(district) - 40
    for number, line in enumerate(filter(None, (words.where, words.hosts))):
        foot.write(page, (MARGIN, FOOT + 22 + number * 44), foot.cut(line, room), SOFT)
    content = BytesIO()
    image.quantize(64).save(content, "PNG", optimize=True)
    return content.getvalue()


class Pen:
    """A font in a size and weight; letters that its first file lacks come from the second, others are left out."""

    def __init__(self, family: str, size: int, weight: int) -> None:
        self.size = size
        self.fonts = {
            part: ImageFont.truetype(STATIC / "fonts" / f"{family}-{part}-wght-normal.woff2", size)
            for part in ("latin", "latin-ext")
        }
        for font in self.fonts.values():
            font.set_variation_by_axes([weight])

    def width(self, text: str) -> float:
        return sum(self.fonts[part].getlength(run) for part, run in _runs(text))

    def write(self, page: ImageDraw.ImageDraw, at: tuple[float, float], text: str, colour: str) -> None:
        x, y = at
        for part, run in _runs(text):
            font = self.fonts[part]
            # On a common baseline, whatever the heights of the two files' letters.
            page.text((x, y + self.size), run, font=font, fill=colour, anchor="ls")
            x += font.getlength(run)

    def cut(self, text: str, room: float) -> str:
        """The text, or as much of it as there is room for."""
        if self.width(text) <= room:
            return text
        while text and self.width(f"{text}…") > room:
            text = text[:-1].rstrip()
        return f"{text}…"

    def lines(self, text: str, room: float) -> list[str]:
        """The text broken between words, and within one that is wider than the room."""
        found = [""]
        for word in text.split():
            longer = f"{found[-1]} {word}".strip()
            if self.width(longer) <= room:
                found[-1] = longer
                continue
            if found[-1]:
                found.append("")
            for letter in word:
                if self.width(found[-1] + letter) > room:
                    found.append("")
                found[-1] += letter
        return found


def _title(title: str) -> tuple[Pen, list[str]]:
    room = WIDTH - 2 * MARGIN
    for size, most in TITLE_SIZES:
        pen = Pen(_SERIF, size, 600)
        fits_words = all(pen.width(word) <= room for word in title.split())
        lines = pen.lines(title, room)
        if len(lines) <= most and fits_words:
            return pen, lines
    if len(lines) > most:
        lines = [*lines[: most - 1], pen.cut(" ".join(lines[most - 1 :]), room)]
    return pen, lines


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """(part of the font, letters) for each stretch of the text."""
    for part, letters in groupby(text, _part_of):
        if part:
            yield part, "".join(letters)


def _part_of(letter: str) -> str:
    if not letter.isprintable() and letter != "\xa0":
        return ""
    if letter < "\u0100" or "\u2010" <= letter <= "\u2027" or letter in _OTHERS_OF_LATIN:
        return "latin"
    return "latin-ext" if letter < "\u0250" or "\u1e00" <= letter <= "\u1eff" else ""
