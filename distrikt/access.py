"""Who looks, and what they may do: the viewer and `require()`.

Every view asks twice, in this order: `Model.objects.visible_to(viewer)` (404 for what the viewer may not know exists),
then `require(viewer, permission, row)` (403 for what may be seen but not done). Permissions are predicates of the
library `rules`, composed in each app's `rules.py`.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import rules
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from distrikt.organisation.models import User

# What the administrator of the system holds; alone it gives sight of no content.
ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person and what they hold today: pairs of role (`Role` value) and body id, from the assignments in force.

    `district_bodies` are the ids of those bodies that the district board answers for, whoever looks.
    """

    person_id: int
    roles: frozenset[tuple[str, int]]
    today: date
    district_bodies: frozenset[int] = frozenset()

    def holds(self, *roles: str) -> bool:
        """True when the viewer has any of the roles, in whatever body."""
        return any(role in roles for role, _ in self.roles)

    def bodies(self, *roles: str) -> frozenset[int]:
        """Ids of the bodies in which the viewer has any of the roles."""
        return frozenset(body for role, body in self.roles if role in roles)

    @property
    def sees_content(self) -> bool:
        """Everyone with a role but the administrator's own sees what the district does."""
        return any(role != ADMINISTRATOR for role, _ in self.roles)


class Request(HttpRequest):
    """A request as views get it: the middlewares have put on it the viewer, and whether htmx asks for a fragment."""

    user: "User"
    viewer: Viewer
    htmx: "HtmxDetails"


def may(viewer: Viewer, permission: str, row: models.Model | None = None) -> bool:
    """True when the viewer has the permission, for this row when one is given. KeyError for an unknown permission."""
    if not rules.perm_exists(permission):
        raise KeyError(permission)
    return bool(rules.has_perm(permission, viewer, row))


def require(viewer: Viewer, permission: str, row: models.Model | None = None) -> None:
    """Raise PermissionDenied (403) unless the viewer has the permission."""
    if not may(viewer, permission, row):
        raise PermissionDenied
