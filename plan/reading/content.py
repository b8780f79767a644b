"""What a commitment is about: the verb that says what is done, and the noun that says what is arranged or made."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from . import verbs
from .bodies import OTHERS, is_body
from .grammar import MODALS, PREPOSITIONS
from .lexicon import word_set
from .nouns import PlanNoun, plan_noun
from .sentences import Word
from .verbs import Verb, VerbClass

_GATHERING = re.compile(
    r"^(?:träffas|träffa|ses|samlas|samla|samlar|mötas|möts|sammanträda|sammanträder|sammanträffa|ha möte|den ses)$",
    re.IGNORECASE,
)
_NOT_DELIVERED = word_set(
    "gång gånger dag dagar vecka veckor tillfälle tillfällen timme timmar år region kr krona kronor procent"
)
_STOPS_OBJECT = word_set("som där så eftersom då när medan vilket vilka vilken hur")
_WEEKDAYS = word_set(
    """måndag tisdag onsdag torsdag fredag lördag söndag måndagar tisdagar onsdagar torsdagar fredagar lördagar
    söndagar"""
)
_RECURRING = word_set("varje varannan på första sista var om och")
_ENDS_PHRASE = word_set(
    """i på för till med inom från och eller samt som där om under mot vid per inför efter före innan senast ihop av
    att är ska kan tillsammans så via kring mellan varje inte gång gånger del rad"""
)


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
    if verb is None and trigger < 0:
        verb_class = _class_by_noun(words)
    with_it = noun_word > 0 and words[max(noun_word - 2, 0)].lower == "med"
    if noun is None or (verb is not None and _is_passive(words, verb_word) and not with_it):
        earlier, earlier_word = _object(words, 0, trigger if trigger >= 0 else 0)
        if earlier is not None:
            noun, noun_word = earlier, earlier_word
    if noun is None:
        noun, noun_word = _object(words, begin, len(words))
    return Content(verb, verb_class, noun, noun_word, gathering)


def _class_by_noun(words: Sequence[Word]) -> VerbClass | None:
    """ "Genomförande av …", "Målning av …": the class of the verb in the noun, when it completes something."""
    for word, following in pairwise(words[:4]):
        if following.lower != "av":
            continue
        stem = re.sub(r"(?:ande|ende|n?ing)$", "", word.lower)
        named = (verbs.INFINITIVES.get(form) for form in (stem + "a", stem.removesuffix("g"), stem + "na"))
        verb = next((verb for verb in named if verb), None)
        if verb and verb.verb_class in ("event", "product"):
            return "product"
    return None


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
            at_first = verbs.IMPERATIVES.get(lower) or verbs.PRESENTS.get(lower)
            verb = None if plan_noun(lower) and trigger < 0 else verb or at_first
        if (
            verb is None
            and (sees_to_it or trigger >= 0)
            and (sees_to_it or words[trigger].lower in ("ansvarar", "planerar", "är", "har", "får"))
        ):
            verb = verbs.PRESENTS.get(lower)
        if lower == "vara" or (sees_to_it and lower in ("har", "är", "finns")):
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
    around = words[number + 1 : number + 4] if words[number].lower not in verbs.PASSIVES else words[:1]
    if verb.infinitive == "göra" and any(word.lower in ("en", "ett") for word in around):
        return "product"
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
        if word.lower in _STOPS_OBJECT and (best or word.lower == "hur" or words[number - 1].text == ","):
            break
        if best and best[0] < 2 and word.lower in PREPOSITIONS:
            break
        if word.lower in _WEEKDAYS and number and words[number - 1].lower in _RECURRING:
            continue
        if word.lower in _NOT_DELIVERED or OTHERS.fullmatch(word.text) or _describes(words, number, end):
            continue
        if is_body(word.text):
            if best is None and (body := _new_body(words, number, begin)):
                best = (4, body, number)
            continue
        noun = plan_noun(word.text) or _after_article(words, number, end)
        if noun is None:
            continue
        known = noun.form == "definite" or (number > 0 and _is_owner(words[number - 1].lower))
        rank = (0 if noun.is_event else 1) + (2 if known else 0)
        if best is None or rank < best[0]:
            best = (rank, noun, number)
    return (best[1], best[2]) if best else (None, -1)


def _describes(words: Sequence[Word], number: int, end: int) -> bool:
    """Is a word that could be a noun the adjective of the next: "en lokal utvecklingsplan"?"""
    following = plan_noun(words[number + 1].text) if number + 1 < end else None
    own = plan_noun(words[number].text)
    return own is not None and own.form == "singular" and following is not None and following.form == "singular"


def _new_body(words: Sequence[Word], number: int, begin: int) -> PlanNoun | None:
    """A body that is itself what is made: "bilda arbetsgrupp", "utser en valberedning", "Ett utskott utses"."""
    before = [word.lower for word in words[max(number - 3, 0) : number]]
    lower = words[number].lower
    indefinite = not lower.endswith(("en", "et", "na", "n")) and words[number].text.islower()
    straight = number == begin + 1 and before and plan_noun(before[-1]) is None
    made = bool({"en", "ett"} & set(before)) or straight
    return PlanNoun(lower, "singular", lower, False) if indefinite and made else None


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
