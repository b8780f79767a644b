"""Targets: the number that a commitment can be ticked off against, its operator, unit and frequency base.

Most numbers in a plan are no targets: years, dates, ages, shares of a post, steps, what is the case today, and numbers
in what somebody else should do ("att staden ska bygga fyra badhus").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .bodies import is_body
from .grammar import MODALS, clause_of, is_finite, subject_of
from .headings import MONTH
from .lexicon import word_set
from .nouns import plan_noun
from .numerals import DIGITS, NUMBER, ROUGH, WORDS, value_of
from .sentences import Word, words_of
from .shapes import Operator
from .verbs import INFINITIVES, PASSIVES

_QUALIFIERS: dict[str, Operator] = {
    "minst": ">=",
    "åtminstone": ">=",
    "lägst": ">=",
    "över": ">",
    "mer än": ">",
    "fler än": ">",
    "högst": "<=",
    "max": "<=",
    "maximalt": "<=",
    "som mest": "<=",
    "upp till": "<=",
    "inom": "<=",
    "färre än": "<=",
    "ca": "~",
    "ca.": "~",
    "cirka": "~",
    "omkring": "~",
    "runt": "~",
    "ungefär": "~",
    "i snitt": "~",
    "drygt": "~",
}
_ROUGH_WORD = rf"(?:ett|två|tre)?\s*\b(?:{'|'.join(ROUGH)})\b|\bett\s+\d+-tal\b"
_OP = "|".join(sorted((re.escape(qualifier) for qualifier in _QUALIFIERS), key=len, reverse=True))
_CANDIDATE = re.compile(
    rf"(?:\b(?P<op>{_OP})\s+(?:med\s+)?(?:än\s+)?\+?)?(?P<number>{_ROUGH_WORD}|{NUMBER})"
    rf"(?:\s*(?:[-–]|till|à|a|eller)\s*(?P<to>{NUMBER})(?![-\w.:/]))?(?P<percent>\s*(?:%|procent))?",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:senaste|kommande|närmaste|nästa|första|(?<!de )sista|steg|årskurs|punkt|kapitel|paragraf|nr|nummer|kl|"
    r"klockan|sida|bilaga|fas|"
    r"nivå|vecka|v|version|den|agenda|åldern|varav|av dessa|grupp|åk|del|tema|kategori|alternativ|artikel|zon|rum|"
    r"sal|hus|mellan åren)"
    r"(?:\s+de)?[.:]?\s*|§\s*|[/.:]|\d[-–]|[A-Za-z]-?)$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    rf"(?:[-–]?\s*(?:år(?:s|ig|iga|igt|ingar)?\b|åringar)|:[aeans]|[./]\d|\s*(?:i|:e|:a)?\s*{MONTH}\b|"
    r"\s+(?:dag|dagar|vecka|veckor|månad|månader|timmar)\s+(?:före|innan|efter|i förväg)|"
    # "två veckor lång", "inom 30 minuters resa": what something is like
    r"\s+(?:minuter|timmar|dagar|veckor|månader|meter|kilometer|mil)(?:\s+(?:lång|bred|hög)\w*|s\s+(?!tid))|\s+\w*timmes\b|\s*[-–]?\s*(?:%|"
    r"procents?)\s*(?:ig\s+)?"
    r"(?:tjänst|anställning|anställd|arvoder)|\s+(?:och|eller|samt)\s+en\b\s*$)",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\s*(?:gång(?:er)?|ggr|tillfällen?)\b", re.IGNORECASE)
_BASE = (
    "dag|vecka|månad|kvartal|tertial|termin|halvår|läsår|verksamhetsår|kalenderår|år|läsperiod|period|tentaperiod|"
    "mandatperiod"
)
_PER = re.compile(
    rf"(?:\b(?:per|i|om|varje|var|varannan|vartannat|en gång om)\s+|/\s?|\b(?:en|två|tre|fyra|\d)\s+gång(?:er)?\s+)"
    rf"(?P<base>(?:{_BASE}))(?:en|et|n|t)?\b",
    re.IGNORECASE,
)
# "hyran, som i dag ligger på 11 400 kr i månaden"
_RELATIVE = re.compile(r",\s+som\s[^,]*")
_ADVERB_PER = {
    "månadsvis": "månad",
    "veckovis": "vecka",
    "månatligen": "månad",
    "årligen": "år",
    "kvartalsvis": "kvartal",
}
_ONE_EACH = re.compile(rf"\s+(?:[\wåäö-]+\s+){{1,3}}?(?:per|i|om)\s+(?:{_BASE})(?:en|et|n|t)?\b", re.IGNORECASE)
_EVERY_BUT = re.compile(
    r"\bvarje månad(?:en)?,?\s+(?:utom|förutom|undantaget|med undantag (?:för|av))\s+(?P<months>[^.;]{3,60})",
    re.IGNORECASE,
)
_BOTH_SEASONS = re.compile(
    r"\b(?:både\s+)?(?:på\s+)?(?:vår-?(?:en)?\s+(?:och|respektive|samt)\s+(?:på\s+)?höst(?:en)?|"
    r"höst-?(?:en)?\s+(?:och|respektive|samt)\s+(?:på\s+)?vår(?:en)?)\b(?!termin)",
    re.IGNORECASE,
)
_SKIPPED_IN_UNIT = word_set(
    "stycken st så kallade s.k sk nya nytt olika egna av de våra dessa fler ytterligare till extra stycket"
)
_STOPS_UNIT = word_set(
    "i på för till med inom från och eller samt som där om under mot vid per inför före innan senast efter varav "
    "att är ska skall kan "
    "ha har utan via dels dem"
)


# "Fönstren byts ut, vilket kostar 90 000 kr"
# "– fem ledamöter och tre ersättare –"
_DASH_BEFORE, _DASH_AFTER = re.compile(r"\s–\s[^–]*$"), re.compile(r"[^–]*\s–\s")
# "anställa en kanslist på 75 %"
_PART_TIME = re.compile(r"\banställ\w*\s[^.;]*\bpå\s+$", re.IGNORECASE)
_PIECES = re.compile(r"\s*(?:stycken|st)\b", re.IGNORECASE)
# "Fonden ska byggas upp till 40 000 kr": the particle belongs to the verb
_BUILT_UP = re.compile(r"\b(?:bygg|räkn|skriv|växl)\w*\s+(?:\w+\s+)?$", re.IGNORECASE)
_NO_ONE = re.compile(r"\W*(?:ingen|inget|inga)\b", re.IGNORECASE)
_ASIDE = re.compile(r",\s+(?:vilket|vilka|som|där|eftersom|då)\b[^,]*$", re.IGNORECASE)
_REMAINING = re.compile(r"\bde\s+(?:resterande|återstående|kvarvarande|övriga|sista)\s+$", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+av\s+(?:dem|dessa)\b", re.IGNORECASE)
_TIME_LEFT = re.compile(r"\s+(?:dagar|veckor|månader|år|timmar)", re.IGNORECASE)
# "i två veckor": how long, not how many
_LASTS = re.compile(r"\b(?:i|under)\s+$", re.IGNORECASE)
# "Avgiften höjs till 250 kr": a price is set, not counted to
_SETS_PRICE = re.compile(r"\b(?:höj|sänk)(?:a|er|s|as)?\b.*\btill\s+$", re.IGNORECASE)
_PRICE = re.compile(r"\b\w*(?:avgift|pris|arvode|hyra)", re.IGNORECASE)
# "ett bidrag på högst 5 000 kronor": what it is worth, not how many
_WORTH = re.compile(
    r"\b\w*(?:bidrag|premie|rabatt|budget|hyra|avgift|kostnad|pris|anslag|ersättning|summa|stipendium)\w*\s+på\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
# "verka för att regionen …": the numbers that follow are somebody else's
_STRIVES_THAT = re.compile(
    r"\b(?:verka|arbeta|jobba|kämpa|driva?|trycka|påverka|kräva)r?\b[^.;]*?\batt\s+(?P<who>[\wåäö]+)", re.IGNORECASE
)
_DEMANDS = re.compile(r"\b(?:driva?|kräva?|verkar? för|kämpar? för)r?(?:\s+(?:frågan|att))*\s*:?\s*$", re.IGNORECASE)
# "Andelen kvinnor ska öka till minst 25 %", "antalet medlemmar ska passera 400"
_MEASURE = re.compile(
    r"^\W*(?:att\s+)?(?:\w*antal(?:et)?|\w*andel(?:en)?|\w+(?:grad|tal)(?:en|et))\b\s*(?P<of>[^.,;]*?)\s*"
    r"\b(?:ska|skall|bör|måste|kommer|är|blir|har|ökar|minskar)\b",
    re.IGNORECASE,
)
_REACHES = re.compile(
    r"\b(?:passerar?|till|med|över|når?|blir?|är|vara|överstiger?|överstiga)\s+(?:[\wåäö]+\s+)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A target as the text states it. `times` says that it counts occasions ("8 gånger"), not the named unit."""

    target: int
    op: Operator
    maximum: int | None
    unit: str | None
    times: bool
    start: int


