"""What sort of commitment it is: countable, one-off or ongoing."""

import re
from collections.abc import Sequence

from .content import Content
from .headings import MONTH
from .lexicon import one_of, word_set
from .quantities import Quantity, is_measure
from .sentences import Word
from .shapes import Kind
from .when import When

_TIME_UNITS = re.compile(r"\b(?:dag|dagar|dygn|timmar|timme|vecka|veckor|månad|månader|år)\b", re.IGNORECASE)
_CONTINUOUS = re.compile(
    r"\b(?:löpande|kontinuerligt|ständigt|fortlöpande|fortsatt|alltid|varje dag|vid behov)\b",
    re.IGNORECASE,
)
_FINISHED = re.compile(
    r"\b(?:klar[ta]?|färdig[ta]?|på plats|genomför[dt]a?|antag(?:en|et)|fastställ[dt]a?|igång|"
    r"(?:vara|är)\s+\w+(?:ade|ad|at|da|d|ta|t)|ha\s+\w{2,}(?:at|it|tt|rt|lt|kt|pt|st))\b",
    re.IGNORECASE,
)
_SINGULAR = word_set("en ett den det egen eget ny nytt gemensam gemensamt årlig årligt")
_OFTEN = re.compile(
    r"\b(?:regelbund(?:et|na|en)|varje|varannan|vartannat|var \w+[dt]e|återkommande|årligen|månadsvis|löpande|flera|"
    r"ett flertal|ett antal|några|fler)\b",
    re.I,
)
# "varannan onsdag": again and again, also where what is done is no event by its name
_RECURS = re.compile(r"\b(?:varje|varannan|vartannat|regelbundet|löpande)\b", re.IGNORECASE)
# what changes once and for all: an employment, a limit, an end, a step that the verb itself completes
_ONE_OFF = re.compile(
    r"\b"
    + one_of(
        r"""(?:ny)?anställ(?:a|s|d|da) | en gång för alla | vid ett tillfälle
        (?:höj|sänk)(?:a|er|s|as)?(?: .*)? till \d+
        (?:ska|skall|kommer att) sluta | slutar | årligen en | årligen ett"""
    )
    + r"\b",
    re.IGNORECASE,
)
_LASTING_NAMES = (
    "ar",
    "er",
    "or",
    "et",
    "en",
    "na",
    "an",
    "ande",
    "arbete",
    "vård",
    "het",
    "skap",
    "service",
    "drift",
    "stöd",
)
# "inför varje möte", "vid distriktets möten": as often as there is occasion
_EACH_TIME = re.compile(
    r"\b(?:inför|före|efter|till|vid|på|i samband med)\s+varje\b|"
    r"\bvid\s+(?:\w+s\s+)?\w*(?:möten|mötena|träffar|konferenser|arrangemang)\W*$",
    re.IGNORECASE,
)
# "Nya medlemmar ska få …", "Föreningar som … ska erbjudas": whoever it is, whenever they come
_WHOEVER = re.compile(
    r"^\W*(?:nya|alla|samtliga|varje|\w+(?:ar|er)(?=\s+(?:som|ska)))\b[^.]*?\b(?:ska|skall)\s+(?:alltid\s+)?"
    r"(?:få|erbjudas|ges|bjudas)\b",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\b(?:ansvarar\s+för|har\s+(?:\w+\s+){0,2}?(?:uppgift|ansvar|uppdrag)(?:\s+att|\s+för)?)\b", re.IGNORECASE
)
# A point in time makes one thing of it; "inför valet" only tells what work is for.
_DUE = re.compile(
    r"(?:senast|före|innan|den\s+\d|\d{1,2}\s|\d{1,2}/\d|på\s|vid\s|\w*(?:mötet|stämman)\b|v\.)", re.IGNORECASE
)
_IN_MONTH = re.compile(rf"i\s+{MONTH}", re.IGNORECASE)
_SO_LONG_AFTER = re.compile(r"\b(?:dagar|veckor|månader)\s+(?:efter|i\s+förväg)\b", re.IGNORECASE)
# "delta i lägret", "synas på höstens inspark", "medverka på Kulturnatten": one occasion that has a name
_TAKES_PART = re.compile(
    r"\b(?i:delta[r]?|medverka[rn]?|närvara[r]?|synas|medverkan|deltagande)\s+(?:[a-zåäö]+\s+)?"
    r"(?:på\s+(?:(?:höst|vår|sommar|vinter|år)\w*s\s+\w+|\w+(?:en|et)\b|[A-ZÅÄÖ]\w+)|i\s+(?:[A-ZÅÄÖ]\w*[^\Ws]\b|\w+(?:lägret|mötet|dagen|natten|loppet|festivalen)\b))"
)


