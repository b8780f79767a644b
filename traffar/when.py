"""When things happen, as people say it: "lördag 14 mars kl. 10–15, v. 11", on Stockholm's clock."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from holidays.countries.sweden import Sweden

from distrikt.clock import STOCKHOLM
from plan.wording import MONTHS, full_day_words, short_day
from plan.wording import day_words as date_words

_MONTH = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
SHORT_WEEKDAYS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")


class NoSuchTime(ValueError):
    """The clock is put forward over this time: it does not exist on that day."""


def local_moment(day: date, clock: time) -> datetime:
    """The moment at which Stockholm's clocks show this; of two (when they are put back) the first.

    NoSuchTime for the hour that is skipped in March.
    """
    moment = datetime.combine(day, clock, tzinfo=STOCKHOLM)
    if moment.astimezone(UTC).astimezone(STOCKHOLM).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise NoSuchTime
    return moment


def local_day(moment: datetime) -> date:
    return moment.astimezone(STOCKHOLM).date()


def day_bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments between which the days lie: the first one's midnight, and the midnight that ends the last one."""
    midnight = time()
    return (
        datetime.combine(first, midnight, tzinfo=STOCKHOLM),
        datetime.combine(last + timedelta(days=1), midnight, tzinfo=STOCKHOLM),
    )


def clock_words(moment: datetime) -> str:
    """10 or 10.30, on Stockholm's clock."""
    return time_words(moment.astimezone(STOCKHOLM).time())


def time_words(clock: time) -> str:
    """10 or 10.30."""
    return f"{clock.hour}.{clock.minute:02}" if clock.minute else str(clock.hour)


def until_words(moment: datetime, today: date) -> str:
    """måndag 30 november kl. 23.12"""
    return f"{day_words(local_day(moment), today=today)} kl. {clock_words(moment)}"


def day_words(day: date, *, today: date) -> str:
    """lördag 14 mars; with the year when it is not this one."""
    return f"{WEEKDAYS[day.weekday()]} {date_words(day) if day.year == today.year else full_day_words(day)}"


def short_day_words(day: date, *, today: date) -> str:
    """lör 14 mars; with the year when it is not this one."""
    words = f"{SHORT_WEEKDAYS[day.weekday()]} {short_day(day)}"
    return words if day.year == today.year else f"{words} {day.year}"


def month_of(text: str) -> date | None:
    """The first day of a month written 2026-09; None for what is no month."""
    return date.fromisoformat(f"{text}-01") if _MONTH.fullmatch(text) else None


def last_day_of(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month_words(month: date) -> str:
    return f"{MONTHS[month.month - 1]} {month.year}"


def _span(starts_at: datetime, ends_at: datetime, first: str, last: str) -> str:
    begins, ends = clock_words(starts_at), clock_words(ends_at)
    if first == last:
        return f"{first} kl. {begins}–{ends}" if begins != ends else f"{first} kl. {begins}"
    return f"{first} kl. {begins} – {last} kl. {ends}"


def when_words(starts_at: datetime, ends_at: datetime, *, today: date) -> str:
    """lördag 14 mars kl. 10–15, v. 11."""
    first, last = local_day(starts_at), local_day(ends_at)
    span = _span(starts_at, ends_at, day_words(first, today=today), day_words(last, today=today))
    return f"{span}, v. {first.isocalendar().week}"


def short_when_words(starts_at: datetime, *, today: date) -> str:
    """lör 14 mar kl. 10."""
    return f"{short_day_words(local_day(starts_at), today=today)} kl. {clock_words(starts_at)}"


@lru_cache(maxsize=16)
def _holidays(year: int) -> dict[date, str]:
    return dict(Sweden(years=year, include_sundays=False, language="sv").items())


def public_holiday(day: date) -> str | None:
    """The Swedish name of the public holiday, Sundays as such not counted."""
    return _holidays(day.year).get(day)


@lru_cache(maxsize=16)
def _eves(year: int) -> dict[date, str]:
    days = Sweden(years=year, include_sundays=False, language="sv", categories=("de_facto", "optional"))
    # "Valborgsmässoafton (från kl. 14.00)" is what some are paid by. Days between and before are work like others.
    names = {day: name.partition(" (")[0] for day, name in days.items()}
    return {day: name for day, name in names.items() if name.endswith("afton")}


def known_day(day: date) -> str | None:
    """The name of a day that people keep: a public holiday, or an eve, which is none by law (Julafton)."""
    return public_holiday(day) or _eves(day.year).get(day)
