"""The present tense as plan mood: "Vi genomför …", "Distriktet anordnar årligen …", "Planen följs upp …".

The present tense promises when the organisation does something, or something is done, in a main clause; it only
describes when the verb is one of being, when the sentence says "i dag" or "redan", or when somebody else does it.
"""

import re
from collections.abc import Sequence
from typing import Literal

from . import verbs
from .bodies import is_body
from .grammar import MODALS, PREPOSITIONS, Subject, clause_of, is_finite, subject_of
from .lexicon import one_of, word_set
from .nouns import plan_noun
from .numerals import WORDS
from .sentences import Word

Presents = Literal["none", "dated", "all"]

_HAVING = frozenset(("har", "blir", "får", "står", "finns", "går"))
_STATIVES = word_set(
    """består saknar tackar anser tycker tillhör omfattar känner lever sitter menar gillar önskar ligger heter
    vänder innebär grundar ingår regleras utgår upplever noterar konstaterar minns älskar kräver räknar behåller
    växlar behöver befinner fyller har utgör"""
)
_NO_PASSIVES = word_set(
    """regleras styras kallas räknas beräknas väntas uppskattas förväntas hoppas saknas krävas finnas drabbas lyckas
    trivas anses"""
)
# in brackets, or said only to compare: "Liksom tidigare arrangerar vi"
_BESIDES = re.compile(
    r"\([^)]*\)|\b(?:liksom|(?:precis\s+)?som)\s+(?:tidigare(?:\s+år)?|förra\s+året|i\s+fjol)\b", re.IGNORECASE
)
_SUPINE = re.compile(r"(?:haft|varit|fått|gått|gjort|\w{3,}(?:at|it|rt|lt|kt|tt))$", re.IGNORECASE)
_STATE = re.compile(
    r"\b"
    + one_of(
        r"""i dag | idag | för närvarande | i nuläget | i dagsläget | redan | hittills | sedan (?:19|20)\d\d
        senaste (?:åren|tiden) | förra året | i fjol | tidigare | brukar | har länge"""
    )
    + r"\b",
    re.IGNORECASE,
)
# A time or a frequency: what makes a statement in the present tense a plan.
FREQUENT = re.compile(
    r"\b"
    + one_of(
        r"""varje | varannan | vartannat
        (?:första|andra|tredje|sista) \w+dag(?:en)? i | i (?:månaden|veckan|kvartalet|terminen) | om året
        var \w+[dt]e | regelbundet | löpande | kontinuerligt | årligen | årlig[at]? | månatlig[at]?
        per (?:år|månad|termin|vecka) | gånger | ggr | en gång | minst | senast | inför
        under (?:året|våren|hösten|perioden|verksamhetsåret|läsåret|sommaren|vintern|(?:19|20)\d\d)
        (?:på|till) (?:våren|hösten|sommaren) | i (?:vår|höst|sommar|vinter) | vår och höst
        januari | februari | mars | april | maj | juni | juli | augusti | september | oktober | november | december"""
    )
    + r"\b",
    re.IGNORECASE,
)


# The public's elections are held whatever the plan says.
_ELECTION = re.compile(r"(?:\w+-)?\w*valet", re.IGNORECASE)


def promise_in_present(words: Sequence[Word], text: str, presents: Presents) -> tuple[int, Subject] | None:
    """The verb's word number and the subject of the first clause that promises in the present tense."""
    if presents == "none" or _STATE.search(_BESIDES.sub("", text)):
        return None
    for number, word in enumerate(words):
        lower = word.lower
        active = verbs.PRESENTS.get(lower)
        passive = lower in verbs.PASSIVES or lower == "ses" or _is_unknown_passive(words, number)
        having = lower in _HAVING or lower in verbs.DESCRIPTIVE_PRESENTS
        unknown = active is None and _is_unknown_present(words, number)
        if not (active or passive or having or unknown or lower == "äger" or _comes_out(words, number)):
            if number and is_finite(word) and clause_of(words, number).opener is None:
                return None
            continue
        clause = clause_of(words, number)
        before = clause.start - 1
        again = before >= 0 and (words[before].lower in MODALS or clause_of(words, before).opener is None)
        if clause.opener is not None or again or (number and words[number - 1].lower == "att"):
            continue
        subject = subject_of(words, number, clause)
        lasting = unknown or (active is not None and active.verb_class == "lasting")
        if lower == "fyller" and any(later.lower == "år" for later in words[number + 1 : number + 4]):
            continue
        if presents == "dated" and lasting and not _is_dated(words, text):
            continue
        if _does(words, number, subject, text, having=having, passive=passive, active=active is not None):
            return number, subject
    return None


