"""What the weekly letter begins with: the activities of the coming days."""

from datetime import date

from django.urls import reverse

from distrikt.access import Viewer
from distrikt.utskick.week import Happening, WeekSource
from traffar.models import Activity, ActivityKind
from traffar.reports import where_and_who
from traffar.when import day_bounds, short_when_words


def _happenings(viewer: Viewer, first: date, last: date) -> list[Happening]:
    """Published activities, the cancelled ones too: people should know. One query."""
    ahead = [Activity.Status.PLANNED, Activity.Status.CANCELLED]
    activities = Activity.objects.published_to(viewer).filter(status__in=ahead).overlapping(*day_bounds(first, last))
    rows = activities.values_list("starts_at", "kind", "title", "place", "organiser__name", "status")
    return [
        Happening(
            starts_at=starts_at,
            when=short_when_words(starts_at, today=viewer.today),
            what=f"INSTÄLLT – {name}" if status == Activity.Status.CANCELLED else name,
            where=where_and_who(place, organiser),
        )
        for starts_at, kind, title, place, organiser, status in rows
        for name in [title or ActivityKind(kind).heading]
    ]


ACTIVITIES = WeekSource(happenings=_happenings, page=lambda: reverse("traffar:activity_list"))
