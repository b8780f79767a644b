"""The document as it was, as paragraphs of sentences that can be picked one by one."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from plan.intake.describing import STATE_WORDS
from plan.intake.review import Candidate, Heading, Review
from plan.reading.layout import blocks_of
from plan.reading.plain import plain_document
from plan.reading.sentences import Span, split_sentences, trimmed


@dataclass(frozen=True, slots=True)
class Sentence:
    """A candidate, or a sentence that nobody takes for a commitment."""

    start: int
    end: int
    text: str
    candidate: Candidate | None = None

    @property
    def state(self) -> str:
        return STATE_WORDS[self.candidate.state] if self.candidate else ""

    @property
    def is_kept(self) -> bool:
        return self.candidate is not None and self.candidate.is_kept

    @property
    def is_settled(self) -> bool:
        """A person has said that it is a commitment."""
        return self.candidate is not None and self.candidate.is_kept and self.candidate.is_reviewed


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading, or some sentences after a list marker or none. Together the paragraphs hold all words of the document.

    `said` is the heading as the document has it. `is_title`: what the whole plan is called. `passed_over`: what the
    reader took for no part of the plan, such as a page number or a web page's menu.
    """

    start: int
    marker: str = ""
    heading: Heading | None = None
    said: str = ""
    sentences: tuple[Sentence, ...] = ()
    is_title: bool = False
    passed_over: bool = False


def paragraphs_of(review: Review) -> tuple[Paragraph, ...]:
    """The whole document in order; a candidate or heading is never cut in two."""
    headings = {heading.start: heading for heading in review.headings if heading.text}
    blocks = blocks_of(plain_document(review.text))
    titles = {block.start for block in blocks if block.kind == "heading" and block.level == 0}
    found: list[Paragraph] = []
    end = 0
    for span in _spans(review, [Span(block.start, block.end) for block in blocks]):
        *passed_over, marker = _between(review.text, end, span.start)
        found += [_paragraph(review, line, passed_over=True) for line in passed_over]
        if span.start in headings:
            words = review.text[span.start : span.end]
            found.append(Paragraph(span.start, heading=headings[span.start], said=words))
        else:
            said = _paragraph(review, span, review.text[marker.start : marker.end], is_title=span.start in titles)
            # A number with nothing but a full stop behind it is still a word of the document.
            found.append(said if said.sentences else _paragraph(review, marker, passed_over=True))
        end = span.end
    rest = _between(review.text, end, len(review.text))
    found += [_paragraph(review, line, passed_over=True) for line in rest]
    return tuple(paragraph for paragraph in found if paragraph.heading or paragraph.sentences)


def sentences_of(paragraphs: tuple[Paragraph, ...]) -> tuple[Sentence, ...]:
    return tuple(sentence for paragraph in paragraphs for sentence in paragraph.sentences)


def next_in_area(review: Review, sentence: Sentence) -> Sentence | None:
    """The sentence that `join` would take in: the next one before a new heading."""
    after = (other for other in sentences_of(paragraphs_of(review)) if other.start >= sentence.end)
    following = next(after, None)
    if following is None or review.heading_of(following.start) != review.heading_of(sentence.start):
        return None
    return following


def _spans(review: Review, blocks: list[Span]) -> Iterator[Span]:
    """The reader's blocks, widened where a candidate reaches over several, and cut where a heading begins and ends."""
    candidates = [Span(candidate.start, candidate.end) for candidate in review.candidates]
    cuts = sorted({offset for heading in review.headings if heading.text for offset in (heading.start, heading.end)})
    headings = [Span(heading.start, heading.end) for heading in review.headings if heading.text]
    for whole in _merged(sorted(blocks + candidates + headings)):
        edges = [whole.start, *(cut for cut in cuts if whole.start < cut < whole.end), whole.end]
        for start, end in pairwise(edges):
            span = trimmed(review.text, start, end)
            if span.start < span.end:
                yield span


def _merged(spans: list[Span]) -> Iterator[Span]:
    current: Span | None = None
    for span in spans:
        if current and span.start < current.end:
            current = Span(current.start, max(current.end, span.end))
        else:
            if current:
                yield current
            current = span
    if current:
        yield current


def _between(text: str, start: int, end: int) -> list[Span]:
    """The lines between two blocks: whole ones that the reader passed over, and last the marker of the block."""
    *lines, last = text[start:end].split("\n")
    spans: list[Span] = []
    for line in lines:
        spans.append(trimmed(text, start, start + len(line)))
        start += len(line) + 1
    return [*(span for span in spans if span.start < span.end), trimmed(text, start, start + len(last))]


def _paragraph(
    review: Review, span: Span, marker: str = "", *, is_title: bool = False, passed_over: bool = False
) -> Paragraph:
    sentences = tuple(_sentences(review, span))
    return Paragraph(span.start, marker, sentences=sentences, is_title=is_title, passed_over=passed_over)


def _sentences(review: Review, span: Span) -> Iterator[Sentence]:
    position = span.start
    first, last = (bisect_left(review.candidates, offset, key=attrgetter("start")) for offset in span)
    for candidate in review.candidates[first:last]:
        yield from _plain(review.text, position, candidate.start)
        yield Sentence(candidate.start, candidate.end, candidate.commitment.text, candidate)
        position = candidate.end
    yield from _plain(review.text, position, span.end)


def _plain(text: str, start: int, end: int) -> Iterator[Sentence]:
    """The sentences of a stretch; rulers and loose marks are none."""
    for span in split_sentences(text, start, end):
        said = text[span.start : span.end]
        if any(character.isalnum() for character in said):
            yield Sentence(span.start, span.end, said)