def is_demand(lead_in: str) -> bool:
    """Does the lead-in put demands on others, so that the numbers below are theirs ("Vi ska driva:")?"""
    return _DEMANDS.search(lead_in) is not None


def is_measure(text: str) -> bool:
    """Does the sentence speak of how many or how large a share ("Antalet medlemmar ska öka")?"""
    return _MEASURE.match(text) is not None


def quantity_of(text: str, words: Sequence[Word], verb: int) -> Quantity | None:
    """The first target that a sentence states, or None. `verb` is the word number of its trigger."""
    found = [quantity for quantity in (_counted(text, words, verb), _implied(text)) if quantity]
    return min(found, key=lambda quantity: quantity.start) if found else None


def how_often(schedule: str | None) -> Quantity | None:
    """How many times a table's column for the time says: "Varje månad utom juli" is 11, "Två ggr/år" is 2."""
    found = quantity_of(schedule, words_of(schedule), -1) if schedule else None
    return found if found and found.times else None


def per_of(text: str) -> str | None:
    """The frequency base: "en gång i kvartalet" → "kvartal", "ggr/år" → "år", "varje månad" → "månad"."""
    match = _PER.search(_RELATIVE.sub("", text))
    if match and not re.fullmatch(r"i\s+(?:dag|år|period\w*)", match.group(), re.IGNORECASE):
        return match.group("base").lower()
    for word, base in _ADVERB_PER.items():
        if re.search(rf"\b{word}\b", text, re.IGNORECASE):
            return base
    return None


