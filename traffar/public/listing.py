"""The open lists: the coming weekend, then month by month."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from distrikt.markup import plain
from traffar.models import FAMILY_OF, Activity, ActivityKind, ActivityQuerySet
from traffar.public.addresses import path_of
from traffar.reports import ActivityRow, where_and_who
from traffar.when import day_bounds, local_day, local_moment, month_words, short_when_words

MOST_LISTED = 200
FRIDAY, WEEKEND_BEGINS = 4, time(16)


@dataclass(frozen=True, slots=True)
class MonthOfRows:
    heading: str
    rows: tuple[ActivityRow, ...]


@dataclass(frozen=True, slots=True)
class OpenList:
    """What is to come. `has_more`: there is more than the page has room for."""

    weekend: tuple[ActivityRow, ...]
    months: tuple[MonthOfRows, ...]
    has_more: bool


def weekend_of(day: date) -> tuple[datetime, datetime]:
    """From Friday at 16 to the end of Sunday: this weekend's while it lasts, else those of the next."""
    friday = day + timedelta(days=FRIDAY - day.weekday())
    sunday = friday + timedelta(days=2)
    return local_moment(friday, WEEKEND_BEGINS), day_bounds(sunday, sunday)[1]


def open_list(activities: ActivityQuerySet, *, now: datetime) -> OpenList:
    """The open activities among these that are not over, in one query."""
    fields = ("pk", "kind", "title", "starts_at", "ends_at", "place", "organiser__name", "status")
    found = list(activities.public().coming(now).values_list(*fields)[: MOST_LISTED + 1])
    today = local_day(now)
    begins, ends = weekend_of(today)
    weekend, later = [], []
    for pk, kind, title, starts_at, ends_at, place, organiser, status in found[:MOST_LISTED]:
        row = _row(pk, kind, title, starts_at, place, organiser, status, today)
        if starts_at < ends and ends_at >= begins:
            weekend.append(row)
        else:
            # What is going on since last month stands first, in this one.
            later.append((month_words(max(local_day(starts_at), today)), row))
    return OpenList(
        weekend=tuple(weekend),
        months=tuple(
            MonthOfRows(heading, tuple(row for _, row in rows))
            for heading, rows in groupby(later, lambda pair: pair[0])
        ),
        has_more=len(found) > MOST_LISTED,
    )


def _row(
    pk: int, kind: str, title: str, starts_at: datetime, place: str, organiser: str, status: str, today: date
) -> ActivityRow:
    is_cancelled = status == Activity.Status.CANCELLED
    what = ActivityKind(kind)
    return ActivityRow(
        pk=pk,
        url=path_of(pk, title, kind),
        title=plain(title) or what.heading,
        when=short_when_words(starts_at, today=today),
        meta=where_and_who(plain(place), organiser),
        mark=f"family-{FAMILY_OF[what].value} planned",
        # Without a title the kind stands there already.
        family=what.heading if plain(title) else "",
        note="inställd" if is_cancelled else "",
        is_cancelled=is_cancelled,
    )
