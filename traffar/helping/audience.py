"""Whom it can be told that an activity lacks help: those who could come and have not answered."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q

from distrikt.organisation.models import Assignment
from distrikt.organisation.roles import Role
from traffar.models import HelpRequest

_ASKERS = ("activity__contact", "created_by")


def yet_to_answer(activities: Collection[int], day: date) -> dict[int, dict[int, str]]:
    """{activity id: {person id: address}}: contacts of branches that neither ask nor come, and the ombudsman.

    Nobody who asks or has answered in person is among them. Two queries, however many there are.
    """
    bodies: defaultdict[int, set[int]] = defaultdict(set)
    people: defaultdict[int, set[int]] = defaultdict(set)
    asked = HelpRequest.objects.filter(activity__in=activities).order_by()
    involved = ("activity__organiser", "activity__co_hosts", "offers__body", *_ASKERS, "offers__offered_by")
    for activity, organiser, co_host, helper, *persons in asked.values_list("activity", *involved):
        bodies[activity] |= {organiser, co_host, helper}
        people[activity].update(persons)
    readers = _readers(day)
    return {
        activity: {
            person: email
            for (person, email), own in readers.items()
            if person not in people[activity] and not own & bodies[activity]
        }
        for activity in activities
    }


def _readers(day: date) -> dict[tuple[int, str], set[int]]:
    """{(person id, address): ids of the branches they are a contact of}, the ombudsman too. One query."""
    readers: dict[tuple[int, str], set[int]] = {}
    could_come = Q(role=Role.CONTACT, body__is_active=True) | Q(role=Role.OMBUDSMAN)
    held = Assignment.objects.in_force(day).filter(could_come, user__is_active=True)
    for role, body, person, email in held.order_by("user").values_list("role", "body", "user", "user__email"):
        own = readers.setdefault((person, email), set())
        if role == Role.CONTACT:
            own.add(body)
    return readers
