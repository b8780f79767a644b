"""Rules of what repeats itself: which dates it gives, what it is called, and how a moment moves on the clock."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count, islice, takewhile

from distrikt.clock import STOCKHOLM
from plan.wording import counted, listing
from traffar.when import WEEKDAYS, local_moment, time_words

MOST_TIMES = 60
FURTHEST = timedelta(days=400)
_ORDINALS = ("första", "andra", "tredje", "fjärde", "femte")
_EVERY_WEEK = {1: "varje", 2: "varannan", 3: "var tredje", 4: "var fjärde"}


class Step(StrEnum):
    """From one date to the next: so many weeks, or a month – to the same weekday of it (the second Thursday), to its
    last such weekday, or to the same day of the month."""

    WEEKLY = "weekly"
    MONTHLY_WEEKDAY = "monthly_weekday"
    MONTHLY_LAST = "monthly_last"
    MONTHLY_DAY = "monthly_day"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule. It ends on a day (`until`, counted in) or after a number of `times`, at the latest after 400 days.

    `every` so many weeks (1–4) and on which `weekdays` (Monday is 0) beside the first one's are for the weekly step
    alone. The days in `but` are left out; they count among the times.
    """

    step: Step
    every: int = 1
    weekdays: frozenset[int] = frozenset()
    until: date | None = None
    times: int | None = None
    but: frozenset[date] = frozenset()

    def dates(self, first: date) -> list[date]:
        """In order, each once, from the first day that fits. A month without such a day is passed over."""
        latest = min(self.until or date.max, first + FURTHEST)
        fitting = (day for day in self._fitting(first) if day >= first)
        chosen = islice(takewhile(lambda day: day <= latest, fitting), self.times)
        return [day for day in chosen if day not in self.but]

    def _fitting(self, first: date) -> Iterator[date]:
        """All days of the first one's week or month that fit, and of those that follow, without end."""
        if self.step == Step.WEEKLY:
            monday = first - timedelta(days=first.weekday())
            for week in count(0, self.every):
                for weekday in sorted(self.weekdays | {first.weekday()}):
                    yield monday + timedelta(weeks=week, days=weekday)
        for month in count(first.year * 12 + first.month - 1):
            if day := self._in_month(month // 12, month % 12 + 1, first):
                yield day

    def _in_month(self, year: int, month: int, first: date) -> date | None:
        length = calendar.monthrange(year, month)[1]
        alike = [day for day in range(1, length + 1) if date(year, month, day).weekday() == first.weekday()]
        if self.step == Step.MONTHLY_LAST:
            return date(year, month, alike[-1])
        if self.step == Step.MONTHLY_DAY:
            return date(year, month, first.day) if first.day <= length else None
        number = (first.day - 1) // 7
        return date(year, month, alike[number]) if number < len(alike) else None

    def words(self, first: date, clock: time) -> str:
        """The rule as people say it: "varannan torsdag kl. 18", "andra torsdagen i månaden kl. 18.30"."""
        at = f"kl. {time_words(clock)}"
        weekday = WEEKDAYS[first.weekday()]
        if self.step == Step.WEEKLY:
            days = listing([WEEKDAYS[number] for number in sorted(self.weekdays | {first.weekday()})])
            return f"{_EVERY_WEEK[self.every]} {days} {at}"
        if self.step == Step.MONTHLY_LAST:
            return f"sista {weekday}en i månaden {at}"
        if self.step == Step.MONTHLY_DAY:
            every = "varje månad" if first.day <= 28 else "de månader som är så långa"
            return f"den {first.day}{':a' if first.day in (1, 2, 21, 22, 31) else ':e'} i {every} {at}"
        number = (first.day - 1) // 7
        every = "månaden" if number < 4 else "de månader som har en"
        return f"{_ORDINALS[number]} {weekday}en i {every} {at}"


def moved_on_the_clock(moment: datetime, by: timedelta) -> datetime:
    """The moment at which Stockholm's clocks show so much more: a day later is the same time of day.

    NoSuchTime when the clock is put forward over it.
    """
    shown = moment.astimezone(STOCKHOLM).replace(tzinfo=None) + by
    return local_moment(shown.date(), shown.time())


def clock_difference(before: datetime, after: datetime) -> timedelta:
    """How much later Stockholm's clocks and calendars show."""
    shown = [moment.astimezone(STOCKHOLM).replace(tzinfo=None) for moment in (before, after)]
    return shown[1] - shown[0]


def move_words(before: datetime, after: datetime) -> str:
    """A move in words: "2 dagar senare, 30 minuter tidigare"; nothing for what stays."""
    was, now = (moment.astimezone(STOCKHOLM) for moment in (before, after))
    days = (now.date() - was.date()).days
    minutes = now.hour * 60 + now.minute - was.hour * 60 - was.minute
    hours, rest = divmod(abs(minutes), 60)
    clock = [counted(hours, "timme", "timmar")] * bool(hours) + [counted(rest, "minut", "minuter")] * bool(rest)
    parts = [(days, counted(abs(days), "dag", "dagar")), (minutes, listing(clock))]
    return ", ".join(f"{words} {'senare' if number > 0 else 'tidigare'}" for number, words in parts if number)
