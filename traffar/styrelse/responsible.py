"""Whom something that the board has decided can be laid on."""

from django.db.models import Exists, OuterRef, Q

from distrikt.access import Viewer, may
from distrikt.organisation.models import Assignment, User, UserQuerySet
from distrikt.organisation.roles import BOARD, BodyKind, Role

# Those who act for the district or a part of it.
CARRYING = (*BOARD, Role.OMBUDSMAN, Role.CONTACT, Role.CONVENER, Role.REGION_MEMBER)


def people_to_choose(viewer: Viewer, *, beside: int | None = None) -> UserQuerySet:
    """Those who can be responsible for something, and whoever is so already (`beside`). One query.

    Those who sit in the board come first: `sits_in_board` tells them from the others.
    """
    held = Assignment.objects.in_force(viewer.today).filter(role__in=CARRYING)
    seats = held.filter(role__in=BOARD, body__kind=BodyKind.BOARD, user=OuterRef("pk"))
    people: UserQuerySet = User.objects.filter(Q(pk__in=held.values("user"), is_active=True) | Q(pk=beside))
    if not may(viewer, "organisation.protect_person"):
        people = people.filter(Q(is_protected=False) | Q(pk__in=[viewer.person_id, beside or 0]))
    return people.annotate(sits_in_board=Exists(seats)).order_by("-sits_in_board", "first_name", "last_name", "pk")
