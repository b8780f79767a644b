"""Series: where an activity stands in its own, which others a step may take along, and what a change means for them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.urls import reverse

from distrikt.access import Viewer
from distrikt.organisation.models import Body
from plan.wording import full_day_words
from traffar.models import LONGEST, Activity
from traffar.recurrence import clock_difference, moved_on_the_clock
from traffar.when import NoSuchTime, local_day, short_when_words

# What is neither held nor cancelled can still become otherwise.
OPEN = (Activity.Status.DRAFT, Activity.Status.PLANNED)


@dataclass(frozen=True, slots=True)
class Neighbour:
    url: str
    when: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an activity stands in its series: the rule in words, and the ones before and after it."""

    rule: str
    previous: Neighbour | None
    following: Neighbour | None


def place_in_series(activity: Activity, viewer: Viewer) -> Place | None:
    """None for one that is in no series. One query, beside the series itself; only what the viewer may see."""
    if activity.series is None:
        return None
    visible = Activity.objects.visible_to(viewer).filter(series=activity.series_id)
    rows = list(visible.order_by().values_list("starts_at", "pk"))
    own = (activity.starts_at, activity.pk)
    previous = max((row for row in rows if row < own), default=None)
    following = min((row for row in rows if row > own), default=None)
    return Place(activity.series.rule, _neighbour(previous, viewer), _neighbour(following, viewer))


def _neighbour(row: tuple[datetime, int] | None, viewer: Viewer) -> Neighbour | None:
    if row is None:
        return None
    starts_at, pk = row
    url = reverse("traffar:activity_detail", args=[pk])
    return Neighbour(url, short_when_words(starts_at, today=viewer.today))


class Scope(StrEnum):
    """How much of a series a step is about."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Others:
    """Ids of those in the series, beside the one that is open, that a step may take along: those after it, and all."""

    following: tuple[int, ...] = ()
    every: tuple[int, ...] = ()

    def within(self, scope: Scope) -> tuple[int, ...]:
        return {Scope.THIS: (), Scope.FOLLOWING: self.following, Scope.ALL: self.every}[scope]


def others_in_series(
    activity: Activity, viewer: Viewer, *, now: datetime, statuses: Collection[Activity.Status] = OPEN
) -> Others:
    """Those to come that the viewer may change. None when the activity itself is held or cancelled."""
    if activity.series_id is None or activity.status not in statuses:
        return Others()
    own = Activity.objects.organised_by(viewer).filter(series=activity.series_id, status__in=statuses)
    coming = own.filter(starts_at__gt=now).exclude(pk=activity.pk).order_by("starts_at", "pk")
    rows = list(coming.values_list("pk", "starts_at"))
    return Others(
        following=tuple(pk for pk, starts_at in rows if starts_at > activity.starts_at),
        every=tuple(pk for pk, _ in rows),
    )


class ImpossibleMove(Exception):
    """One of a series cannot be moved like the others; the text says which and why. Nothing was saved."""


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed in one activity, to be done to others too: these fields alone, so that what sets them apart
    stays. A time is moved by as much as the clock shows."""

    fields: dict[str, Any]
    starts_by: timedelta
    ends_by: timedelta
    co_hosts: tuple[Body, ...] | None

    @classmethod
    def between(
        cls, before: Activity, after: Activity, *, fields: Iterable[str], co_hosts: Collection[Body]
    ) -> "Change":
        """`before` still has its co-hosts of then; `co_hosts` are those of now."""
        new = {name: getattr(after, name) for name in fields}
        return cls(
            fields={name: value for name, value in new.items() if value != getattr(before, name)},
            starts_by=clock_difference(before.starts_at, after.starts_at),
            ends_by=clock_difference(before.ends_at, after.ends_at),
            co_hosts=tuple(co_hosts) if set(before.co_hosts.all()) != set(co_hosts) else None,
        )

    @property
    def is_empty(self) -> bool:
        return self == replace(self, fields={}, starts_by=timedelta(), ends_by=timedelta(), co_hosts=None)

    def apply_to(self, activity: Activity) -> list[Body]:
        """Change the activity, unsaved; its co-hosts from now on are given back. `ImpossibleMove` when it cannot be."""
        for name, value in self.fields.items():
            setattr(activity, name, value)
        if self.starts_by or self.ends_by:
            activity.starts_at, activity.ends_at = self._moved(activity)
        hosts = activity.co_hosts.all() if self.co_hosts is None else self.co_hosts
        return [body for body in hosts if body.pk != activity.organiser_id]

    def _moved(self, activity: Activity) -> tuple[datetime, datetime]:
        which = f"Den {full_day_words(local_day(activity.starts_at))} går inte att ändra likadant:"
        try:
            starts_at = moved_on_the_clock(activity.starts_at, self.starts_by)
            ends_at = moved_on_the_clock(activity.ends_at, self.ends_by)
        except NoSuchTime:
            raise ImpossibleMove(
                f"{which} tiden finns inte den dagen, då klockan ställs fram till sommartid."
            ) from None
        if ends_at <= starts_at:
            raise ImpossibleMove(f"{which} den skulle sluta innan den börjar. Ändra den för sig.")
        if ends_at - starts_at > LONGEST:
            raise ImpossibleMove(f"{which} den skulle bli längre än tio dagar. Ändra den för sig.")
        return starts_at, ends_at
