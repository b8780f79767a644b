"""Days and hours of the demo year: the annual conference, ordinary weekdays, holidays kept free."""

import random
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

import holidays
from django.utils import timezone

SATURDAY = 5


def conference_day(year: int) -> date:
    """The annual conference: the second Saturday of March."""
    first = date(year, 3, 1)
    return first + timedelta(days=(SATURDAY - first.weekday()) % 7 + 7)


def elected_on(today: date, *, years: int = 0) -> date:
    """The latest annual conference on or before the day, or the one so many years earlier."""
    latest = today.year if conference_day(today.year) <= today else today.year - 1
    return conference_day(latest - years)


def noon(day: date) -> datetime:
    return at(day, time(12))


def at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def days_off(year: int) -> frozenset[date]:
    """Public holidays, the eves that Swedes keep as such, and the weeks around Christmas and New Year."""
    public = holidays.country_holidays("SE", years=year, categories=("public", "bank", "de_facto", "optional"))
    christmas = {date(year, 12, day) for day in range(20, 32)} | {date(year, 1, day) for day in range(1, 7)}
    return frozenset(public) | christmas


def draw_day(year: int, month: int, weekdays: Collection[int], off: Collection[date], rng: random.Random) -> date:
    """A day of the month that is one of the weekdays (Monday 0) and not among the days off."""
    first = date(year, month, 1)
    days = [first + timedelta(days=n) for n in range(31)]
    return rng.choice([day for day in days if day.month == month and day.weekday() in weekdays and day not in off])
