"""What the weekly letter begins with: the activities of the coming days."""

from datetime import date

from django.urls import reverse

from distrikt.access import Viewer
from distrikt.utskick.week import Happening, WeekSource
from traffar.helping.reports import missing_for
from traffar.models import Activity, ActivityKind
from traffar.reports import where_and_who
from traffar.when import day_bounds, short_when_words


def _happenings(viewer: Viewer, first: date, last: date) -> list[Happening]:
    """Published activities, the cancelled ones too: people should know; and what help they lack. Two queries."""
    ahead = [Activity.Status.PLANNED, Activity.Status.CANCELLED]
    activities = Activity.objects.published_to(viewer).filter(status__in=ahead).overlapping(*day_bounds(first, last))
    rows = list(activities.values_list("pk", "starts_at", "kind", "title", "place", "organiser__name", "status"))
    missing = missing_for([pk for pk, *_ in rows], day_bounds(first, first)[0])
    return [
        Happening(
            starts_at=starts_at,
            when=short_when_words(starts_at, today=viewer.today),
            what=f"INSTÄLLT – {name}" if status == Activity.Status.CANCELLED else name,
            where=where_and_who(place, organiser),
            note=f"Hjälp behövs: {missing[pk]}." if pk in missing else "",
        )
        for pk, starts_at, kind, title, place, organiser, status in rows
        for name in [title or ActivityKind(kind).heading]
    ]


ACTIVITIES = WeekSource(happenings=_happenings, page=lambda: reverse("traffar:activity_list"))
