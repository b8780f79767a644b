"""Deadlines and periods, in the plan's own words."""

import re
from typing import NamedTuple

from .headings import MONTH

_YEAR = r"(?:19|20)\d\d"
_MEETING = r"[\wåäö]*(?:möte[t]?|konferens(?:en)?|kongress(?:en)?|stämma[n]?|val(?:et|dagen)?|dagen)"
_SEASON = (
    r"(?:sommaren|hösten|våren|vintern|semestern|julen|jul|påsk|midsommar|valrörelsen|mottagningen|nollningen|säsongen)"
)
_TERM = (
    r"(?:årsskiftet|terminsstart|terminens (?:slut|start|början)|årets slut|"
    r"terminen|läsåret|verksamhetsåret|mandatperioden|året|"
    r"början|månad(?:en)?|bokslut(?:et)?|kick-?off(?:en)?)"
)
_EVENT = rf"(?:{_MEETING}|[\wåäö]*{_SEASON}|[\wåäö]*{_TERM})\b"
_DATE = (
    rf"(?:(?:den\s+)?(?:\d{{1,2}}\s*[-–]\s*)?\d{{1,2}}(?::?[ae])?\s+{MONTH}\b(?:\s+{_YEAR})?|"
    rf"\d{{1,2}}/\d{{1,2}}(?:[-–]\d{{2,4}})?|{_YEAR}-\d\d-\d\d)"
)
_AT_DATE = rf"(?:i\s+{MONTH}\b|{_YEAR}(?:/(?:19|20)?\d\d)?|den\s+\d{{1,2}}\s+{MONTH})"
_NO_PREPOSITION = r"(?!(?:före|inför|innan|till|i|på|med|för|av|under|efter|från|senast)\b)"
_NO_CONJUNCTION = r"(?!(?:och|eller|samt|som|ska|skall|är|där)\b)"
_OCCASION = rf"(?:{_NO_PREPOSITION}[\wåäöÅÄÖ-]+\s+){{0,3}}?{_EVENT}(?:\s+{_AT_DATE})?"
# "till nästa årsmöte", not "till länsförbundets stämma", which is where one goes
_TIED = r"(?:(?:nästa|kommande|årets|höstens|vårens|det|den|ordinarie|nästkommande)\s+){0,2}"
_SO_LONG_BEFORE = rf"\w+\s+(?:dagar|veckor|månader)\s+(?:före|innan|efter)\s+{_OCCASION}"
_END_OF = r"(?:utgången|slutet)\s+av\s+[\wåäö ]{3,25}"

_DEADLINE = re.compile(
    "|".join(
        (
            # "senast den 3 maj", "senast 14 dagar före årsmötet", "senast i maj", "senast vecka 40"
            rf"\bsenast\s+(?:(?:i|under|vid|till|före|inom|på)\s+)?"
            rf"(?:{_DATE}|{_SO_LONG_BEFORE}|{_OCCASION}|{MONTH}\b|(?:v\.?|vecka)\s*\d+|{_YEAR})",
            # "inför kongressen", "före valdagen", "innan 2021", "före utgången av maj"
            rf"\b(?:inför|före|innan)\s+(?:{_DATE}|{_OCCASION}|{MONTH}\b|{_END_OF}|{_YEAR})",
            rf"\b{_SO_LONG_BEFORE}|\b(?:minst\s+)?\w+\s+(?:dagar|veckor|månader)\s+i\s+förväg",
            # "senast tio dagar innan", "innan nämnden fattar beslut", "inför tentaperioderna"
            r"\bsenast\s+\w+\s+(?:dagar|veckor|månader)\s+(?:före|innan|i\s+förväg)\b",
            r"\binnan\s+[\wåäö]+(?:en|et|na)\s+[\wåäö]+r\b[^.,;]{0,30}",
            r"\b(?:inför|före|innan)\s+[\wåäö]*(?:perioden|perioderna|mötena|konferenserna|terminerna)\b",
            # "inför varje större arrangemang", "inför nästa års utbud"
            rf"\binför\s+(?:varje|nästa|kommande)\s+{_NO_PREPOSITION}[\wåäö]+(?:\s+{_NO_PREPOSITION}{_NO_CONJUNCTION}[\wåäö]+)?",
            # "till årsskiftet 2011/2012", "till och med den 3 mars"
            rf"\b(?<!kallelse )(?<!inbjudan )(?<!motioner )(?<!ombud )(?<!delegater )till(?:\s+och\s+med)?\s+"
            rf"(?![\wåäö]*(?:möte|konferens|kongress|stämma)\b)"
            rf"(?:{_DATE}|{_TIED}{_EVENT}(?:\s+{_AT_DATE})?|{_END_OF})",
            # "från och med 2031"
            rf"\b(?:från\s+och\s+med|fr\.?\s?o\.?\s?m\.?|från)\s+(?:{_DATE}|{_YEAR}|{MONTH}\b|{_EVENT})",
            rf"\bvid\s+(?:{_OCCASION}|(?:års|termins|halvårs)\w+)",
            # "på höstmötet i november": the meeting is the deadline, not the preposition
            rf"\b(?:på|till)\s+(?P<meeting>[\wåäö]*(?:mötet|konferensen|kongressen|stämman)\s+i\s+{MONTH})",
            r"\bpå\s+(?:sitt|det|årets)\s+(?:första|nästa|sista)\s+[\wåäö]*möte[t]?\b",
            r"\bpå\s+[\wåäö]+(?:mötet|konferensen|kongressen|stämman)\b",
            rf"\b{_DATE}",
        )
    ),
    re.IGNORECASE,
)