def _implied(text: str) -> Quantity | None:
    every = _EVERY_BUT.search(text)
    if every:
        left_out = len(set(re.findall(MONTH, every.group("months").lower())))
        if left_out:
            return Quantity(12 - left_out, "=", None, None, True, every.start())
    seasons = _BOTH_SEASONS.search(text)
    if seasons:
        return Quantity(2, "=", None, None, True, seasons.start())
    return None


def _counted(text: str, words: Sequence[Word], verb: int) -> Quantity | None:
    for match in _CANDIDATE.finditer(text):
        start, end = match.start("number"), match.end()
        raw = match.group("number").lower()
        op = (match.group("op") or "").lower()
        if _NOT_BEFORE.search(text[max(0, start - 24) : start]) and op not in ("minst", "högst", "upp till"):
            continue
        if (
            _NOT_AFTER.match(text, end)
            or (start and text[start - 1].isalnum())
            or (end < len(text) and text[end].isalnum())
        ):
            continue
        if _PART_TIME.search(text[max(0, start - 80) : start]) and match.group("percent"):
            continue
        pieces = _PIECES.match(text, end)
        times = _TIMES.match(text, end)
        single = raw in ("en", "ett") and not op and not times and not match.group("to")
        if single and not _ONE_EACH.match(text, end):
            continue
        if times and re.match(r"\s*(?:gång|tillfälle)\s+(?:till|för alla|av)\b", text[end:]):
            continue
        value = _value(raw)
        if (
            value is None
            or value == 0
            or _is_year(value, raw, text, end)
            or (_in_brackets(text, start, op) and not pieces)
        ):
            continue
        if match.group("percent") and "(" in text[:start] and ")" in text[end : end + 3]:
            continue
        if not _in_own_clause(text, words, verb, start) or _WORTH.search(text[:start]):
            continue
        if _belongs_to_others(words, verb, start) or (op == "inom" and _in_relative_clause(words, verb, start)):
            continue
        if op == "över" and not _counts_something(text, end):
            continue
        unit = "%" + _percent_of(text, end) if match.group("percent") else _unit_after(text, end, words)
        if unit is None and pieces:
            unit = _unit_before(text[:start], words, verb)
        measured = _MEASURE.match(text)
        if measured and (unit is None or unit == "%"):
            unit = " ".join(part for part in (unit, measured.group("of")) if part) or None
        points_back = _REMAINING.search(text[:start]) or _OF_THEM.match(text, end)
        reached = measured and _REACHES.search(text[:start])
        if not op and _PRICE.search(text) and _SETS_PRICE.search(text[:start]):
            continue
        if not op and _LASTS.search(text[:start]) and _TIME_LEFT.match(text, end):
            continue
        if not points_back and _is_all_of_them(text[:start], unit):
            continue
        if (unit is None and not times and not op and not points_back and not reached) or (
            points_back and _TIME_LEFT.match(text, end)
        ):
            continue
        if (op == "upp till" and _BUILT_UP.search(text[max(0, match.start() - 40) : match.start()])) or (
            op == "färre än" and _NO_ONE.match(text)
        ):
            op = "" if op == "upp till" else "minst"
        maximum = value_of(match.group("to")) if match.group("to") else None
        operator: Operator = (
            "range" if maximum else _QUALIFIERS.get(op, "~" if raw not in WORDS and not raw[0].isdigit() else "=")
        )
        return Quantity(value, operator, maximum, None if times else unit, bool(times), start)
    return None


