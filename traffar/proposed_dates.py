"""The dates that a rule would give, with what to know before they are saved: week, holiday, collisions."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from distrikt.access import Viewer
from traffar.models import Activity, ActivityKind
from traffar.reports import where_and_who
from traffar.when import (
    NoSuchTime,
    clock_words,
    day_bounds,
    known_day,
    local_day,
    local_moment,
    public_holiday,
    short_day_words,
)

MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class ProposedDate:
    """A date to tick. `exists` is False where the clock is put forward over its time; `is_registered` says that the
    same kind by the same organiser stands there at that time already. `holiday` is the name of an eve,
    too, which is not red."""

    day: date
    words: str
    week: int
    holiday: str
    is_red: bool
    others: tuple[str, ...]
    more_others: int
    is_registered: bool
    exists: bool


@dataclass(frozen=True, slots=True)
class _Other:
    kind: str
    organiser: int
    starts_at: datetime
    words: str


def proposed_dates(
    days: Sequence[date], *, clocks: Collection[time], kind: str, organiser: int, viewer: Viewer
) -> list[ProposedDate]:
    """What to know of each of the days, as this viewer may see it; the first of the clocks is the start. One query."""
    others = _others(days, viewer)
    return [_proposed(day, others[day], list(clocks), kind, organiser, viewer.today) for day in days]


def _others(days: Sequence[date], viewer: Viewer) -> defaultdict[date, list[_Other]]:
    """What happens on each of the days, in order of time; that of several days stands on its first."""
    found: defaultdict[date, list[_Other]] = defaultdict(list)
    if not days:
        return found
    rows = Activity.objects.visible_to(viewer).exclude(status=Activity.Status.CANCELLED)
    rows = rows.overlapping(*day_bounds(days[0], days[-1])).order_by("starts_at")
    fields = ("kind", "organiser", "title", "starts_at", "place", "organiser__name")
    wanted = set(days)
    for row_kind, organiser, title, starts_at, place, name in rows.values_list(*fields):
        if (day := local_day(starts_at)) in wanted:
            heading = title or ActivityKind(row_kind).heading
            words = f"{heading} kl. {clock_words(starts_at)}, {where_and_who(place, name)}"
            found[day].append(_Other(row_kind, organiser, starts_at, words))
    return found


def _proposed(
    day: date, others: list[_Other], clocks: list[time], kind: str, organiser: int, today: date
) -> ProposedDate:
    try:
        starts_at, *_ = [local_moment(day, clock) for clock in clocks]
    except NoSuchTime:
        starts_at = None
    alike = any((other.kind, other.organiser, other.starts_at) == (kind, organiser, starts_at) for other in others)
    return ProposedDate(
        day=day,
        words=short_day_words(day, today=today),
        week=day.isocalendar().week,
        holiday=known_day(day) or "",
        is_red=public_holiday(day) is not None,
        others=tuple(other.words for other in others[:MOST_OTHERS]),
        more_others=len(others[MOST_OTHERS:]),
        is_registered=alike,
        exists=starts_at is not None,
    )
