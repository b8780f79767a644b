"""List items: which of them are commitments, with and without a lead-in above them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from . import verbs
from .bodies import is_body
from .furniture import is_status_note
from .grammar import is_finite
from .headings import MONTH
from .nouns import plan_noun
from .sentences import Word, split_sentences, words_of
from .shapes import Strength
from .triggers import Trigger, is_maybe, trigger_of

_VERBAL_NOUN = re.compile(rf"(?:{verbs.VERBAL_NOUN})$", re.IGNORECASE)
_DATED = re.compile(
    rf"\b{MONTH}\b|\b\d{{1,2}}/\d{{1,2}}\b|\b(?:vecka|v\.?)\s*\d+|\b(?:vår|höst|sommar|vinter)(?:en)?\b", re.IGNORECASE
)
_PAST = re.compile(
    r"\b(?:har|hade|blev|var|fick|höll|gjorde|\w{2,}(?:ade|ades|lde|rdes?|ktes?|ptes?))\b", re.IGNORECASE
)
# "Skidtävling i februari, om snö finns": the condition says nothing about what the item is
_CONDITION = re.compile(r",?\s+\(?om\s+\w+(?:\s+\w+){0,4}?\s+(?:finns|tillåter|räcker|medger|plats)\b\)?")
# "Avgiften: 150 kr per hushåll"
_LABELLED_FACT = re.compile(r"[A-ZÅÄÖ][\wåäö ]{1,30}:\s+\d[\d .]*\s*(?:kr|kronor|%|:-)", re.IGNORECASE)
_CONTACT_DETAILS = re.compile(r"[\w.]+@[\w.]+|https?://|\bwww\.|\b0\d{1,3}[- ]\d{2,}|©")


def item_trigger(text: str) -> Trigger | None:
    """The trigger of an item that speaks for itself: that of the first of its sentences that has one."""
    for span in split_sentences(text):
        sentence = text[span.start : span.end]
        if _LABELLED_FACT.match(sentence):
            continue
        found = trigger_of(sentence) or _wished(sentence)
        if found:
            return found
    return None


def _wished(sentence: str) -> Trigger | None:
    """ "att kretsen inventerar skogen": what stands after "att" is read as if it stood alone."""
    if not sentence.lower().startswith("att "):
        return None
    found = trigger_of(sentence[4:])
    if found is None or found.verb < 0 or found.subject.kind != "body":
        return None
    subject = replace(found.subject, first=found.subject.first + 1, last=found.subject.last + 1)
    return replace(found, verb=found.verb + 1, subject=subject)


def governed_strength(text: str, lead_in: Strength) -> Strength | None:
    """The strength of an item under a lead-in that promises; None for what is no undertaking even there."""
    if is_status_note(text) or _CONTACT_DETAILS.search(text) or not any(character.isalpha() for character in text):
        return None
    words = words_of(text)
    if is_maybe(text) and not re.search(r"\b(?:ska|skall)\b", text, re.IGNORECASE):
        return "weak"
    if lead_in == "weak":
        return "weak"
    if len(words) > 4 and re.search(r"\b(?:bör|behöver|måste)\b", " ".join(word.lower for word in words[:5])):
        return "weak"
    return "strong"


def bare_item_counts(text: str) -> bool:
    """Is an item without a lead-in, in a list that is the plan itself, something to do rather than a fact or a name?"""
    text = _CONDITION.sub("", text)
    words = [word for word in words_of(text) if word.text[0].isalnum()]
    if not words or is_status_note(text) or _CONTACT_DETAILS.search(text):
        return False
    if _LABELLED_FACT.match(text):
        return False
    first = words[0].lower
    if first in verbs.INFINITIVES or first in verbs.IMPERATIVES or first in verbs.PASSIVES:
        return True
    if first in ("att", "ev", "eventuell", "eventuellt"):
        return True
    if _states(words) or _PAST.search(text):
        return False
    if any(_VERBAL_NOUN.match(word.text) for word in words[:3] if len(word.text) > 5 and not is_body(word.text)):
        return True
    if any(
        (noun := plan_noun(word.text)) and (noun.is_event or len(words) > 1) and not is_body(word.text)
        for word in words[:6]
    ):
        return True
    return _DATED.search(text) is not None and len(words) > 1


def bare_sister_counts(text: str) -> bool:
    """Is an item, in a list whose other items are things to do, one of them although its words are unknown?"""
    if is_status_note(text) or _CONTACT_DETAILS.search(text) or ":" in text or len(text) > 90:
        return False
    words = [word for word in words_of(_CONDITION.sub("", text)) if word.text[0].isalpha()]
    named = sum(word.text[0].isupper() for word in words) == len(words) > 1
    return bool(words) and not named and not _states(words) and not _PAST.search(text)


def _states(words: Sequence[Word]) -> bool:
    """Is there a finite verb, other than in what an asking word opens ("en film om hur man …")?"""
    asked = next((number for number, word in enumerate(words) if number and word.lower == "hur"), len(words))
    return any(is_finite(word) for word in words[:asked])


def is_only_names(text: str) -> bool:
    """Does the item only name bodies or office holders ("Festkommittén + styrelsen")?"""
    words = [word for word in words_of(text) if word.text[0].isalpha() and word.lower not in ("och", "samt", "eller")]
    return 0 < len(words) <= 6 and all(is_body(word.text) for word in words)


def is_plan_list(texts: Sequence[str]) -> bool:
    """Is a list without a lead-in the plan itself? When most of its items are things to do."""
    counting = _counting(texts)
    return counting * 2 >= len(texts) and counting > 0


def is_mostly_plan(texts: Sequence[str]) -> bool:
    """Are so many items of a list things to do that the others are too, even where their words tell nothing?"""
    counting = _counting(texts)
    return counting >= 2 and counting * 3 >= len(texts) * 2


def _counting(texts: Sequence[str]) -> int:
    return sum(bare_item_counts(text) or item_trigger(text) is not None for text in texts)
