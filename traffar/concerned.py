"""Whom an activity concerns: those who act for its organiser and co-hosts, and its contact."""

from collections.abc import Collection
from datetime import date

from distrikt.organisation.reports import holders_of
from distrikt.organisation.roles import BOARD, Role
from traffar.models import Activity
from traffar.rules import ACTING

ROLES = (*ACTING, *BOARD, Role.OMBUDSMAN)


def concerned_by(activities: Collection[int], day: date) -> dict[int, dict[int, str]]:
    """{activity id: {person id: address}}, by the roles of the day. Three queries, however many there are."""
    rows = Activity.objects.filter(pk__in=activities)
    hosts: dict[int, set[int]] = {}
    people: dict[int, dict[int, str]] = {}
    for pk, organiser, contact, email, active in rows.values_list(
        "pk", "organiser", "contact", "contact__email", "contact__is_active"
    ):
        hosts[pk] = {organiser}
        people[pk] = {contact: email} if active else {}
    for pk, body in Activity.co_hosts.through.objects.filter(activity__in=activities).values_list("activity", "body"):
        hosts[pk].add(body)
    holders = holders_of(set().union(*hosts.values()), ROLES, day)
    for pk, bodies in hosts.items():
        for body in bodies:
            people[pk] |= holders.get(body, {})
    return people
