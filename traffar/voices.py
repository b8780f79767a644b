"""What people wrote of how it went, in a sentence: a few of them stand in the annual report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plan.berattelse.chapters import Part
from plan.wording import day_words

# So many in a chapter of the plan: those of what most people came to, the latest first among equals.
MOST = 3


@dataclass(frozen=True, slots=True)
class Voice:
    """A sentence, and what it is about."""

    said: str
    title: str
    place: str
    day: date
    headcount: int

    @property
    def about(self) -> str:
        """Torgmöte, Stora torget, 14 mars"""
        return ", ".join(filter(None, (self.title, self.place, day_words(self.day))))


@dataclass(frozen=True, slots=True)
class Voices:
    voices: tuple[Voice, ...]


def voices_part(chapter: str, voices: Iterable[Voice], most: int = MOST) -> Part | None:
    """A few of a chapter's sentences by day, each told once; None when nobody has written any."""
    by_weight = sorted(voices, key=lambda voice: (voice.headcount, voice.day), reverse=True)
    once: dict[str, Voice] = {}
    for voice in by_weight:
        once.setdefault(voice.said.casefold(), voice)
    chosen = sorted([*once.values()][:most], key=lambda voice: voice.day)
    return (
        Part(chapter, template="traffar/_chapter_voices.html", facts=Voices(tuple(chosen)), place=1) if chosen else None
    )
