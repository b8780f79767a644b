"""As much Swedish grammar as the reader needs: which clause a verb stands in, and who its subject is.

Swedish main clauses have the finite verb second (V2): what stands before it is the subject, or something fronted, and
then the subject follows directly after the verb ("I vår ska den växa"). Subordinate clauses open with "att",
"som", "när" … The functions here look backwards from a verb for what opens its clause.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from . import verbs
from .bodies import OTHERS, is_body
from .lexicon import word_set
from .nouns import plan_noun
from .sentences import Word

MODALS = word_set("ska skall kommer måste bör behöver vill förväntas hoppas borde kan får skulle")
_FINITE = MODALS | word_set(
    """är var har hade blir blev finns fanns går gick gör gjorde ser såg står stod tar tog ger gav håller höll vet
    tror anser tycker menar säger heter ligger låg betyder innebär räcker krävs gäller saknar består ingår leder
    fick kom sitter lever känner tillhör omfattar syftar vänder deltog bestod ansvarar väljs drabbas pågår
    återstår"""
)
_THINKING = frozenset(["anser", "tycker", "menar", "tror", "hoppas"])
_OPENS_CLAUSE = word_set(
    "som där när då eftersom medan innan tills fast fastän vilka vilken vilket hur vad vem varför ifall huruvida"
)
_GAPS = frozenset(["som", "vilka", "vilken", "vilket", "vad", "vem"])
_DASHES = frozenset(["–", "—", "-", ";", ":"])
PRONOUNS = word_set("vi den hen hon han de dom dessa denna denne man")
PREPOSITIONS = word_set(
    """i på av för till med inom från hos mellan under genom mot vid inför efter före utan enligt kring om över
    bland trots sedan utifrån angående gällande utöver via"""
)
_ADVERBS = word_set(
    """inte också även därför dessutom alltså sedan därutöver således naturligtvis givetvis självklart fortsatt nu
    alltid sålunda vidare framför allt i år bl a"""
)
_OPENS_OBJECT = word_set("en ett sin sitt sina i på till med för ut upp fram in")
_POSSESSIVES = word_set("våra vår vårt den det de varje alla samtliga respektive")
_PRETERITE = re.compile(r"\w{2,}(?:ade|lde|rde|kte|pte|tte|dde|gde)s?$")

# "Andelen kvinnor ska öka": what is measured is no agent, whatever it is measured of
_MEASURE = re.compile(r"\w*antal(?:et)?|\w*andel(?:en)?|\w+(?:grad|tal)(?:en|et)", re.IGNORECASE)

SubjectKind = Literal["we", "pronoun", "body", "others", "expletive", "noun", "none"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does it: `first` and `last` are word numbers of the word or words that say so."""

    kind: SubjectKind
    first: int = -1
    last: int = -1


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause of one finite verb: where it begins and what opened it (None for a main clause)."""

    start: int
    opener: str | None


def is_finite(word: Word) -> bool:
    """Is the word a finite verb, as far as its form tells?"""
    lower = word.lower
    return lower in _FINITE or lower in verbs.PRESENTS or _PRETERITE.match(lower) is not None


def clause_of(words: Sequence[Word], verb: int) -> Clause:
    """The clause that the finite verb at `verb` belongs to."""
    inverted = _subject_after(words, verb).kind != "none"
    position = verb - 1
    while position >= 0:
        lower = words[position].lower
        between = words[position + 1 : verb]
        if is_finite(words[position]) and not (lower in _THINKING and not between):
            # "… och distriktet kommer att": the subject that follows "och" is that of a clause of its own
            joined = verb - 2 > position and words[verb - 2].lower in ("och", "men", ",")
            return Clause(verb - 1 if joined else position + 1, None)
        if lower == "att" and not inverted and not _has_infinitive(between):
            return Clause(position + 1, "att")
        if _opens(words, position, verb) and not inverted:
            return Clause(position + 1, lower)
        closes = lower in _DASHES or (lower == "," and bool(between))
        if closes and between and any(is_finite(word) for word in words[:position]):
            return Clause(position + 1, None)
        position -= 1
    return Clause(0, None)


def _opens(words: Sequence[Word], position: int, verb: int) -> bool:
    lower = words[position].lower
    between = words[position + 1 : verb]
    if lower == "om" and between and between[0].lower == "möjligt":
        return False
    if lower == "om":
        return bool(between) and (position == 0 or between[0].lower in PRONOUNS | {"det"})
    if lower not in _OPENS_CLAUSE:
        return False
    if lower in _GAPS:
        # "Föreningar som saknar styrelse ska": the relative clause has had its verb already
        first = between[0].lower if between else ""
        return not (first.endswith("r") and first not in PRONOUNS and not is_body(first) and len(between) > 1)
    return bool(between)


def _has_infinitive(words: Sequence[Word]) -> bool:
    # "att besätta sina poster": a form in -a straight before an object is an infinitive, known or not
    unknown = len(words) > 1 and words[0].lower.endswith("a") and words[1].lower in _OPENS_OBJECT
    return unknown or any(word.lower in verbs.INFINITIVES or word.lower in verbs.PASSIVES for word in words)


def subject_of(words: Sequence[Word], verb: int, clause: Clause | None = None) -> Subject:
    """The subject of the finite verb at `verb`."""
    after = _subject_after(words, verb)
    if after.kind != "none":
        return after
    if verb > 1 and words[verb - 1].lower in ("och", "samt"):
        # "Kassören sköter bokföringen och ansvarar för …": the verbs share their subject
        first = next((n for n in range(verb - 2, -1, -1) if is_finite(words[n])), -1)
        if first > 0 and clause_of(words, first).opener is None:
            return subject_of(words, first)
    clause = clause or clause_of(words, verb)
    before = _subject_before(words, clause.start, verb)
    if before.kind in ("none", "noun") and clause.start > 0:
        # "Kommittén, som består av tre personer, tar fram …": the subject stands before the relative clause
        between = clause_of(words, clause.start - 1)
        outside = _subject_before(words, 0, between.start - 1) if between.opener in _GAPS else before
        return outside if outside.kind in ("we", "body") else before
    return before


def _subject_after(words: Sequence[Word], verb: int) -> Subject:
    position = verb + 1
    while position < len(words) and (words[position].lower in _ADVERBS or words[position].text == "."):
        position += 1
    if position >= len(words):
        return Subject("none")
    lower = words[position].lower
    some_of_us = [word.lower for word in words[position + 1 : position + 3]] == ["av", "oss"]
    if lower == "vi" or some_of_us:
        return Subject("we", position, position)
    if lower in PRONOUNS and not _is_article(words, position):
        return Subject("pronoun", position, position)
    if lower == "det" and not _is_article(words, position):
        return Subject("expletive", position, position)
    if lower in _POSSESSIVES and position + 1 < len(words):
        for ahead in (position + 1, position + 2):
            if ahead < len(words) and is_body(words[ahead].text):
                return Subject("body", ahead, ahead)
        return Subject("none")
    if _is_definite_body(words[position].text):
        return Subject("body", position, _last_of_series(words, position))
    described = position + 1 < len(words) and lower.endswith("a") and lower not in verbs.INFINITIVES
    if described and _is_definite_body(words[position + 1].text):
        return Subject("body", position + 1, position + 1)
    if OTHERS.fullmatch(lower) and lower.endswith(("n", "et", "na")):
        return Subject("others", position, position)
    return Subject("none")


def _is_article(words: Sequence[Word], position: int) -> bool:
    """Is "den", "det" or "de" the article of what follows ("det ekonomiska läget") rather than a pronoun?"""
    if position + 1 >= len(words):
        return False
    following = words[position + 1]
    if following.text[0].isdigit():
        return True
    if is_body(following.text):
        return following.lower not in verbs.INFINITIVES
    adjective = (
        following.lower.endswith(("a", "e"))
        and following.lower not in verbs.INFINITIVES
        and following.lower not in _ADVERBS
        and plan_noun(following.text) is None
    )
    return adjective and len(following.text) > 3 and position + 2 < len(words) and words[position + 2].text[0].isalpha()


def _is_definite_body(text: str) -> bool:
    return is_body(text) and (
        text.lower().endswith(
            ("en", "et", "na", "an", "n", "ansvarig", "ansvariga", "ordförande", "sekreterare", "are")
        )
        or text.isupper()
        or text[0].isupper()
    )


def _last_of_series(words: Sequence[Word], first: int) -> int:
    """The last word of "styrelsen och valberedningen", given the first."""
    last = first
    while (
        last + 2 < len(words)
        and words[last + 1].lower in ("och", "samt", "&", "+", "/")
        and is_body(words[last + 2].text)
    ):
        last += 2
    return last


def _subject_before(words: Sequence[Word], start: int, verb: int) -> Subject:
    expletive = others = noun = -1
    for position in range(start, verb):
        word = words[position]
        lower = word.lower
        governed = position > start and _governed_by_preposition(words, start, position)
        if lower == "vi" or (lower == "oss" and words[position - 1].lower == "av"):
            return Subject("we", position, position)
        if governed:
            continue
        if _MEASURE.fullmatch(lower):
            return Subject("noun", position, position)
        if lower in ("den", "de", "denna", "dessa") and position + 1 < verb and words[position + 1].text[0].isalpha():
            continue
        if lower in PRONOUNS:
            return Subject("pronoun", position, position)
        if lower in ("som", "vars"):
            break
        if is_body(word.text) and not _is_genitive(words, position, verb):
            return Subject("body", position, _last_of_series(words, position))
        if lower == "det" and expletive < 0:
            expletive = position
        if OTHERS.fullmatch(lower) and others < 0:
            others = position
        if word.text[0].isalpha() and noun < 0 and lower not in PREPOSITIONS and lower not in _ADVERBS:
            noun = position
    if others >= 0:
        return Subject("others", others, others)
    if expletive >= 0 and expletive + 1 == verb:
        return Subject("expletive", expletive, expletive)
    if noun >= 0:
        return Subject("noun", noun, noun)
    return Subject("none")


def _governed_by_preposition(words: Sequence[Word], start: int, position: int) -> bool:
    """Does a preposition stand before the noun, with only its own adjectives and articles between?"""
    back = position - 1
    steps = 0
    while back >= start and steps < 3:
        lower = words[back].lower
        if lower in PREPOSITIONS:
            return True
        if not words[back].text[0].isalpha() or is_body(words[back].text):
            return False
        back -= 1
        steps += 1
    return False


def _is_genitive(words: Sequence[Word], position: int, verb: int) -> bool:
    lower = words[position].lower
    return (
        lower.endswith(("ens", "ets", "nas", "ns", "kts"))
        and position + 1 < verb
        and words[position + 1].text[0].isalpha()
    )


_MEETING_EACH_OTHER = word_set("träffas samlas mötas möts ses trivas lyckas synas höras hoppas umgås bekantas")


def gets(words: Sequence[Word], verb: int, subject: Subject) -> bool:
    """Is the subject the one who gets something ("Personalen får en dag", "Medlemmarna ska få brev")?"""
    if words[verb].lower == "får":
        return [word.lower for word in words[verb + 1 : verb + 3]] != ["i", "uppdrag"]
    first = max(subject.first, 0)
    each = any(word.lower in ("varje", "alla", "samtliga") for word in words[max(first - 2, 0) : first])
    many = subject.first >= 0 and (each or words[first].lower.endswith("na"))
    return many and any(word.lower == "få" for word in words[verb + 1 : verb + 3])


def is_done_to(words: Sequence[Word], verb: int) -> bool:
    """Is the subject of the verb the one something is done to, not the one who does it ("medlemmar rings upp")?"""
    own = words[verb].lower
    if own in verbs.PASSIVES and own not in _MEETING_EACH_OTHER:
        return True
    if own not in MODALS and own.endswith("as") and own not in _MEETING_EACH_OTHER:
        return True
    if own not in MODALS:
        return False
    for word in words[verb + 1 : verb + 9]:
        lower = word.lower
        if lower == "ses" and any(after.lower == "över" for after in words[verb + 1 : verb + 12]):
            return True
        if lower in verbs.INFINITIVES or lower in _MEETING_EACH_OTHER:
            return False
        if lower in verbs.PASSIVES or (len(lower) > 4 and lower.endswith("as")):
            return True
    return False


def is_passive_after(words: Sequence[Word], verb: int) -> bool:
    """Is the infinitive that follows a modal passive, or a verb of being ("ska hållas", "ska finnas", "ska ges")?"""
    for word in words[verb + 1 : verb + 12]:
        lower = word.lower
        if lower in ("vara", "finnas", "bli", "ske"):
            return True
        if lower in verbs.PASSIVES or (len(lower) > 4 and lower.endswith("as") and lower[:-1] not in ("någ",)):
            return True
        if lower in verbs.INFINITIVES and lower not in ("kunna", "fortsätta", "börja"):
            return False
    return False