def _is_plural(words: Sequence[Word], content: Content) -> bool:
    if content.noun is None:
        return False
    if content.noun.form != "either":
        return content.noun.form == "plural"
    opening = {word.lower for word in words[: content.noun_word]}
    if content.verb is None and opening <= {"ev", ".", "eventuellt"}:
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
    when: When,
    scheduled: str | None,
) -> Kind:
    """Countable, one-off or ongoing, after the definition's rules.

    `when` is what the text itself says; `scheduled` is when a table or a list by months puts it.
    """
    if quantity:
        unit = quantity.unit or ""
        return "ongoing" if quantity.op == "<=" and _TIME_UNITS.search(unit) else "countable"
    if hedge:
        return "ongoing"
    if is_measure(text):
        return "countable"
    dated = bool(scheduled or when.deadline)
    if _ONE_OFF.search(text) or _TAKES_PART.search(text) or (dated and _FINISHED.search(text)):
        return "one-off"
    if _is_standing(text, words, content):
        return "ongoing"
    if content.verb_class == "lasting":
        due = bool(scheduled and not _OFTEN.search(scheduled) and not _CONTINUOUS.search(scheduled)) or _is_due(when)
        return "one-off" if due and not per and not _OFTEN.search(text) else "ongoing"
    if per and content.verb_class:
        return "countable"
    if content.gathering and content.gathering != "samla" and content.verb_class == "event":
        return "countable"
    return _kind_by_noun(text, words, content, dated=dated)


def _kind_by_noun(text: str, words: Sequence[Word], content: Content, *, dated: bool) -> Kind:
    makes = content.verb_class in ("event", "product")
    if content.noun is None:
        if any(word.lower in ("fortsätta", "fortsätter") for word in words):
            return "ongoing"
        return "one-off" if makes or (content.verb is None and (dated or _is_bare_name(words))) else "ongoing"
    event = content.noun.is_event
    if _is_plural(words, content) and (event or (makes and content.verb is not None)):
        return "countable"
    if content.noun.form == "definite" and content.verb_class is None:
        return "ongoing"
    if event and _OFTEN.search(text):
        return "countable"
    if makes and not event and _RECURS.search(text):
        return "countable" if content.verb_class == "event" else "ongoing"
    one_thing = content.verb is None and (dated or content.noun.form == "singular")
    return "one-off" if makes or event or one_thing else "ongoing"


def _is_bare_name(words: Sequence[Word]) -> bool:
    """Is all that is said what the thing is called, in the singular: "Höstsalong"?"""
    named = [word.lower for word in words if word.text[0].isalpha()]
    return len(named) == 1 and not named[0].endswith(_LASTING_NAMES)


def _is_standing(text: str, words: Sequence[Word], content: Content) -> bool:
    """A standing duty, or what is done whenever there is occasion."""
    event = content.noun is not None and content.noun.is_event
    if _EACH_TIME.search(text) or _WHOEVER.search(text) or (_CONTINUOUS.search(text) and not event):
        return True
    return _DUTY.search(text) is not None and (content.verb is None or _is_plural(words, content))


def _is_due(when: When) -> bool:
    """Is there a point in time, or a month, by which it is done, once?"""
    if when.deadline:
        return _DUE.match(when.deadline) is not None and not _SO_LONG_AFTER.search(when.deadline)
    return when.period is not None and _IN_MONTH.fullmatch(when.period) is not None
