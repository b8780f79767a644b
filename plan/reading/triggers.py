"""What makes a sentence a commitment: agent, undertaking and forward look.

The rules are those of the definition of commitments: strong are "ska", "kommer att", "har som uppgift att", "ansvarar
för" and the present tense of doing when the organisation or a part of it does it; weak are "behöver", "måste", "bör",
"förväntas", "vill", "hoppas". What others ought to do, how the world is and what was done before are no commitments.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from . import verbs
from .grammar import Clause, Subject, clause_of, is_finite, is_passive_after, subject_of
from .lexicon import word_set
from .nouns import is_body, plan_noun
from .sentences import Word, flattened, words_of
from .shapes import Strength

_STRONG_MODALS = frozenset(("ska", "skall"))
_WEAK_MODALS = frozenset(["måste", "bör", "behöver", "förväntas", "vill", "hoppas", "borde"])
_DUTY = re.compile(
    r"\b(?P<verb>har|får|åtar|ansvarar|är|planerar|avser|ämnar|siktar|tänker|räknar|åligger|"
    r"uppdras)\b(?P<rest>(?:\s+\w+){0,3}?\s*"
    r"(?:\b(?:uppgift(?:en)?|ansvar(?:et)?|uppdrag(?:et)?|avsikt|mål|målsättning|ambition(?:en)?|"
    r"ansvarig[at]?)\b[^.;]{0,12}?"
    r"\b(?:att|för)\b|\bsig\s+att\b|(?<=ansvarar)\s+för\b|(?<=planerar)\s+att\b|(?<=planerar)\s+(?=\w)|"
    r"(?<=avser)\s+(?:att\s+)?|(?<=ämnar)\s|"
    r"(?<=siktar)\s+på\b|(?<=tänker)\s|(?<=räknar)\s+med\s+att\b|(?<=åligger)\s|(?<=uppdras)\s))",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"\b(?:mål(?:et|en|sättningen)?|ambitionen|avsikten|planen|tanken)\s+(?:\w+\s+){0,4}?är\s+(?:\w+\s+)?att\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:(?:efter)?sträva(?:r|n)?|(?:arbeta|arbetar|jobba|jobbar|verka|verkar|kämpa|"
    r"kämpar)\s+(?:\w+\s+){0,2}?(?:för|mot|med att)|"
    r"försöka|försöker|försök|driva frågan|driva på|driver frågan|ha som (?:mål|ambition)|ambition(?:en)?)\b",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"\b(?:om möjligt|i mån av|om (?:det|tid|intresse|ekonomin) (?:finns|ges|tillåter)|eventuell[at]?|kanske|möjligen|"
    r"gärna)\b|\bev\b\.?|^\W*vid behov\b|\?\W*$",
    re.IGNORECASE,
)
_STATIVES = word_set(
    """består saknar tackar anser tycker tillhör omfattar känner lever sitter menar gillar önskar ligger heter
    vänder innebär grundar ingår regleras utgår upplever noterar konstaterar minns älskar kräver räknar behåller
    växlar behöver kommer befinner"""
)
_STATE = re.compile(
    r"\b(?:i dag|idag|för närvarande|i nuläget|i dagsläget|redan|hittills|sedan (?:19|20)\d\d|senaste (?:åren|tiden)|"
    r"förra året|i fjol|tidigare|brukar|har länge)\b",
    re.IGNORECASE,
)
_FREQUENT = re.compile(
    r"\b(?:varje|varannan|regelbundet|löpande|kontinuerligt|årligen|årlig[at]?|månatlig[at]?|per (?:år|månad|"
    r"termin|vecka)|gånger|ggr|"
    r"under (?:året|våren|hösten|perioden|verksamhetsåret|läsåret|sommaren|vintern|(?:19|20)\d\d)|i (?:vår|höst|"
    r"sommar|vinter)|"
    r"januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|senast|inför|minst|"
    r"en gång|"
    r"till (?:våren|hösten|sommaren)|på (?:våren|hösten|sommaren)|vår och höst)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:besökas|kontaktas|uppvaktas|inbjudas|bjudas|informeras|erbjudas|uppmuntras|uppmanas)\b", re.IGNORECASE
)
_BRACKETS = re.compile(r"\([^)]*\)")
_SUPINE = re.compile(r"(?:haft|varit|fått|gått|gjort|\w{3,}(?:at|it|rt|lt|kt|tt))$", re.IGNORECASE)
_FRAGMENT = re.compile(rf"^\W*(?:{verbs.VERBAL_NOUN})\s+(?:av|för|till|med|om|i|på|kring)\b", re.IGNORECASE)
_CONTINUES = re.compile(r"^\W*(?:att|samt att|och att)\s", re.IGNORECASE)


Presents = Literal["none", "dated", "all"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """What makes a sentence a commitment: word number of the verb (-1 for a fragment), its subject, its strength."""

    verb: int
    subject: Subject
    strength: Strength


def is_hedged(text: str) -> bool:
    """ "sträva efter", "arbeta för", "verka för": can be reported on, not ticked off."""
    return _HEDGE.search(text) is not None


def is_maybe(text: str) -> bool:
    """Is the item only possible: "Ev.", "om möjligt", "vid behov", or a question?"""
    return _MAYBE.search(text) is not None


def continues_sentence(text: str) -> bool:
    """A fragment that hangs on the sentence before ("Att vi kan erbjuda mer studier.")."""
    return _CONTINUES.match(text) is not None


def trigger_of(text: str, *, presents: Presents = "all") -> Trigger | None:
    """The trigger of one sentence, or None.

    `presents` says how far the plain present tense promises: "none" not at all, "dated" when an event or a time goes
    with it, "all" also lasting work ("Vi stöttar föreningarna").
    """
    text = flattened(text)
    words = words_of(text)
    if not words or text.rstrip().endswith("?"):
        return None
    weak: Trigger | None = None
    for number, word in enumerate(words):
        lower = word.lower
        if lower in _STRONG_MODALS or lower == "kommer":
            found = _strong(words, number)
            if found:
                present = _present(words[:number], text, presents)
                return present or found
        elif lower in _WEAK_MODALS and weak is None:
            weak = _weak(words, number, text)
            if weak and weak.strength == "strong":
                return weak
    found = _duty(words, text) or _present(words, text, presents)
    return found or weak or _goal(words, text) or _fragment(words, text)


def _strong(words: Sequence[Word], number: int) -> Trigger | None:
    if words[number].lower == "kommer" and not _comes_to(words, number):
        return None
    clause = clause_of(words, number)
    if clause.opener is not None:
        return None
    subject = subject_of(words, number, clause)
    return Trigger(number, subject, "strong") if _undertakes(words, number, subject, clause) else None


def _comes_to(words: Sequence[Word], number: int) -> bool:
    """ "kommer … att + verb", or "kommer" straight before an infinitive as many write."""
    after = [word.lower for word in words[number + 1 : number + 16]]
    if "att" in after and not any(word in (".", ";", ",") for word in after[: after.index("att")]):
        return True
    return any(word in verbs.INFINITIVES or word in ("behöva",) for word in after[:3])


def _undertakes(words: Sequence[Word], number: int, subject: Subject, clause: Clause) -> bool:
    """Is the agent the organisation or a part of it, or the implied provider of a passive?"""
    passive = is_passive_after(words, number)
    comes = words[number].lower == "kommer"
    before = {word.lower for word in words[clause.start : number]}
    if subject.kind in ("we", "body"):
        return True
    if subject.kind == "pronoun":
        return words[subject.first].lower != "man" or passive
    if subject.kind == "others":
        return passive and any(_CONTACT.match(word.text) for word in words[number + 1 : number + 6])
    if subject.kind == "expletive":
        return passive and not comes
    if before & {"alla", "ingen", "inga", "man"} and not passive:
        return any(is_body(word.text) for word in words[clause.start : number])
    return passive or not comes


def _weak(words: Sequence[Word], number: int, text: str) -> Trigger | None:
    clause = clause_of(words, number)
    if clause.opener is not None:
        return None
    subject = subject_of(words, number, clause)
    lower = words[number].lower
    following = words[number + 1].lower if number + 1 < len(words) else ""
    if lower in ("vill", "hoppas"):
        return _wish(words, number, subject, text)
    if subject.kind in ("we", "body"):
        return Trigger(number, subject, "weak")
    if subject.kind == "pronoun":
        return Trigger(number, subject, "weak") if words[subject.first].lower != "man" else None
    if subject.kind == "noun" and is_passive_after(words, number) and following != "vara":
        return Trigger(number, subject, "weak")
    return None


def _wish(words: Sequence[Word], number: int, subject: Subject, text: str) -> Trigger | None:
    """ "Vi vill" – strong only as "vill (vi) att distriktet ska"; wanting others to do something is no commitment."""
    if subject.kind not in ("we", "body", "pronoun"):
        return None
    after = [word.lower for word in words[number + 1 : number + 4]]
    if "att" in after:
        begin = number + 1 + after.index("att")
        for ahead in range(begin + 1, min(begin + 8, len(words))):
            if words[ahead].lower in _STRONG_MODALS | {"kan", "får"}:
                wanted = subject_of(words, ahead, Clause(begin + 1, "att"))
                if wanted.kind in ("we", "body") and words[ahead].lower in _STRONG_MODALS:
                    return Trigger(ahead, wanted, "strong")
        return None
    if {"ha", "se", "vara", "leva"} & set(after[:3]):
        return None
    return Trigger(number, subject, "weak")


def _duty(words: Sequence[Word], text: str) -> Trigger | None:
    for match in _DUTY.finditer(text):
        number = next((n for n, word in enumerate(words) if word.start == match.start("verb")), -1)
        if number < 0:
            continue
        clause = clause_of(words, number)
        if clause.opener is not None:
            continue
        if match.group("verb").lower() == "åligger":
            subject = _charged(words, number)
        else:
            subject = subject_of(words, number, clause)
        named = re.search(r"uppgift|ansvar|uppdrag", match.group(), re.IGNORECASE)
        if subject.kind in ("we", "body", "pronoun") or (subject.kind == "noun" and named):
            return Trigger(number, subject, "strong")
    return None


def _charged(words: Sequence[Word], number: int) -> Subject:
    """ "Det åligger ordföranden att …": the one who is charged stands after the verb."""
    for ahead in range(number + 1, min(number + 5, len(words))):
        if is_body(words[ahead].text) and not words[ahead].lower.endswith(("ets", "ens")):
            return Subject("body", ahead, ahead)
    return Subject("none")


def _goal(words: Sequence[Word], text: str) -> Trigger | None:
    """ "Målet är att vi ska …": a commitment when the organisation or a number is in what is aimed at."""
    match = _GOAL.search(text)
    if not match:
        return None
    after = [number for number, word in enumerate(words) if word.start >= match.end()]
    for number in after:
        if words[number].lower in _STRONG_MODALS | {"kan"}:
            subject = subject_of(words, number, Clause(after[0], "att"))
            if subject.kind in ("we", "body") or re.search(r"\d|\bminst\b", text[match.end() :]):
                return Trigger(number, subject, "strong")
    if re.search(r"\d|\bminst\b", text[match.end() :]):
        return Trigger(-1, Subject("none"), "weak")
    return None


def _present(words: Sequence[Word], text: str, presents: Presents) -> Trigger | None:
    """The present tense as plan mood: "Vi genomför …", "Distriktet anordnar …", "Planen följs upp …"."""
    if presents == "none" or _STATE.search(_BRACKETS.sub("", text)):
        return None
    for number, word in enumerate(words):
        lower = word.lower
        active, passive = verbs.PRESENTS.get(lower), verbs.PASSIVES.get(lower)
        having = lower in ("har", "blir", "får", "står", "finns") or lower in verbs.DESCRIPTIVE_PRESENTS
        unknown = number == 1 and _is_unknown_present(words)
        if active is None and passive is None and not having and lower != "äger" and not unknown:
            if number and is_finite(word):
                return None
            continue
        if number and words[number - 1].lower == "att":
            continue
        clause = clause_of(words, number)
        if clause.opener is not None or (clause.start > 0 and is_finite(words[clause.start - 1])):
            continue
        subject = subject_of(words, number, clause)
        dated = _FREQUENT.search(text) or any(other.text.isdigit() for other in words)
        if presents == "dated" and not dated and (unknown or (active and active.verb_class == "lasting")):
            continue
        if _does(words, number, subject, text, having=having, passive=passive is not None or lower == "ses"):
            return Trigger(number, subject, "strong")
    return None


def _does(words: Sequence[Word], number: int, subject: Subject, text: str, *, having: bool, passive: bool) -> bool:
    dated = _FREQUENT.search(text) is not None
    lower = words[number].lower
    after = words[number + 1 : number + 9]
    if lower == "äger":
        return any(word.lower == "rum" for word in after)
    if having:
        if subject.kind not in ("we", "body"):
            return False
        nouns = [noun for noun in (plan_noun(word.text) for word in after) if noun]
        if lower == "får":
            return bool(nouns) and after[0].lower not in verbs.INFINITIVES
        if lower in ("står", "finns"):
            return dated
        if lower == "har":
            if any(_SUPINE.match(word.text) for word in after[:4]):
                return False
            return dated and any(noun.is_event for noun in nouns)
        return any(word.text[0].isdigit() for word in after) or dated or lower in ("tar", "gör", "ger", "når")
    if subject.kind in ("we", "body") or (subject.kind == "pronoun" and words[subject.first].lower != "man"):
        return True
    if subject.kind == "noun" and subject.first == 0 and dated and not passive:
        # the organisation by its own name: "Ringen håller fyra medlemsmöten"
        verb = verbs.PRESENTS.get(lower)
        return verb is not None and verb.verb_class == "event" and words[0].lower.endswith(("en", "et", "na"))
    if passive:
        if subject.kind == "others":
            return False
        subject_noun = any(plan_noun(word.text) for word in words[:number])
        return dated or subject_noun or subject.kind == "noun" or any(plan_noun(word.text) for word in after)
    return False


def _is_unknown_present(words: Sequence[Word]) -> bool:
    """After a subject that opens the sentence comes the finite verb, known to the lexicon or not ("Kretsen "
    "skottar")."""
    first, second = words[0], words[1].lower
    agent = first.lower == "vi" or (is_body(first.text) and first.lower.endswith(("en", "et", "na", "n")))
    return (
        agent
        and len(second) > 4
        and second.endswith(("ar", "er"))
        and second not in _STATIVES
        and not plan_noun(second)
    )


def _fragment(words: Sequence[Word], text: str) -> Trigger | None:
    """Infinitives, imperatives and verbal nouns as plan mood: "Säkerställ att …", "Genomförande av …"."""
    first = words[0].lower
    if any(is_finite(word) for word in words[1:3]) and first not in verbs.IMPERATIVES:
        return None
    starts = first in verbs.INFINITIVES or first in verbs.IMPERATIVES or first in verbs.PASSIVES
    if starts and len(words) > 2 and first not in ("vara", "få", "kunna", "ha", "planer"):
        return Trigger(-1, Subject("none"), "strong")
    if _FRAGMENT.match(text) and not any(is_finite(word) for word in words):
        return Trigger(-1, Subject("none"), "strong")
    return None
