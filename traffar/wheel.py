"""What activities put on the year wheel: a mark each, or, when they are many, one for each day, ring and state."""

from datetime import date

from django.db.models import Case, Count, DateField, Func, Q, Value, When
from django.urls import reverse

from distrikt.access import Viewer
from plan.year_wheel import CROWDED, Mark
from traffar.models import FAMILY_OF, Activity, ActivityKind, ActivityQuerySet, Family
from traffar.when import day_bounds, local_day


def year_marks(start: date, end: date, viewer: Viewer) -> list[Mark]:
    """The marks of planned and held activities from `start` to `end`, both included."""
    first, last = day_bounds(start, end)
    shown = Activity.objects.published_to(viewer).counted().filter(starts_at__gte=first, starts_at__lt=last)
    if shown.count() > CROWDED:
        return _added_up(shown)
    return [
        Mark(
            day=local_day(starts_at),
            ring=FAMILY_OF[ActivityKind(kind)],
            done=status == Activity.Status.HELD,
            label=title or ActivityKind(kind).heading,
            url=reverse("traffar:activity_detail", args=[pk]),
        )
        for pk, starts_at, kind, title, status in shown.values_list("pk", "starts_at", "kind", "title", "status")
    ]


def _added_up(activities: ActivityQuerySet) -> list[Mark]:
    """One mark a day, ring and state. The day is UTC's: an hour around midnight is too little to see on a wheel."""
    kinds_of = {family: [kind for kind in ActivityKind if kind.family == family] for family in Family}
    rows = (
        activities.order_by()
        .values_list(
            Func("starts_at", function="date", output_field=DateField()),
            Case(*(When(kind__in=kinds, then=Value(family.value)) for family, kinds in kinds_of.items())),
            Case(When(Q(status=Activity.Status.HELD), then=True), default=False),
        )
        .annotate(count=Count("pk"))
    )
    return [Mark(day, ring, bool(done), "", "", count) for day, ring, done, count in rows]
