"""The ground: the district, its bodies, its people and what they are assigned to."""

from distrikt.organisation.models.bodies import Body, BodyQuerySet, Branch, District
from distrikt.organisation.models.invitations import Invitation
from distrikt.organisation.models.people import Assignment, User, UserQuerySet
from distrikt.organisation.models.readings import AccessRecord
from distrikt.organisation.roles import BodyKind

__all__ = [
    "AccessRecord",
    "Assignment",
    "Body",
    "BodyKind",
    "BodyQuerySet",
    "Branch",
    "District",
    "Invitation",
    "User",
    "UserQuerySet",
]
