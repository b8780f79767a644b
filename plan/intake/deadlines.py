"""Days that a plan names in words: "senast den 1 oktober"."""

import re
from calendar import monthrange
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zåäö]*\.?"
_YEAR = r"(?:\s+(?P<year>(?:19|20)\d\d))?"
_DAY_OF_MONTH = re.compile(rf"\b(?P<day>\d{{1,2}})(?::?[ae])?\s+{_MONTH}{_YEAR}")
_WHOLE_MONTH = re.compile(rf"\b(?:senast|slutet av|utgången av|till och med|t\.o\.m\.)\s+(?:i\s+)?{_MONTH}{_YEAR}\b")
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_SLASHED = re.compile(r"\b(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:[-–/ ](?P<year>(?:19|20)\d\d))?\b")
# "Före 1 maj" is over when the first of May begins.
_BEFORE = re.compile(r"\b(?:före|innan)\b")


def deadline_of(text: str, *, starts_on: date, ends_on: date) -> date | None:
    """The last day that the words allow, None when they name no day ("inför kongressen").

    Without a year it is the first such day from the plan's beginning on. A day outside the period is none of the
    plan's: it says since when something holds, or is a misreading.
    """
    lower = text.lower()
    for pattern in (_ISO, _SLASHED, _DAY_OF_MONTH, _WHOLE_MONTH):
        if found := pattern.search(lower):
            day = _day(found, starts_on)
            if day and pattern is not _WHOLE_MONTH and _BEFORE.search(lower):
                day -= timedelta(days=1)
            return day if day and starts_on <= day <= ends_on else None
    return None


def _day(found: re.Match[str], starts_on: date) -> date | None:
    said = found.groupdict()
    month = int(said["month"]) if said["month"].isdigit() else _MONTHS.index(said["month"]) + 1
    years = [int(said["year"])] if said["year"] else [starts_on.year, starts_on.year + 1]
    days = (_in_year(year, month, said.get("day")) for year in years)
    return next((day for day in days if day and (said["year"] or day >= starts_on)), None)


def _in_year(year: int, month: int, day: str | None) -> date | None:
    """The day in the year, or the month's last day; None for the 30th of February."""
    try:
        return date(year, month, int(day) if day else monthrange(year, month)[1])
    except ValueError:
        return None
