"""Deadlines and periods, in the plan's own words."""

import re
from typing import NamedTuple

from .headings import MONTH

_EVENT = (
    r"(?:[\wåäö]*(?:mötet|möte|konferensen|konferens|kongressen|kongress|stämman|stämma|valet|valdagen|val|dagen|årsskiftet|terminsstart|"
    r"terminens slut|årets slut|sommaren|hösten|våren|vintern|semestern|julen|jul|påsk|mottagningen|valrörelsen|terminen|läsåret|"
    r"verksamhetsåret|året|början|mandatperioden|månad(?:en)?|midsommar|nollningen|kick-?off(?:en)?))"
)
_DATE = rf"(?:den\s+)?\d{{1,2}}(?::?[ae])?\s+{MONTH}\b\.?(?:\s+(?:19|20)\d\d)?|\d{{1,2}}/\d{{1,2}}(?:[-–]\d{{2,4}})?|(?:19|20)\d\d-\d\d-\d\d"
_NP = rf"(?:[\wåäöÅÄÖ-]+\s+){{0,3}}?{_EVENT}(?:\s+(?:i\s+{MONTH}\b|(?:19|20)\d\d(?:/(?:19|20)?\d\d)?|den\s+\d{{1,2}}\s+{MONTH}))?"
_DEADLINE = re.compile(
    rf"\bsenast\s+(?:(?:i|under|vid|till|före|inom|på)\s+)?(?:{_DATE}|(?:\d+|\w+)\s+(?:dagar|veckor|månader)\s+(?:före|innan|efter)\s+{_NP}|{_NP}|{MONTH}\b|"
    rf"(?:v\.?|vecka)\s*\d+|(?:19|20)\d\d)|"
    rf"\b(?:inför|före|innan)\s+(?:{_DATE}|{_NP}|{MONTH}\b|(?:utgången|slutet) av [\wåäö ]{{3,25}}|(?:19|20)\d\d)|"
    rf"\b(?:\d+|\w+)\s+(?:dagar|veckor|månader)\s+(?:före|innan)\s+{_NP}|"
    rf"\btill(?:\s+och\s+med)?\s+(?:{_DATE}|{_NP}|slutet av [\wåäö ]{{3,25}})|"
    rf"\b(?:från och med|fr\.?\s?o\.?\s?m\.?|från)\s+(?:{_DATE}|(?:19|20)\d\d|{MONTH}\b|{_EVENT})|"
    rf"\bvid\s+(?:{_NP}|(?:års|termins|halvårs)\w+)|\b(?:på|till)\s+(?P<bare>[\wåäö]*(?:mötet|konferensen|kongressen|stämman)\s+i\s+{MONTH})|"
    rf"\b{_DATE}",
    re.IGNORECASE,
)
_SPAN = (
    rf"(?:hela\s+|första\s+|andra\s+)?(?:(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d)?|{MONTH}(?:\s*[-–]\s*{MONTH}|\s+(?:och|till)\s+{MONTH})?|"
    r"(?:det\s+)?(?:kommande|nästa|innevarande|hela)?\s*(?:verksamhetsåret|läsåret|kalenderåret|året|verksamhetsår|läsår|år|våren|hösten|sommaren|vintern|perioden|"
    r"verksamhetsperioden|mandatperioden|planperioden|halvåret|terminen|vårterminen|höstterminen|hösttermin|vårtermin|kvartalet|valrörelsen|valåret|"
    r"valperioden|månaden|läsperiod \w+|mottagningen|jullovet|sommarlovet))(?:\s+(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d)?)?"
)
_PERIOD = re.compile(
    rf"\b(?:under|för|över)\s+{_SPAN}\b|\bunder\s+(?:vår|höst)-?\s*och\s+(?:höst|vår)\w*|\bunder\s+(?:[\wåäö]+\s+){{0,2}}?(?:år|period|termin|halvår)\b|"
    rf"\b(?:efter|sedan)\s+(?:sommaren|julen|jul|påsk|valet|årsmötet|semestern|nyår|midsommar|årsskiftet)\b|"
    rf"\bmellan\s+(?:{_NP}|{MONTH}|[\wåäö]+(?:erna|arna))\s*(?:och\s+(?:{_NP}|{MONTH}))?(?<=\w)|"
    rf"\bi\s+(?:{MONTH}(?:\s*[-–/]\s*{MONTH}|\s+och\s+{MONTH})?\b(?:\s+(?:19|20)\d\d)?|början av\s+(?:[\wåäö]+)|slutet av\s+(?:[\wåäö]+)|mitten av\s+(?:[\wåäö]+)|vår\b|höst\b|vinter\b|sommar\b)|"
    rf"\b(?:på|till|i|före)\s+(?:våren|hösten|sommaren|vintern|vårterminen|höstterminen)\b|\båret\s+(?:runt|om)\b|\bhela\s+(?:året|läsåret|perioden)\b|"
    rf"\bvår\s+och\s+höst\b|\b(?:vecka|v\.)\s*\d{{1,2}}(?:\s*[-–]\s*\d{{1,2}})?|\b{MONTH}\s*[-–]\s*{MONTH}\b|\b(?:januari|februari|april|juni|juli|augusti|september|oktober|november|december)\b",
    re.IGNORECASE,
)
_BETWEEN_MEETINGS = re.compile(r"möte|konferens|kongress|stämm|val|år|månad", re.IGNORECASE)


class When(NamedTuple):
    """A point or event, and a span, each as the text says it; None where the text is silent."""

    deadline: str | None
    period: str | None


def when_of(text: str) -> When:
    """The first deadline and the first period in a sentence."""
    deadline = period = None
    for match in _DEADLINE.finditer(text):
        deadline = match.group("bare") or match.group()
        break
    taken = text if deadline is None else text.replace(deadline, " " * len(deadline), 1)
    for match in _PERIOD.finditer(taken):
        if match.group().lower().startswith("mellan") and not _BETWEEN_MEETINGS.search(match.group()):
            continue
        period = match.group().strip()
        break
    return When(deadline.strip() if deadline else None, period)
