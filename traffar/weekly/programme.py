"""What the weekly mail tells: what is open to all in the days to come, and which of it concerns whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from distrikt.markup import plain
from distrikt.organisation.models import BodyKind
from traffar.models import Activity, ActivityKind
from traffar.public.addresses import path_of
from traffar.reports import where_and_who
from traffar.when import day_bounds, local_day, when_words

# From a Thursday to the Sunday of the week after.
AHEAD = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Entry:
    """An open activity. `bodies` are those who arrange it; `is_for_district`: no branch does, so it concerns all."""

    url: str
    title: str
    when: str
    meta: str
    is_cancelled: bool
    reason: str
    bodies: frozenset[int]
    is_for_district: bool


def programme(at: datetime) -> list[Entry]:
    """What is open to all in the days to come, the nearest first, the cancelled among it. Two queries."""
    today = local_day(at)
    last = day_bounds(today, today + AHEAD)[1]
    fields = ("pk", "kind", "title", "starts_at", "ends_at", "place", "organiser", "organiser__name", "organiser__kind")
    rows = list(
        Activity.objects.public()
        .coming(at)
        .filter(starts_at__lt=last)
        .values_list(*fields, "status", "cancel_reason", named=True)
    )
    bodies = defaultdict(set)
    hosts = Activity.co_hosts.through.objects.filter(activity__in=[row.pk for row in rows])
    for activity, body in hosts.values_list("activity", "body"):
        bodies[activity].add(body)
    return [
        Entry(
            url=f"{settings.BASE_URL}{path_of(row.pk, row.title, row.kind)}",
            title=_on_one_line(row.title) or ActivityKind(row.kind).heading,
            when=when_words(row.starts_at, row.ends_at, today=today),
            meta=where_and_who(_on_one_line(row.place), row.organiser__name),
            is_cancelled=row.status == Activity.Status.CANCELLED,
            reason=_on_one_line(row.cancel_reason),
            bodies=frozenset({row.organiser, *bodies[row.pk]}),
            is_for_district=row.organiser__kind != BodyKind.BRANCH,
        )
        for row in rows
    ]


def concerning(entries: Iterable[Entry], bodies: Collection[int]) -> list[Entry]:
    """Those of the chosen bodies (ids) and of the district; without a choice all of them."""
    return [entry for entry in entries if not bodies or entry.is_for_district or not entry.bodies.isdisjoint(bodies)]


def _on_one_line(text: str) -> str:
    return " ".join(plain(text).split())