def _is_all_of_them(before: str, unit: str | None) -> bool:
    """ "De tre nätverken ska …": how many there are, not how many there are to be."""
    noun = plan_noun(unit.split()[-1]) if unit else None
    return noun is not None and noun.form == "definite" and re.search(r"\bde\s+$", before, re.IGNORECASE) is not None


def _value(raw: str) -> int | None:
    rough = re.search(r"(\d+)-tal", raw)
    if rough:
        return int(rough.group(1))
    if re.fullmatch(DIGITS, raw):
        return value_of(raw)
    return value_of(raw.split()[-1])


def _is_year(value: int, raw: str, text: str, end: int) -> bool:
    if not (1900 <= value <= 2100 and len(raw) == 4):
        return False
    return not re.match(
        r"\s+(?:nya\s+)?(?:medlemmar|kronor|kr|exemplar|ex|personer|besökare|följare|röster|flygblad|hushåll)",
        text[end:],
    )


def _in_brackets(text: str, start: int, op: str) -> bool:
    return text.rfind("(", 0, start) > text.rfind(")", 0, start) and op not in ("minst", "högst", "max")


def _counts_something(text: str, end: int) -> bool:
    following = re.match(r"\s+(?:[\wåäö]+\s+){0,2}?([\wåäö-]+)", text[end:])
    return bool(following and plan_noun(following.group(1)))


