"""What is counted or delivered, in the document's own word."""

import re
from collections.abc import Sequence
from itertools import pairwise

from .content import Content
from .nouns import PlanNoun, plan_noun
from .quantities import Quantity
from .sentences import Word
from .shapes import Kind

_VERB_NOUNS = {"följa upp": "uppföljning", "utvärdera": "utvärdering", "se över": "översyn", "revidera": "revidering"}


def unit_of(
    text: str, words: Sequence[Word], content: Content, quantity: Quantity | None, kind: Kind, heading: str | None
) -> str | None:
    """What is counted or delivered, in the document's own word; plural when it is counted."""
    if quantity and quantity.unit:
        last = plan_noun(quantity.unit.split()[-1])
        return last.plural if last and last.form == "singular" else quantity.unit
    counts_event = content.noun is not None and content.noun.is_event
    if quantity and not counts_event and re.search(r"\btillfällen?\b", text, re.IGNORECASE):
        return "tillfällen"
    if content.gathering:
        return _meetings(words, heading, counted=quantity is not None)
    hired = re.search(r"\banställ(?:d|da|a)\s+(?:en\s+)?[\wåäö-]+", text, re.IGNORECASE)
    if hired and kind == "one-off":
        return hired.group()
    for phrase, noun in _VERB_NOUNS.items():
        base, _, particle = phrase.partition(" ")
        if content.verb and content.verb.infinitive == base and (not particle or f" {particle}" in text):
            return noun
    return _named(words, content.noun, plural=kind == "countable") if content.noun else None


def _named(words: Sequence[Word], noun: PlanNoun, *, plural: bool) -> str:
    """The noun as the unit; of "fördjupningskurser, kurser för nya" the word that covers both."""
    if not plural and noun.form != "plural":
        return noun.word
    covering = (word.lower for word in words if word.lower != noun.word and noun.word.endswith(word.lower))
    shared = next(covering, None)
    return shared if shared and plan_noun(shared) else noun.plural


def _meetings(words: Sequence[Word], heading: str | None, *, counted: bool) -> str:
    """How the document itself names the meetings of those who "träffas": by its heading, else "möten" or "träffar"."""
    for before, word in pairwise(words):
        noun = plan_noun(word.text)
        if before.lower == "till" and noun and noun.form == "singular" and noun.is_event:
            return noun.plural
    named: list[str] = re.findall(r"[\w-]*möten\b", (heading or "").lower())
    for name in named:
        stem = name.removesuffix("möten").rstrip("s")
        if stem and any(word.lower.startswith(stem[:6]) for word in words):
            return name
    if len(named) > 1 and any(word.lower == "den" for word in words):
        return next((name for name in named if name.startswith("styrelse")), named[0])
    return "möten" if counted else "träffar"
