"""A month of activities, week by week, as it hangs on the wall."""

import calendar
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse

from distrikt.access import Viewer
from distrikt.clock import STOCKHOLM
from plan.wording import short_month
from traffar.models import FAMILY_OF, Activity, ActivityKind
from traffar.when import SHORT_WEEKDAYS, day_bounds, known_day, last_day_of, local_day, month_words, public_holiday

# A day with more than this says how many more there are, and leads to the list.
MOST_SHOWN = 8
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity on a day of the month. A draft is not printed for the wall."""

    url: str
    words: str
    classes: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Day:
    number: int
    weekday: str
    month: str
    holiday: str
    classes: str
    entries: tuple[Entry, ...]
    hidden: int
    list_url: str


@dataclass(frozen=True, slots=True)
class Week:
    number: int
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """`previous` and `following` are addresses."""

    heading: str
    weeks: tuple[Week, ...]
    previous: str
    following: str
    is_empty: bool


def month_url(month: date) -> str:
    return reverse("traffar:month_detail", args=[f"{month:%Y-%m}"])


def build_month(month: date, viewer: Viewer) -> Month:
    """The month that begins on this day, with the days of other months that fill its weeks; one query."""
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    entries = _entries(weeks[0][0], weeks[-1][-1], viewer)
    return Month(
        heading=month_words(month),
        weeks=tuple(
            Week(week[0].isocalendar().week, tuple(_day(day, month, viewer.today, entries[day]) for day in week))
            for week in weeks
        ),
        previous=month_url(month - timedelta(days=1)),
        following=month_url(last_day_of(month) + timedelta(days=1)),
        is_empty=not any(day.month == month.month for day, found in entries.items() if found.entries),
    )


@dataclass(slots=True)
class _OnDay:
    """What happens on a day: the first of them, and how many more there are."""

    entries: list[Entry] = field(default_factory=list)
    hidden: int = 0


def _entries(first: date, last: date, viewer: Viewer) -> defaultdict[date, _OnDay]:
    """What happens on each day, in order of time; a conference stands on every one of its days."""
    base = reverse("traffar:activity_list")
    shown = Activity.objects.visible_to(viewer).overlapping(*day_bounds(first, last)).order_by("starts_at", "pk")
    found: defaultdict[date, _OnDay] = defaultdict(_OnDay)
    fields = ("pk", "kind", "title", "starts_at", "ends_at", "organiser__name", "status")
    for pk, kind, title, starts_at, ends_at, organiser, status in shown.values_list(*fields):
        begins = local_day(starts_at)
        for number in range((local_day(ends_at) - begins).days + 1):
            on_day = found[begins + timedelta(days=number)]
            if len(on_day.entries) == MOST_SHOWN:
                on_day.hidden += 1
                continue
            is_draft = status == Activity.Status.DRAFT
            clock = "" if number else f"{starts_at.astimezone(STOCKHOLM):%H.%M} "
            words = f"{clock}{_short(title) or ActivityKind(kind).heading}, {organiser}"
            entry = Entry(
                url=f"{base}{pk}/",
                words=f"Utkast: {words}" if is_draft else words,
                classes=f"family-{FAMILY_OF[ActivityKind(kind)].value} {status}{' no-print' * is_draft}",
                is_cancelled=status == Activity.Status.CANCELLED,
            )
            on_day.entries.append(entry)
    return found


def _short(title: str) -> str:
    """A title as it fits in a day's square; the whole stands on its own page."""
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def _day(day: date, month: date, today: date, found: _OnDay) -> Day:
    holiday = known_day(day) or ""
    classes = {
        "outside": day.month != month.month,
        "today": day == today,
        "holiday": bool(public_holiday(day)) or day.weekday() == 6,
        # Not shown in the phone's list of days.
        "empty-day": day.month != month.month or not (found.entries or holiday),
    }
    return Day(
        number=day.day,
        weekday=SHORT_WEEKDAYS[day.weekday()],
        month=short_month(day.month),
        holiday=holiday,
        classes=" ".join(name for name, holds in classes.items() if holds),
        entries=tuple(found.entries),
        hidden=found.hidden,
        list_url=f"{reverse('traffar:activity_list')}?visa=alla&manad={day:%Y-%m}" if found.hidden else "",
    )