_SPAN_NOUN = (
    r"(?:(?:verksamhets|läs|kalender|val|halv)?året|(?:verksamhets|läs)?år|(?:verksamhets|mandat|plan|val)?perioden|"
    r"våren|hösten|sommaren|vintern|(?:vår|höst)?terminen|(?:vår|höst)termin|kvartalet|valrörelsen|månaden|"
    r"läsperiod\s+\w+|mottagningen|jullovet|sommarlovet|säsongen)"
)
_YEARS = rf"{_YEAR}(?:\s*[-–/]\s*(?:19|20)?\d\d)?"
_MONTHS = rf"{MONTH}\b(?:\s*[-–/]\s*{MONTH}|(?:,\s*{MONTH})*\s+(?:och|till)\s+{MONTH})?"
_SPAN = (
    rf"(?:hela\s+|första\s+|andra\s+)?(?:{_YEARS}|{_MONTHS}|"
    rf"(?:det\s+)?(?:kommande|nästa|innevarande|hela)?\s*{_SPAN_NOUN}(?:\s+{_YEARS})?)"
)
_PERIOD = re.compile(
    "|".join(
        (
            # "under 2020", "under hela året", "för året", "under januari–mars"
            rf"\b(?:under|för|över)\s+{_SPAN}\b",
            r"\bunder\s+(?:vår|höst)-?\s*och\s+(?:höst|vår)\w*",
            r"\bunder\s+(?:[^\W\d]+\s+){0,2}?(?:år|period|termin|halvår)\b",
            r"\b(?:efter|sedan)\s+(?:sommaren|julen|jul|påsk|valet|årsmötet|semestern|nyår|midsommar|årsskiftet)\b",
            # "mellan årskonferenserna"; what is not a time is sorted out afterwards
            rf"\bmellan\s+(?:[\wåäö]+(?:erna|arna|orna|ena)\b|{_OCCASION}|{MONTH}\b)(?:\s+och\s+(?:{_OCCASION}|{MONTH}\b))?",
            rf"\bi\s+{_MONTHS}\b(?:\s+{_YEAR})?|\bi\s+(?:början|slutet|mitten)\s+av\s+[\wåäö]+",
            r"\bi\s+(?:vår|höst|vinter|sommar|år)\b|\bunder\s+(?:termins|jul|sommar)tid\b",
            r"\b(?:på|till|i|före)\s+(?:våren|hösten|sommaren|vintern|vårterminen|höstterminen)\b",
            r"\b(?:på|under)\s+(?:höst|jul|sport|påsk|sommar|vår)lovet\b",
            r"\båret\s+(?:runt|om)\b|\bhela\s+(?:året|läsåret|perioden)\b|\bvår\s+och\s+höst\b",
            r"\b(?:vecka|v\.)\s*\d{1,2}(?:\s*[-–]\s*\d{1,2})?(?:\s*(?:,|och)\s*(?:vecka|v\.)\s*\d{1,2})*",
            r"\bunder\s+(?:[vh]t)[ -]?\d{2,4}\b",
            r"\bunder\s+[\wåäö]*(?:veckan|veckorna|dagarna|helgen|helgerna|lovet|loven)\b",
            r"\b(?:de\s+\w+\s+)?(?:första|sista)\s+(?:dagarna|veckorna|veckan)\s+(?:av|på|i)\s+(?:varje\s+)?[\wåäö]+",
            rf"\b{MONTH}\s*(?:[-–]|och|till|t\.?o\.?m\.?)\s*{MONTH}\b",
            # "Friluftsteater juli."; "mars" and "maj" alone are too often something else
            r"\b(?:januari|februari|april|juni|juli|augusti|september|oktober|november|december)\b",
        )
    ),
    re.IGNORECASE,
)
# "Kontaktpersonen, som väljs på årsmötet, ska …"
_INSERTED = re.compile(r",\s+som\s[^,]*(?=,)")
# "fler än under 2025": what it is held against, not when it is done
_COMPARED = re.compile(
    rf"\bän\s+(?:(?:under|i|för)\s+)?(?:{_YEAR}|fjol(?:året)?|förra\s+året|året\s+innan)\b", re.IGNORECASE
)
# "varje månad utom juli": when it is not
_LEFT_OUT = re.compile(rf"\b(?:utom|förutom|undantaget)\s+{MONTH}\b(?:\s+och\s+{MONTH}\b)?", re.IGNORECASE)
_IS_TIME = re.compile(r"möte|konferens|kongress|stämm|val|år|månad", re.IGNORECASE)


class When(NamedTuple):
    """A point or event, and a span, each as the text says it; None where the text is silent."""

    deadline: str | None
    period: str | None


def when_of(text: str) -> When:
    """The deadline of a sentence, "senast …" before others, and its first period."""
    text = _COMPARED.sub("", _LEFT_OUT.sub("", text))
    text = _INSERTED.sub(lambda clause: " " * len(clause.group()), text)
    all_found = list(_DEADLINE.finditer(text))
    found = next((one for one in all_found if one.group().lower().startswith("senast")), next(iter(all_found), None))
    deadline = (found.group("meeting") or found.group()).strip(" .,;:") if found else None
    rest = text.replace(deadline, " " * len(deadline), 1) if deadline else text
    for match in _PERIOD.finditer(rest):
        period = match.group().strip(" .,;:")
        if not period.lower().startswith("mellan") or _IS_TIME.search(period):
            return When(deadline, period)
    return When(deadline, None)
