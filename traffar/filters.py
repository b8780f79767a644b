"""The filters of the list of activities, from the query string."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.utils.datastructures import MultiValueDict

from plan.models import Contribution
from traffar.evidence import SOURCE
from traffar.models import Activity, ActivityKind, ActivityQuerySet, Family
from traffar.when import day_bounds, last_day_of, month_of

Choice = tuple[int, str, str]


def _kind_choices() -> list[tuple[str, str]]:
    return [(kind.value, kind.heading) for kind in ActivityKind]


class ActivityFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Choices are given as rows (id, slug, name), read once: a choice that is made costs no query of its own.

    Those that never change are named, not listed: the library copies a list, item by item, at every request.
    """

    organ = django_filters.ChoiceFilter(
        field_name="organiser__slug", label="Arrangör", empty_label="Alla", method="arranged_by"
    )
    slag = django_filters.ChoiceFilter(
        field_name="kind",
        label="Vad",
        empty_label="Allt",
        choices=_kind_choices,
    )
    familj = django_filters.ChoiceFilter(label="Verksamhet", empty_label="Allt", choices=Family, method="in_family")
    omrade = django_filters.ChoiceFilter(label="I planen", empty_label="Hela", method="towards_area")
    manad = django_filters.CharFilter(
        label="Månad", method="in_month", widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-09"})
    )
    lage = django_filters.ChoiceFilter(field_name="status", label="Läge", empty_label="Alla", choices=Activity.Status)

    class Meta:
        model = Activity
        fields: list[str] = []

    def __init__(
        self,
        data: MultiValueDict[str, str],
        *,
        queryset: ActivityQuerySet,
        bodies: Iterable[Choice],
        areas: Iterable[Choice],
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.areas, self.bodies = list(areas), list(bodies)
        self.filters["organ"].extra["choices"] = [(slug, name) for _, slug, name in self.bodies]
        self.filters["omrade"].extra["choices"] = [(slug, heading) for _, slug, heading in self.areas]

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.filters)

    def arranged_by(self, activities: ActivityQuerySet, name: str, slug: str) -> ActivityQuerySet:
        return activities.arranged_by([pk for pk, other, _ in self.bodies if other == slug])

    def in_family(self, activities: ActivityQuerySet, name: str, family: str) -> ActivityQuerySet:
        return activities.filter(kind__in=[kind for kind in ActivityKind if kind.family == family])

    def towards_area(self, activities: ActivityQuerySet, name: str, area: str) -> ActivityQuerySet:
        chosen = [pk for pk, slug, _ in self.areas if slug == area]
        counted = Contribution.objects.filter(source_kind=SOURCE, commitment__area__in=chosen)
        return activities.filter(pk__in=counted.values("source_id"))

    def in_month(self, activities: ActivityQuerySet, name: str, text: str) -> Any:
        month = month_of(text)
        return activities.overlapping(*day_bounds(month, last_day_of(month))) if month else activities.none()
