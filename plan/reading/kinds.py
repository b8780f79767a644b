"""What sort of commitment it is – countable, one-off or ongoing – and what is counted or delivered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import verbs
from .bodies import is_body
from .grammar import MODALS
from .lexicon import word_set
from .nouns import PlanNoun, plan_noun
from .quantities import Quantity
from .sentences import Word
from .shapes import Kind
from .verbs import Verb, VerbClass

_GATHERING = re.compile(
    r"^(?:träffas|träffa|ses|samlas|samla|samlar|mötas|möts|sammanträda|sammanträder|sammanträffa|ha möte|den ses)$",
    re.IGNORECASE,
)
_TIME_UNITS = re.compile(r"\b(?:dag|dagar|dygn|timmar|timme|vecka|veckor|månad|månader|år)\b", re.IGNORECASE)
_VERB_NOUNS = {"följa upp": "uppföljning", "utvärdera": "utvärdering", "se över": "översyn", "revidera": "revidering"}
_NOT_DELIVERED = word_set("gång gånger dag dagar vecka veckor tillfälle tillfällen timme timmar år region plan")
_STOPS_OBJECT = word_set("som där så eftersom då när medan vilket vilka vilken")
_ENDS_PHRASE = word_set(
    """i på för till med inom från och eller samt som där om under mot vid per inför efter före av att är ska kan
    tillsammans så via kring mellan varje inte gång gånger del rad"""
)
_CONTINUOUS = re.compile(
    r"\b(?:löpande|kontinuerligt|ständigt|fortlöpande|fortsatt|alltid|varje dag)\b",
    re.IGNORECASE,
)
_FINISHED = re.compile(
    r"\b(?:klar[ta]?|färdig[ta]?|på plats|genomför[dt]a?|antag(?:en|et)|fastställ[dt]a?|igång)\b", re.IGNORECASE
)
_SINGULAR = word_set("en ett den det egen eget ny nytt gemensam gemensamt årlig årligt")
_OFTEN = re.compile(
    r"\b(?:regelbund(?:et|na|en)|varje|återkommande|årligen|månadsvis|löpande|flera|ett flertal|ett antal|några|"
    r"fler)\b",
    re.I,
)
_ONE_OFF = re.compile(r"\b(?:anställ(?:a|s|d|da)|en gång för alla|vid ett tillfälle)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Content:
    """The verb that says what is done, and the noun that says what is arranged or made."""

    verb: Verb | None
    verb_class: VerbClass | None
    noun: PlanNoun | None
    noun_word: int
    gathering: str | None


def content_of(words: Sequence[Word], trigger: int) -> Content:
    """What is done, read from the words around the trigger's verb (-1: the whole text)."""
    begin = trigger + 1 if trigger >= 0 else 0
    verb, verb_class, verb_word = _main_verb(words, trigger, begin)
    gathering = _gathering(words, verb_word)
    noun, noun_word = _object(words, max(verb_word, begin), len(words))
    if trigger < 0 and verb_word > 0:
        leading, leading_word = _object(words, 0, verb_word)
        noun, noun_word = (leading, leading_word) if leading else (noun, noun_word)
    if noun is None or (verb is not None and _is_passive(words, verb_word)):
        earlier, earlier_word = _object(words, 0, trigger if trigger >= 0 else 0)
        if earlier is not None:
            noun, noun_word = earlier, earlier_word
    if noun is None:
        noun, noun_word = _object(words, begin, len(words))
    return Content(verb, verb_class, noun, noun_word, gathering)


def _gathering(words: Sequence[Word], verb_word: int) -> str | None:
    """The verb of meeting, when that is what is done or what is decided on ("bestämma hur ofta man möts")."""
    if verb_word >= 0 and _GATHERING.match(words[verb_word].text) and not _looks_over(words, verb_word):
        return words[verb_word].lower
    asked = next((number for number, word in enumerate(words) if word.lower == "hur"), len(words))
    return next((word.lower for word in words[asked:] if _GATHERING.match(word.text)), None)


def _looks_over(words: Sequence[Word], number: int) -> bool:
    return words[number].lower == "ses" and number + 1 < len(words) and words[number + 1].lower == "över"


def _main_verb(words: Sequence[Word], trigger: int, begin: int) -> tuple[Verb | None, VerbClass | None, int]:
    if trigger >= 0 and words[trigger].lower not in MODALS:
        own = verbs.PRESENTS.get(words[trigger].lower) or verbs.PASSIVES.get(words[trigger].lower)
        if own and own.infinitive not in ("ansvara", "planera") and own.verb_class != "auxiliary":
            return own, _with_particle(words, trigger, own), trigger
    sees_to_it = False
    for number in range(begin, len(words)):
        lower = words[number].lower
        verb = verbs.INFINITIVES.get(lower) or verbs.PASSIVES.get(lower)
        if number == 0:
            verb = None if plan_noun(lower) and trigger < 0 else verb or verbs.IMPERATIVES.get(lower)
        if (
            verb is None
            and (sees_to_it or trigger >= 0)
            and (sees_to_it or words[trigger].lower in ("ansvarar", "planerar", "är", "har", "får"))
        ):
            verb = verbs.PRESENTS.get(lower)
        if lower == "vara":
            return verb, "lasting", number
        if verb is None or lower in ("få", "kunna"):
            continue
        verb_class = _with_particle(words, number, verb)
        if verb_class != "auxiliary":
            return verb, verb_class, number
        sees_to_it = sees_to_it or verb.infinitive == "se"
    return None, None, -1


