"""The days of a year's meetings: spread evenly over the weekday that the board has chosen."""

from collections.abc import Iterator
from datetime import date, timedelta

from traffar.when import public_holiday

JULY = 7


def possible_days(weekday: int, first: date, last: date, *, without_july: bool) -> list[date]:
    """Every such weekday (Monday is 0) between the days, but public holidays and, if wished, July."""
    days = _weekdays(first + timedelta(days=(weekday - first.weekday()) % 7), last)
    return [day for day in days if not public_holiday(day) and not (without_july and day.month == JULY)]


def _weekdays(day: date, last: date) -> Iterator[date]:
    while day <= last:
        yield day
        day += timedelta(weeks=1)


def spread(days: list[date], count: int) -> list[date]:
    """So many of the days, in order and as evenly as they lie; all of them when they are fewer."""
    if count >= len(days):
        return days
    return [days[(2 * number + 1) * len(days) // (2 * count)] for number in range(count)]
