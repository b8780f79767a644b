"""Whom an activity concerns: those who act for its organiser and co-hosts, its contact, and who promised to help.

What the district itself or its board arranges concerns the board and the ombudsman.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from django.db.models import Q

from distrikt.access import Viewer
from distrikt.organisation.models import Body
from distrikt.organisation.reports import holders_of
from distrikt.organisation.roles import BOARD, BodyKind, Role
from distrikt.registry import Registry
from traffar.models import Activity, ActivityQuerySet, HelpOffer, SignUp
from traffar.rules import ACTING

ROLES = frozenset({*ACTING, *BOARD, Role.OMBUDSMAN})
FOR_THE_DISTRICT = frozenset({*BOARD, Role.OMBUDSMAN})
# Whom else an app upstairs has called as of a day: (activity id, person id, address) for each of them, in one query.
Called = Callable[[Collection[int], date], Iterable[tuple[int, int, str]]]
also_concerned: Registry[Called] = Registry("traffar.concerned")
DISTRICT_HOSTS = frozenset({BodyKind.DISTRICT, BodyKind.BOARD})


def concerned_by(activities: Collection[int], day: date) -> dict[int, dict[int, str]]:
    """{activity id: {person id: address}}, by the roles of the day. Five queries and one for each
    source, however many there are."""
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
    district = set(Body.objects.filter(kind__in=DISTRICT_HOSTS).values_list("pk", flat=True))
    holders = holders_of(district.union(*hosts.values()), ROLES, day)
    board = {person: email for body in district for person, email in holders.get(body, {}).items()}
    for pk, bodies in hosts.items():
        for body in bodies:
            people[pk] |= board if body in district else holders.get(body, {})
    coming = HelpOffer.objects.filter(request__activity__in=activities, offered_by__is_active=True).order_by()
    for pk, person, email in coming.values_list("request__activity", "offered_by", "offered_by__email"):
        people[pk][person] = email
    for _, source in also_concerned:
        for pk, person, email in source(activities, day):
            people[pk][person] = email
    return people


def reachable_guests(activity: Activity) -> list[tuple[int, int | None, str]]:
    """(sign-up id, person id or None, address) of those signed up or in the queue who can be written to. One query."""
    rows = activity.sign_ups.known()
    found = rows.values_list("pk", "person", "person__email", "person__is_active", "email")
    return [
        (pk, person, account or typed)
        for pk, person, account, is_active, typed in found
        if (is_active if person else typed)
    ]


def concerning(viewer: Viewer) -> ActivityQuerySet:
    """The other way round: those of the activities the viewer sees that concern them, or they are signed up to.

    One query of its own.
    """
    bodies = viewer.bodies(*ROLES)
    district = set(Body.objects.filter(kind__in=DISTRICT_HOSTS).values_list("pk", flat=True))
    visible = Activity.objects.visible_to(viewer)
    arranged = visible.arranged_by(bodies | district if bodies & district else bodies)
    signed_up = SignUp.objects.coming().filter(person=viewer.person_id).values("activity")
    promised = HelpOffer.objects.filter(offered_by=viewer.person_id).order_by().values("request__activity")
    return arranged | visible.filter(Q(contact=viewer.person_id) | Q(pk__in=signed_up) | Q(pk__in=promised))
