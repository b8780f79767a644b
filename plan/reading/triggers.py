"""What makes a sentence a commitment: agent, undertaking and forward look.

The rules are those of the definition of commitments: strong are "ska", "kommer att", "har som uppgift att", "ansvarar
för" and the present tense of doing when the organisation or a part of it does it; weak are "behöver", "måste", "bör",
"förväntas", "vill", "hoppas". What others ought to do, how the world is and what was done before are no commitments.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import verbs
from .bodies import OUTSIDERS, is_body
from .grammar import Clause, Subject, clause_of, is_finite, is_passive_after, subject_of
from .lexicon import one_of, word_set
from .nouns import plan_noun
from .numerals import WORDS
from .present_tense import FREQUENT, Presents, promise_in_present
from .sentences import Word, flattened, words_of
from .shapes import Strength

_STRONG_MODALS = frozenset(("ska", "skall"))
_WEAK_MODALS = frozenset(["måste", "bör", "behöver", "förväntas", "vill", "hoppas", "borde"])
# What an office is for, or what it takes upon itself: the verb that stands second, and what must follow it.
_CHARGE = one_of("uppgift(?:en)? | ansvar(?:et)? | uppdrag(?:et)? | avsikt | mål | målsättning | ambition(?:en)?")
_DUTY = re.compile(
    "|".join(
        (
            rf"\b(?P<has>har|får)\s+(?:\w+\s+){{0,3}}?{_CHARGE}\b[^.;]{{0,12}}?\b(?:att|för)\b",
            r"^\W*det\s+(?P<lies>är)\s+\w+s\s+(?:ansvar|uppgift|uppdrag)\s+att\b",
            r"\b(?P<is>är)\s+(?:\w+\s+){0,2}?ansvarig[at]?\s+för\b",
            r"\b(?P<tends>har)\s+hand\s+om\b",
            r"\b(?P<answers>ansvarar)\s+(?:\w+\s+){0,2}?för\b",
            r"\b(?P<takes>åtar)\s+sig\b|\b(?P<charged>åligger|uppdras)\s",
            r"\b(?P<plans>planerar|avser|ämnar|tänker)\s|\b(?P<aims>siktar)\s+på\b|\b(?P<counts>räknar)\s+med\s+att\b",
        )
    ),
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"\b(?:mål(?:et|en|sättningen)?|ambition(?:en)?|avsikten|planen|tanken)\s+(?:\w+\s+){0,4}?är\s+(?:(?:\w+\s+)?att\b|(?=\d|minst\s))",
    re.IGNORECASE,
)
# "Mål: 25 deltagare"
_GOAL_LABEL = re.compile(r"\W*(?:del)?mål(?:et|sättning)?\W*:\W*(?:\w+\s+)?\d", re.IGNORECASE)
_HEDGE = re.compile(
    r"\b"
    + one_of(
        r"""(?:efter)?sträva[rn]? | försöka | försöker | försök | ambition(?:en)? | ha som (?:mål|ambition)
        (?:arbeta|jobba|verka|kämpa)r? (?:\w+ ){0,2}?(?:för|mot|med att) | drive?[ar]? (?:på|frågan)"""
    )
    + r"\b",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"\b"
    + one_of(
        """om möjligt | i mån av | eventuell[at]? | kanske | möjligen | gärna
        om (?:det|tid|intresse|ekonomin) (?:finns|ges|tillåter)"""
    )
    + r"\b|\bev\b\.?|^\W*vid\s+behov\b|\?\W*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:besökas|kontaktas|uppvaktas|inbjudas|bjudas|informeras|erbjudas|uppmuntras|uppmanas)\b", re.IGNORECASE
)
# "Enligt lag ska …": a rule that stands whatever the plan says
_NORM = re.compile(
    r"\W*enligt\s+(?:\w*lag(?:en)?|stadgar(?:na)?|\w*stadgan|\w*regler(?:na)?|\w*reglement\w*|\w*avtal(?:et)?|"
    r"\w*verket|\w*rådet|\w*direktiv\w*|\w*förordning\w*)\s+(?:ska|skall|måste|bör)\b",
    re.IGNORECASE,
)
_IF_NEEDED = re.compile(r"\W*(?:vid behov|om möjligt|eventuellt|ev)\b", re.IGNORECASE)
_ASKS = word_set("hur vad när var vem vilka vilken vilket varför")
_FRAGMENT = re.compile(rf"^\W*(?:{verbs.VERBAL_NOUN})\s+(?:av|för|till|med|om|i|på|kring)\b", re.IGNORECASE)
_CONTINUES = re.compile(r"^\W*(?:att|samt att|och att)\s", re.IGNORECASE)


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
    """A fragment that hangs on the sentence before ("Att alla får plats, att ingen glöms.")."""
    return _CONTINUES.match(text) is not None


def trigger_of(text: str, *, presents: Presents = "all") -> Trigger | None:
    """The trigger of one sentence, or None.

    `presents` says how far the plain present tense promises: "none" not at all, "dated" when an event or a time goes
    with it, "all" also lasting work ("Vi stöttar föreningarna").
    """
    text = flattened(text)
    words = words_of(text)
    if not words or _NORM.match(text):
        return None
    if text.rstrip().endswith("?"):
        return _question(words)
    weak: Trigger | None = None
    for number, word in enumerate(words):
        lower = word.lower
        if lower in _STRONG_MODALS or lower == "kommer":
            found = _strong(words, number)
            if found:
                return _present(words[:number], text, presents) or found
        elif lower in _WEAK_MODALS and weak is None:
            weak = _weak(words, number, text)
            if weak and weak.strength == "strong":
                return weak
    found = _duty(words, text) or _present(words, text, presents)
    return found or weak or _goal(words, text) or _fragment(words, text)


def _question(words: Sequence[Word]) -> Trigger | None:
    """ "Vi ska även starta ett kafé?" is a commitment that somebody doubts; a real question is none."""
    if is_finite(words[0]) or words[0].lower in _ASKS:
        return None
    found = (_strong(words, number) for number, word in enumerate(words) if word.lower in _STRONG_MODALS)
    doubted = next((trigger for trigger in found if trigger), None)
    return replace(doubted, strength="weak") if doubted else None


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
        # "Arbetslösheten är hög och den kommer att stiga": the pronoun points back within the sentence
        points_back = comes and any(is_finite(word) for word in words[: clause.start])
        return not points_back and (words[subject.first].lower != "man" or passive)
    if subject.kind == "others":
        return passive and any(_CONTACT.match(word.text) for word in words[number + 1 : number + 6])
    if subject.kind == "expletive":
        return passive and not comes
    if not passive and OUTSIDERS.fullmatch(words[max(subject.first, 0)].text) and not _gets(words, number):
        return False
    if comes and words[0].lower == "om":
        return False
    if before & {"alla", "ingen", "inga", "man"} and not passive:
        return any(is_body(word.text) for word in words[clause.start : number])
    return passive or not comes


def _gets(words: Sequence[Word], number: int) -> bool:
    """ "Gästerna ska få …", "ska kunna …": somebody has to see to it that they can."""
    after = [word.lower for word in words[number + 1 : number + 5]]
    has = "ha" in after and any(word in ("tillgång", "rätt", "möjlighet", "chans", "chansen") for word in after)
    return has or any(word in ("få", "kunna", "känna") for word in after[:3])


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
    """ "Vi vill" – strong only as "vill att klubben ska"; wanting others to do something is no commitment."""
    if subject.kind not in ("we", "body", "pronoun"):
        return None
    after = [word.lower for word in words[number + 1 : number + 4]]
    if "att" in after and not _wants_to_do(words, number + 1 + after.index("att")):
        begin = number + 1 + after.index("att")
        for ahead in range(begin + 1, min(begin + 8, len(words))):
            if words[ahead].lower in _STRONG_MODALS | {"kan", "får"}:
                wanted = subject_of(words, ahead, Clause(begin + 1, "att"))
                arranged = wanted.kind == "noun" and is_passive_after(words, ahead) and _is_event(words[wanted.first])
                if words[ahead].lower in _STRONG_MODALS and wanted.kind in ("we", "body"):
                    return Trigger(ahead, wanted, "strong")
                if words[ahead].lower in _STRONG_MODALS and (wanted.kind == "pronoun" or arranged):
                    return Trigger(number, subject, "strong")
        clause_opens = Clause(begin + 1, "att")
        finite = next((n for n in range(begin + 1, len(words)) if is_finite(words[n])), -1)
        ours = finite > 0 and subject_of(words, finite, clause_opens).kind in ("we", "body")
        return Trigger(number, subject, "weak") if ours and words[finite].lower not in _STRONG_MODALS else None
    if {"ha", "se", "vara", "leva"} & set(after[:3]):
        return None
    return Trigger(number, subject, "weak")


def _wants_to_do(words: Sequence[Word], that: int) -> bool:
    """ "Vi vill pröva att göra …": an infinitive, ours to do, stands before "att" or after it."""
    return words[that - 1].lower in verbs.INFINITIVES


def _is_event(word: Word) -> bool:
    noun = plan_noun(word.text)
    return noun is not None and noun.is_event


def _duty(words: Sequence[Word], text: str) -> Trigger | None:
    for match in _DUTY.finditer(text):
        verb = match.group(match.lastgroup or 0)
        start = match.start(match.lastgroup or 0)
        number = next((n for n, word in enumerate(words) if word.start == start), -1)
        if number < 0:
            continue
        clause = clause_of(words, number)
        if clause.opener is not None:
            continue
        if verb.lower() == "åligger" or match.lastgroup == "lies":
            subject = _charged(words, number)
        else:
            subject = subject_of(words, number, clause)
        if subject.kind in ("noun", "body") and OUTSIDERS.fullmatch(words[subject.first].text):
            continue
        named = match.lastgroup in ("has", "is", "answers", "tends")
        if subject.kind in ("we", "body", "pronoun") or (subject.kind == "noun" and named):
            return Trigger(number, subject, "strong")
    return None


def _charged(words: Sequence[Word], number: int) -> Subject:
    """ "Det åligger ordföranden att …", "Det är styrelsens ansvar att …": the one charged stands after the verb."""
    for ahead in range(number + 1, min(number + 5, len(words))):
        owner = ahead + 1 < len(words) and is_body(words[ahead + 1].text)
        if is_body(words[ahead].text) and not owner:
            return Subject("body", ahead, ahead)
    return Subject("none")


def _goal(words: Sequence[Word], text: str) -> Trigger | None:
    """ "Målet är att vi ska …": a commitment when the organisation or a number is in what is aimed at."""
    if _GOAL_LABEL.match(text):
        return Trigger(-1, Subject("none"), "strong")
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
    found = promise_in_present(words, text, presents)
    return Trigger(*found, "weak" if _IF_NEEDED.match(text) else "strong") if found else None


def _fragment(words: Sequence[Word], text: str) -> Trigger | None:
    """Infinitives, imperatives and verbal nouns as plan mood: "Säkerställ att …", "Genomförande av …"."""
    first = words[0].lower
    if any(is_finite(word) for word in words[1:3]) and first not in verbs.IMPERATIVES:
        return None
    starts = first in verbs.INFINITIVES or first in verbs.IMPERATIVES or first in verbs.PASSIVES
    if starts and len(words) > 2 and first not in ("vara", "få", "kunna", "ha", "planer"):
        return Trigger(-1, Subject("none"), "strong")
    if any(is_finite(word) for word in words):
        return None
    event = any((noun := plan_noun(word.text)) and noun.is_event for word in words[:3])
    numbered = any(word.text.isdigit() or word.lower in WORDS for word in words)
    if _FRAGMENT.match(text) or (event and (numbered or FREQUENT.search(text))):
        return Trigger(-1, Subject("none"), "strong")
    return None
