"""What the annual report tells of the speaking share: sums of the year, of no meeting and no person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plan.berattelse.chapters import Part
from plan.wording import number_word
from traffar.speaking.shares import Comparison, Counted, compare


@dataclass(frozen=True, slots=True)
class SpeakingSums:
    """The comparisons of the plan's period that can be shown."""

    comparisons: tuple[Comparison, ...]


def speaking_parts(rows: Iterable[Counted]) -> Iterator[Part]:
    """The sums of what was counted at what was held."""
    shown = [comparison for comparison in compare(rows) if comparison.groups]
    if not shown:
        return
    yield Part(
        "feminism",
        draft=" ".join(_draft(comparison) for comparison in shown),
        template="traffar/_chapter_speaking.html",
        facts=SpeakingSums(tuple(shown)),
    )


def _draft(comparison: Comparison) -> str:
    """Taltiden räknades vid tolv aktiviteter: kvinnor 48 %, män 52 % av tiden; 310 inlägg."""
    number = comparison.activities
    noun = "aktivitet" if number == 1 else "aktiviteter"
    return f"Taltiden räknades vid {number_word(number)} {noun}: {comparison.words}."