def _is_dated(words: Sequence[Word], text: str) -> bool:
    return FREQUENT.search(text) is not None or any(word.text.isdigit() for word in words)


def _does(
    words: Sequence[Word], number: int, subject: Subject, text: str, *, having: bool, passive: bool, active: bool
) -> bool:
    dated = FREQUENT.search(text) is not None
    lower = words[number].lower
    after = words[number + 1 : number + 9]
    if lower == "äger":
        return any(word.lower == "rum" for word in after)
    if _comes_out(words, number):
        return dated or any(word.lower in WORDS or word.text.isdigit() for word in after)
    if _is_person(words, subject, number):
        return active and (dated or any(plan_noun(word.text) for word in after))
    if lower == "blir" and subject.kind == "expletive":
        return dated and any((noun := plan_noun(word.text)) and noun.is_event for word in after)
    if having:
        if lower == "sker":
            return dated
        whoever = lower == "får" and words[0].lower in ("nya", "alla", "varje", "samtliga")
        if subject.kind not in ("we", "body") and not (whoever and subject.kind == "noun"):
            return False
        nouns = [noun for noun in (plan_noun(word.text) for word in after) if noun]
        if lower == "får":
            return bool(nouns) and after[0].lower not in verbs.INFINITIVES
        if lower in ("står", "finns"):
            return dated
        if lower == "ser" and [word.lower for word in after[:2]] == ["till", "att"]:
            return True
        if lower == "går":
            return after[:1] != [] and after[0].lower not in PREPOSITIONS and any(noun.is_event for noun in nouns)
        if lower == "har":
            if any(_SUPINE.match(word.text) for word in after[:4]):
                return False
            if dated and 0 < number < subject.first and words[0].lower != "sedan":
                return True  # "På marknaden i maj har vi ett tält"
            return dated and any(noun.is_event for noun in nouns)
        return any(word.text[0].isdigit() for word in after) or dated or lower in ("tar", "gör", "ger", "når")
    if subject.kind in ("we", "body") or (subject.kind == "pronoun" and words[subject.first].lower != "man"):
        return True
    if lower == "fortsätter" and subject.kind == "noun":
        return True
    if subject.kind == "noun" and subject.first == 0 and dated and not passive:
        # the organisation by its own name: "Ringen håller fyra medlemsmöten"
        verb = verbs.PRESENTS.get(lower)
        return verb is not None and verb.verb_class == "event" and words[0].lower.endswith(("en", "et", "na"))
    if passive:
        if subject.kind == "others" or _ELECTION.fullmatch(words[max(subject.first, 0)].text):
            return False
        subject_noun = any(plan_noun(word.text) for word in words[:number])
        known = verbs.PASSIVES.get(lower)
        if known and known.verb_class == "event" and number + 1 < len(words):
            return True
        return dated or subject_noun or subject.kind == "noun" or any(plan_noun(word.text) for word in after)
    return False


def _is_person(words: Sequence[Word], subject: Subject, number: int) -> bool:
    """Is the subject somebody by first name and surname: "Nora Holm leder …"?"""
    named = all(word.text[0].isupper() and word.text.isalpha() for word in words[:number])
    return subject.kind == "noun" and number == 2 and named


def _comes_out(words: Sequence[Word], number: int) -> bool:
    """ "Tidningen kommer ut": it comes out because the organisation publishes it."""
    if words[number].lower == "utkommer":
        return True
    return words[number].lower == "kommer" and number + 1 < len(words) and words[number + 1].lower == "ut"


def _is_unknown_present(words: Sequence[Word], number: int) -> bool:
    """After a subject that opens the sentence comes the finite verb, known to the lexicon or not: "Kretsen skottar"."""
    if not 0 < number <= 4 or words[0].lower in PREPOSITIONS or any(not w.text[0].isalpha() for w in words[:number]):
        return False
    before, lower = words[number - 1], words[number].lower
    agent = before.lower == "vi" or (is_body(before.text) and before.lower.endswith(("en", "et", "na", "n", "e")))
    form = len(lower) > 4 and lower.endswith(("ar", "er")) and lower not in _STATIVES
    return agent and form and plan_noun(lower) is None


def _is_unknown_passive(words: Sequence[Word], number: int) -> bool:
    """A passive that the lexicon does not hold: "Bryggorna oljas i april"."""
    lower = words[number].lower
    form = number > 0 and len(lower) > 5 and lower.endswith("as") and lower not in _NO_PASSIVES
    form = form and words[number - 1].lower != "i"  # "i höstas"
    return form and plan_noun(lower) is None
