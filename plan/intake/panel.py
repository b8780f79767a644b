"""What stands beside the document: the sentence or heading that is picked, and what can be done with it."""

from dataclasses import dataclass, replace

from plan.intake.cuts import cuts_of
from plan.intake.describing import STATE_WORDS, describe, doubts_of
from plan.intake.drafting import counts_of
from plan.intake.page import Paragraph, Sentence, sentences_of
from plan.intake.review import Candidate, Heading, Review

# How much is shown on each side of a place to split at.
CUT_WORDS = 4


@dataclass(frozen=True, slots=True)
class Cut:
    """A place to split at, with the words on both sides of it."""

    at: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Near:
    """Where a step leads from what is picked: to another candidate, or to a sentence of either sort."""

    previous: int | None = None
    next: int | None = None
    sentence_before: int | None = None
    sentence_after: int | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A candidate, a sentence that is none, or a heading is picked; nothing at the start and when all is reviewed."""

    reviewed: int
    total: int
    first_left: int | None
    candidate: Candidate | None = None
    sentence: Sentence | None = None
    heading: Heading | None = None
    near: Near = Near()
    can_join: bool = False

    @property
    def start(self) -> int | None:
        picked = self.heading or self.sentence
        return picked.start if picked else None

    @property
    def state(self) -> str:
        return STATE_WORDS[self.candidate.state] if self.candidate else ""

    @property
    def about(self) -> str:
        return describe(self.candidate.commitment) if self.candidate else ""

    @property
    def doubts(self) -> list[str]:
        return doubts_of(self.candidate.commitment) if self.candidate else []

    @property
    def counted(self) -> str:
        return ", ".join(counted.name for counted in counts_of(self.candidate.commitment)) if self.candidate else ""

    @property
    def cuts(self) -> list[Cut]:
        if self.candidate is None:
            return []
        text, start = self.candidate.commitment.text, self.candidate.start
        return [Cut(start + cut, _last_words(text[:cut]), _first_words(text[cut:])) for cut in sorted(cuts_of(text))]


def panel_of(review: Review, paragraphs: tuple[Paragraph, ...], pick: int | None) -> Panel:
    """The panel for the sentence or heading at this offset. Without one, work that has begun goes on where it was."""
    left = review.next_left(-1)
    panel = Panel(len(review.candidates) - len(review.left), len(review.candidates), left)
    if pick is None and panel.reviewed:
        pick = left
    sentences = sentences_of(paragraphs)
    if pick is not None and (heading := review.heading_at(pick)):
        return replace(panel, heading=heading, near=_near(review, sentences, heading.start))
    sentence = next((found for found in sentences if pick is not None and found.start <= pick < found.end), None)
    if sentence is None:
        return panel
    after = next((found for found in sentences if found.start >= sentence.end), None)
    return replace(
        panel,
        candidate=sentence.candidate,
        sentence=sentence,
        near=_near(review, sentences, sentence.start),
        can_join=after is not None and review.heading_of(after.start) == review.heading_of(sentence.start),
    )


def _near(review: Review, sentences: tuple[Sentence, ...], start: int) -> Near:
    candidates = [candidate.start for candidate in review.candidates]
    starts = [sentence.start for sentence in sentences]
    return Near(
        previous=max((found for found in candidates if found < start), default=None),
        next=min((found for found in candidates if found > start), default=None),
        sentence_before=max((found for found in starts if found < start), default=None),
        sentence_after=min((found for found in starts if found > start), default=None),
    )


def _last_words(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= CUT_WORDS else "… " + " ".join(words[-CUT_WORDS:])


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= CUT_WORDS else " ".join(words[:CUT_WORDS]) + " …"
