"""Rows of the lists, and what else happens on a day: light, made without model instances."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from distrikt.access import Viewer
from distrikt.organisation.roles import BOARD, Role
from traffar.models import FAMILY_OF, Activity, ActivityKind, ActivityQuerySet, Family
from traffar.rules import organising_bodies
from traffar.when import day_bounds, known_day, short_when_words

# Plain words, read once: a label of Django's is looked up anew each time.
_FAMILY_NAMES = {family: str(family.label) for family in Family}
STATUS_WORDS = {
    Activity.Status.DRAFT: "utkast",
    Activity.Status.CANCELLED: "inställd",
    Activity.Status.HELD: "hållen",
}


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A line of a list, ready to be written out. `mark` is the family's class, `note` the status, when it says more
    than "planerad"."""

    pk: int
    url: str
    title: str
    when: str
    meta: str
    mark: str
    family: str
    note: str
    is_cancelled: bool


def where_and_who(place: str, organiser: str) -> str:
    """Navet · Timrå; a place that names its branch says both: Navet, Sundsvall."""
    return place if organiser in place else " · ".join(filter(None, (place, organiser)))


def activity_rows(activities: ActivityQuerySet, *, today: date) -> list[ActivityRow]:
    """The rows in the given order, in one query."""
    base = reverse("traffar:activity_list")
    rows = activities.values_list("pk", "kind", "title", "starts_at", "place", "organiser__name", "status", "headcount")
    return [
        ActivityRow(
            pk=pk,
            url=f"{base}{pk}/",
            title=title or ActivityKind(kind).heading,
            when=short_when_words(starts_at, today=today),
            meta=where_and_who(place, organiser),
            mark=_mark(family := FAMILY_OF[ActivityKind(kind)], status),
            family=_FAMILY_NAMES[family],
            note=_note(status, headcount),
            is_cancelled=status == Activity.Status.CANCELLED,
        )
        for pk, kind, title, starts_at, place, organiser, status, headcount in rows
    ]


def _mark(family: Family, status: str) -> str:
    """Filled for what has been, hollow for what has not: to come, or called off."""
    return f"family-{family.value}" if status == Activity.Status.HELD else f"family-{family.value} planned"


def _note(status: str, headcount: int | None) -> str:
    word = STATUS_WORDS.get(Activity.Status(status), "")
    return f"{word}, {headcount} kom" if status == Activity.Status.HELD and headcount else word


# Where nothing is registered yet: what such bodies usually do.
_FIRST_KINDS = {
    Role.CONVENER: (ActivityKind.NETWORK_MEETING, ActivityKind.NETWORK_ACTION),
    **dict.fromkeys(BOARD, (ActivityKind.BOARD_MEETING, ActivityKind.EXECUTIVE_MEETING)),
}
_COMMON_KINDS = (
    *(ActivityKind.SQUARE_MEETING, ActivityKind.MEMBERS_MEETING, ActivityKind.LEAFLETING),
    *(ActivityKind.STUDY_CIRCLE, ActivityKind.ACTION, ActivityKind.OPEN_EVENT),
)
USUAL, LATEST = 6, 200


def usual_kinds(viewer: Viewer) -> list[ActivityKind]:
    """The six kinds that the viewer's bodies have registered most among their latest, filled up with common ones."""
    bodies = organising_bodies(viewer)
    own = Activity.objects.all() if bodies is None else Activity.objects.filter(organiser__in=bodies)
    latest = own.order_by("-starts_at").values_list("kind", flat=True)[:LATEST]
    used = [ActivityKind(kind) for kind, _ in Counter(latest).most_common(USUAL)]
    first = [kind for role, kinds in _FIRST_KINDS.items() if viewer.holds(role) for kind in kinds]
    return list(dict.fromkeys([*used, *first, *_COMMON_KINDS]))[:USUAL]


@dataclass(frozen=True, slots=True)
class DayHints:
    """What to know before choosing the day: its week, a holiday or eve, and what else happens. Nothing is forbidden."""

    day: date
    week: int
    holiday: str
    others: tuple[ActivityRow, ...]


MOST_OTHERS = 6


def day_hints(day: date, viewer: Viewer, *, but: int = 0) -> DayHints:
    """The hints for a day, as this viewer may see them; `but` is the activity that is asked for."""
    same_day = Activity.objects.published_to(viewer).counted().overlapping(*day_bounds(day, day)).exclude(pk=but)
    return DayHints(
        day=day,
        week=day.isocalendar().week,
        holiday=known_day(day) or "",
        others=tuple(activity_rows(same_day.order_by("starts_at")[:MOST_OTHERS], today=viewer.today)),
    )