def _with_particle(words: Sequence[Word], number: int, verb: Verb) -> VerbClass:
    if verb.infinitive == "ha":
        return (
            "event"
            if any((noun := plan_noun(word.text)) and noun.is_event for word in words[number + 1 :])
            else "lasting"
        )
    if any(word.lower == "hur" for word in words[number + 1 : number + 3]):
        return "lasting"
    for word in words[number + 1 : number + 4]:
        special = verbs.PARTICLES.get((verb.infinitive, word.lower))
        if special:
            return special
    return verb.verb_class


def _is_passive(words: Sequence[Word], number: int) -> bool:
    return number >= 0 and words[number].lower in verbs.PASSIVES


def _object(words: Sequence[Word], begin: int, end: int) -> tuple[PlanNoun | None, int]:
    """The first noun that is arranged or made; events go before things, the undetermined before the known."""
    best: tuple[int, PlanNoun, int] | None = None
    for number in range(begin, end):
        word = words[number]
        if word.lower in _STOPS_OBJECT and best:
            break
        if word.lower in _NOT_DELIVERED or is_body(word.text):
            continue
        noun = plan_noun(word.text) or _after_article(words, number, end)
        if noun is None:
            continue
        known = noun.form == "definite" or (number > 0 and _is_owner(words[number - 1].lower))
        rank = (0 if noun.is_event else 1) + (2 if known else 0)
        if best is None or rank < best[0]:
            best = (rank, noun, number)
    return (best[1], best[2]) if best else (None, -1)


def _after_article(words: Sequence[Word], number: int, end: int) -> PlanNoun | None:
    """An unknown noun after an indefinite article is a thing too: "en ny gräsklippare", "ett hedersomnämnande"."""
    if words[number].lower not in ("en", "ett"):
        return None
    phrase: list[Word] = []
    for word in words[number + 1 : min(number + 5, end)]:
        if not word.text[0].isalpha() or word.lower in _ENDS_PHRASE or plan_noun(word.text):
            break
        phrase.append(word)
    follows = number + 1 + len(phrase)
    if not phrase or (follows < len(words) and plan_noun(words[follows].text)) or is_body(phrase[-1].text):
        return None
    last = phrase[-1].lower
    return None if len(last) < 4 else PlanNoun(last, "singular", last, False)


def _is_owner(word: str) -> bool:
    return word in ("sina", "sin", "sitt", "deras", "dess", "våra", "vår", "vårt") or (
        len(word) > 4 and word.endswith("s") and word not in ("samtals", "gratis", "minus") and plan_noun(word) is None
    )


def _is_plural(words: Sequence[Word], content: Content) -> bool:
    if content.noun is None:
        return False
    if content.noun.form != "either":
        return content.noun.form == "plural"
    if content.verb is None and content.noun_word == 0:
        return False
    before = {word.lower for word in words[max(0, content.noun_word - 3) : content.noun_word]}
    return not before & _SINGULAR


def kind_of(
    text: str,
    words: Sequence[Word],
    content: Content,
    quantity: Quantity | None,
    per: str | None,
    *,
    hedge: bool,
    dated: bool,
) -> Kind:
    """Countable, one-off or ongoing, after the definition's rules; `dated` says that a time is set for it."""
    if quantity:
        unit = quantity.unit or ""
        return "ongoing" if quantity.op == "<=" and _TIME_UNITS.search(unit) else "countable"
    if hedge:
        return "ongoing"
    if _ONE_OFF.search(text) or (dated and _FINISHED.search(text)):
        return "one-off"
    lasting = content.verb_class == "lasting"
    event = content.noun is not None and content.noun.is_event
    if _CONTINUOUS.search(text) and not event:
        return "ongoing"
    if per and not lasting and content.verb_class:
        return "countable"
    if content.gathering and content.gathering != "samla" and content.verb_class == "event":
        return "countable"
    if content.noun is None:
        if any(word.lower in ("fortsätta", "fortsätter") for word in words):
            return "ongoing"
        finite = content.verb_class in ("product", "event") or (content.verb is None and dated)
        return "one-off" if finite else "ongoing"
    if lasting:
        return "ongoing"
    if _is_plural(words, content) and (content.noun.is_event or content.verb_class in ("event", "product")):
        return "countable"
    if content.noun.form == "definite" and content.verb_class is None:
        return "ongoing"
    if _OFTEN.search(text) and content.noun.is_event:
        return "countable"
    if (
        content.verb_class in ("event", "product")
        or event
        or (content.verb is None and (dated or content.noun.form == "singular"))
    ):
        return "one-off"
    return "ongoing"


def unit_of(
    text: str, words: Sequence[Word], content: Content, quantity: Quantity | None, kind: Kind, heading: str | None
) -> str | None:
    """What is counted or delivered, in the document's own word; plural when it is counted."""
    if quantity and quantity.unit:
        last = plan_noun(quantity.unit.split()[-1])
        return last.plural if last and last.form == "singular" else quantity.unit
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
    named: list[str] = re.findall(r"[\w-]*möten\b", (heading or "").lower())
    for name in named:
        stem = name.removesuffix("möten").rstrip("s")
        if stem and any(word.lower.startswith(stem[:6]) for word in words):
            return name
    if len(named) > 1 and any(word.lower == "den" for word in words):
        return next((name for name in named if name.startswith("styrelse")), named[0])
    return "möten" if counted else "träffar"
