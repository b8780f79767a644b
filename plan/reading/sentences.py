"""Cutting a paragraph into sentences and a sentence into words, with offsets kept."""

import re
from typing import NamedTuple

from .lexicon import word_set

# Written with full stops inside or after; "t.ex", "bl. a." and "bl a" are the same word to a reader.
_ABBREVIATIONS = word_set(
    """bl.a bla t.ex tex d.v.s dvs o.s.v osv m.m mm m.fl mfl m.a.o fr.o.m from t.o.m tom p.g.a pga s.k sk f.d f.n
    f.ö e.d e.dyl o.d o.dyl el.dyl etc ev resp inkl exkl ca cirka kl nr st jfr sid s tel v ggr prel ordf sekr
    kap mån tis ons tors fre lör sön jan feb mar apr jun jul aug sep sept okt nov dec max min avd dr prof st:a
    art bil enl f.v.b i.o.m u.a ö.h.t forts t.v v.ordf vice.ordf a b c d e f g h i j k l m n o p q r t u w x y z
    å ä ö"""
)
# These may end a sentence too, when a new one begins with a capital letter.
_MAY_END = word_set("m.m mm m.fl mfl o.s.v osv etc e.d e.dyl o.d o.dyl el.dyl st")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
_TOKEN_BEFORE = re.compile(r"[\w.:]+$")
_OPENS_SENTENCE = re.compile(r"[\"'”“«»(\[–—\-•*_]*\s*(?:[A-ZÅÄÖÉÜ]|\d)")
_LOOSE_ABBREVIATION = re.compile(r"\b(?:bl|t|m|d|o|s|p|f|fr|e|v|o\.s|d\.v|fr\.o|t\.o|p\.g|el)\.? ?$", re.IGNORECASE)

_WEEK = re.compile(r"\b(?:v\.?|vecka)\s*\d+$", re.IGNORECASE)

WORD = re.compile(r"\w+(?:[-–:.&/]\w+)*|\d+ ?%|[^\w\s]")


class Span(NamedTuple):
    """A stretch of the document's text."""

    start: int
    end: int


class Word(NamedTuple):
    """A word or punctuation mark of a sentence with its offset in that sentence."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word in lower case, for look-ups."""
        return self.text.lower()


def flattened(sentence: str) -> str:
    """A sentence for analysis: on one line, with words that were divided at a line's end whole again."""
    whole = re.sub(r"(?<=[a-zåäö])[-\u00ad\u2010]\s*[\r\n]+\s*(?=[a-zåäö])(?!och\b|eller\b|samt\b)", "", sentence)
    return re.sub(r"[\s\u200b]+", " ", whole)


def words_of(sentence: str) -> list[Word]:
    """The words and punctuation marks of a sentence."""
    return [Word(match.group(), match.start(), match.end()) for match in WORD.finditer(sentence)]


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text[start:end]`, each with its end mark and without surrounding blanks.

    Full stops in abbreviations, initials ("D.E.M.O.N."), dates ("19.11.12"), ordinals and addresses do not end one.
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    begin = start
    for match in _END.finditer(text, start, end):
        if match.end() < end and not _ends_sentence(text, begin, match, end):
            continue
        spans.append(trimmed(text, begin, match.end()))
        begin = match.end()
    spans.append(trimmed(text, begin, end))
    return [span for span in spans if span.start < span.end]


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    after = match.end()
    while after < end and text[after].isspace():
        after += 1
    if after == end:
        return True
    if not _OPENS_SENTENCE.match(text, after, end):
        return False
    if match.group()[0] != ".":
        return True
    before = _TOKEN_BEFORE.search(text, max(begin, match.start() - 30), match.start())
    token = before.group().lower().strip(".") if before else ""
    if token in _MAY_END:
        return text[after].isupper()
    if token in _ABBREVIATIONS or _is_initials(token):
        return False
    if token.isdigit() and _WEEK.search(text, max(begin, match.start() - 12), match.start()):
        return text[after].isupper()
    if before and _LOOSE_ABBREVIATION.search(text, max(begin, before.start() - 4), before.start()) and len(token) < 4:
        return False
    # "1. Inledning" at the start, "den 3. 4" in a date
    return not (token.isdigit() and (match.start() - len(token) == begin or (len(token) < 3 and text[after].isdigit())))


def _is_initials(token: str) -> bool:
    parts = token.split(".")
    return len(parts) > 1 and all(len(part) == 1 and part.isalpha() for part in parts)


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without blanks and zero-width spaces at its ends."""
    while start < end and (text[start].isspace() or text[start] in "\u200b\ufeff"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200b\ufeff"):
        end -= 1
    return Span(start, end)
