"""Who acts in a plan: bodies and office holders of an organisation, and those outside whose doings are politics.

Besides the words that all associations use, a document makes organs of its own known ("Generalerna skall …"); while
it is read they are bodies too, see `speaking_of`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

_KNOWN_HERE: ContextVar[frozenset[str]] = ContextVar("known_here", default=frozenset())


@contextmanager
def speaking_of(organs: frozenset[str]) -> Iterator[None]:
    """While a document is read, the organs that it makes known itself (in lower case; abbreviations as written)."""
    token = _KNOWN_HERE.set(organs)
    try:
        yield
    finally:
        _KNOWN_HERE.reset(token)


# Bodies and office holders of an association or party. The stem may be the last part of a compound.
_BODY_STEMS = (
    "styrelse|förening|distrikt|förbund|klubb|krets|sektion|nämnd|kommitté|kommite|utskott|grupp|råd|organ|nätverk|"
    "avdelning|kansli|expedition|presidi|valberedning|kår|redaktion|ledning|sekretariat|rektorat|mästeri|parti|"
    "ombudsman|ombudsmän|ombud|ordförande|kassör|sekreterare|revisor|ledare|redaktör|samordnare|ansvarig|koordinator|"
    "ledamot|ledamöter|funktionär|mästare|webbmaster|suppleant|sammankallande|konsulent|chef|handläggare|"
    "kontaktperson|organisation|fullmäktige|organisatör|administratör|instruktör|intendent|tränare|kapten|representant|"
    "värd|vaktmästare|förman|bibliotekarie|klubbvärd|delegat|stab|byrå|arkivarie|talesperson|fadder|faddrar|personal|utvecklare|kandidat|kommunikatör|fogde|"
    "medlem|kollegi|orkester"
)
_BODY_ENDINGS = (
    "(?:n|en|et|t|ar|er|e|a|s|r|rna|arna|erna|ena|na|ns|ens|ets|ernas|arnas|or|orna|mar|marna|mars|marnas|nen|nens|"
    "um|umet)"
)
BODY = re.compile(
    rf"(?!\w*områd)(?:[\w\-]*?)(?:{_BODY_STEMS}){_BODY_ENDINGS}?|laget|arbetslaget|crewet|teamet", re.IGNORECASE
)
PERSON = re.compile(
    r"[\w\-]*(?:ombudsman(?:nen)?|ordförande[n]?|kassör(?:en)?|sekreterare[n]?|redaktör(?:en)?|revisor(?:n)?|"
    r"ledare[n]?|samordnare[n]?|koordinator(?:n)?|ansvarige?|mästare[n]?|ledamot(?:en)?|konsulent(?:en)?|"
    r"chef(?:en)?|handläggare[n]?|webbmaster[n]?|arkivarie[n]?|talesperson(?:en)?|kontaktperson(?:en)?)",
    re.IGNORECASE,
)

# Whose doings are politics, not the plan's: what they "ska" is the object of a demand.
OTHERS = re.compile(
    r"region(?:en|erna|ens)?|regionstyrelsen|kommun(?:en|erna|ens)?|kommun(?:styrelsen|fullmäktige|ledningen)|"
    r"regionfullmäktige|landsting(?:et|en|ets)?|stat(?:en|smakterna)?|regering(?:en)?|riksdag(?:en)?|sverige|eu|"
    r"europa|sjukhus(?:et|en)?|land(?:et|sbygden)?|samhälle[t]?|sjukvård(?:en)?|vård(?:en)?|(?:för)?skol(?:a|an|or|orna)|borgarna|"
    r"högern|"
    r"socialdemokraterna|moderaterna|sverigedemokraterna|liberalerna|centern|centerpartiet|miljöpartiet|"
    r"kristdemokraterna|alliansen|majoriteten|sd|arbetsgivar(?:e|en|na)|näringslivet|företag(?:en)?|banker(?:na)?|"
    r"människor(?:na)?|människan|kvinnor(?:na)?|män(?:nen)?|barn(?:en)?|ungdomar(?:na)?|äldre|pensionärer(?:na)?|"
    r"invånar(?:e|na)|medborgar(?:e|na)|väljar(?:e|na)|skatter(?:na)?|polisen|myndighet(?:er|erna|en)|trafikverket|"
    r"länsstyrelsen|(?:social|byggnads|miljö|kultur|utbildnings|omsorgs|fritids|skol|tekniska|barn)nämnden|"
    r"kollektivtrafiken|biblioteken|hyrorna|världen|marknaden|universitetet|högskolan|skolverket|utsläppen|"
    r"\w+(?:kommun|kommunen|kommuner|kommunerna)",
    re.IGNORECASE,
)

# Guests of what is arranged: what they are to do is their duty, what they are to get is the organisation's.
OUTSIDERS = re.compile(
    r"\w*(?:hyresgäst|gäst|besökare|deltagar(?:e|na)|kund|förälder|föräldrar|anhörig|utställare|boende)(?:n|en|er|erna|na|a)?",
    re.IGNORECASE,
)

# Abbreviations in general use in Swedish parties and associations. A document's own definitions go before these.
GENERAL_ABBREVIATIONS: dict[str, str] = {
    "DS": "distriktsstyrelsen",
    "PS": "partistyrelsen",
    "FS": "förbundsstyrelsen",
    "LS": "lokalstyrelsen",
    "KS": "kretsstyrelsen",
    "VU": "verkställande utskottet",
    "AU": "arbetsutskottet",
    "DÅK": "distriktsårskonferensen",
    "AK": "arbetarekommunen",
    "VB": "valberedningen",
    "HS": "huvudstyrelsen",
    "DK": "distriktskongressen",
    "SSU": "ssu",
    "UV": "ung vänster",
}


def is_body(word: str) -> bool:
    """Does the word name a body or an office holder of an organisation?"""
    here = _KNOWN_HERE.get()
    return word in here or word.lower().removesuffix("s") in here or _is_body_anywhere(word)


@lru_cache(maxsize=20_000)
def _is_body_anywhere(word: str) -> bool:
    if word in GENERAL_ABBREVIATIONS:
        return True
    if re.fullmatch(r"\w*arbetarekommun(?:en|erna|er)?", word, re.IGNORECASE):
        return True
    return BODY.fullmatch(word) is not None and OTHERS.fullmatch(word) is None