def _in_own_clause(text: str, words: Sequence[Word], verb: int, start: int) -> bool:
    """Does the number stand in the clause of the trigger's verb, not in one beside it or in a relative clause?"""
    if _DASH_BEFORE.search(text[max(0, start - 80) : start]) and _DASH_AFTER.match(text[start : start + 80]):
        return False
    strives = _STRIVES_THAT.search(text[:start])
    if strives and not _is_ours(strives.group("who")):
        return False
    number = sum(word.start < start for word in words)
    if verb < 0:
        # "KM i tre klasser": in what the thing itself consists of
        return not (number > 1 and words[number - 1].lower == "i" and not any(map(_is_verb, words[:number])))
    if number < verb:
        joined = any(
            words[n].text == "," and words[n + 1].lower in ("och", "men", "så") for n in range(number, verb - 1)
        )
        return not joined and all(clause_of(words, n).opener == "som" for n in _finite(words, number, verb))
    if _ASIDE.search(text[words[verb].end : start]):
        return False
    between = _finite(words, verb + 1, number)
    return all(clause_of(words, n).opener not in ("som", "vilket", "vilka", "där", "hur", "eftersom") for n in between)


def _finite(words: Sequence[Word], begin: int, end: int) -> list[int]:
    return [number for number in range(begin, end) if is_finite(words[number])]


def _is_verb(word: Word) -> bool:
    return is_finite(word) or word.lower in INFINITIVES or word.lower in PASSIVES


def _is_ours(word: str) -> bool:
    lower = word.lower()
    own = lower in ("vi", "våra", "vår", "vårt", "antalet", "andelen", "minst") or lower in INFINITIVES
    return own or is_body(word)


def _belongs_to_others(words: Sequence[Word], verb: int, start: int) -> bool:
    """Does the number stand in a subordinate clause about what somebody else should do?"""
    for number in range(len(words) - 1, max(verb, -1), -1):
        if words[number].start >= start or words[number].lower not in MODALS:
            continue
        clause = clause_of(words, number)
        if clause.opener in ("att", "som") and subject_of(words, number, clause).kind not in ("we", "body"):
            return not any(word.lower == "minst" for word in words[number:] if word.start < start)
        return False
    return False


def _in_relative_clause(words: Sequence[Word], verb: int, start: int) -> bool:
    between = words[max(verb + 1, 0) :]
    return any(word.lower in ("som", "vilket", "vilka", "där") for word in between if word.start < start)


def _percent_of(text: str, end: int) -> str:
    following = re.match(r"\s+av\s+(?:[\wåäöÅÄÖ-]+\s*){1,2}", text[end:])
    if following:
        return " " + following.group().strip(" .,")
    changed = re.search(
        r"\b(?:öka|minska|höja|sänka)[rs]?\s+(?:\w+\s+)?(\w+)\s+med\s*$",
        text[: end - 1].rstrip("0123456789 %"),
        re.IGNORECASE,
    )
    return f" av {changed.group(1)}" if changed else ""


def _unit_before(text: str, words: Sequence[Word], verb: int) -> str | None:
    """What "stycken" stands for: the first plural said before it ("besöka alla skolor (fyra stycken)")."""
    before = (word.lower for word in words[verb + 1 :] if word.end <= len(text))
    return next((word for word in before if len(word) > 4 and word.endswith(("ar", "er", "or", "na"))), None)


def _unit_after(text: str, end: int, words: Sequence[Word]) -> str | None:
    """What is counted: the words after the number up to its noun ("minst fyra lokala grupper")."""
    begin = finish = last = -1
    ahead = 0
    for word in (word for word in words if word.start >= end):
        lower = word.lower
        if (lower in _STOPS_UNIT and lower not in _SKIPPED_IN_UNIT) or not word.text[0].isalpha():
            break
        if lower in _SKIPPED_IN_UNIT:
            if begin >= 0 and lower not in ("nya", "så", "kallade"):
                break
            continue
        begin = word.start if begin < 0 else begin
        ahead += 1
        last = word.end if finish < 0 else last
        if plan_noun(word.text):
            return text[begin : word.end]
        if not lower.endswith(("a", "e")) and finish < 0:
            finish = word.end
        if ahead == 3:
            break
    return text[begin : max(finish, last)] if begin >= 0 else None
