"""Whom a board meeting concerns beside those who sit in its body: those who are co-opted."""

from collections.abc import Collection, Iterable
from datetime import date

from traffar.styrelse.models import Presence


def called_to(activities: Collection[int], day: date) -> Iterable[tuple[int, int, str]]:
    """(activity, person, address) of those who are called and have an account that is used. One query."""
    rows = Presence.objects.in_force(day).filter(meeting__in=activities, person__is_active=True).order_by()
    return rows.values_list("meeting", "person", "person__email")
