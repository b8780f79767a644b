"""Who may change which activities (role table of `2-domain.md`, row "activities")."""

from typing import TYPE_CHECKING

import rules

from distrikt.access import Viewer
from distrikt.organisation.models import Body, BodyKind
from distrikt.organisation.roles import BOARD, Role

if TYPE_CHECKING:
    from traffar.models import Activity

# The bodies that the board answers for, beside those a person has a role in.
DISTRICT_KINDS = (BodyKind.DISTRICT, BodyKind.BOARD, BodyKind.EXECUTIVE)
# The roles that act for the body they are held in.
ACTING = (Role.CONTACT, Role.CONVENER, Role.REGION_MEMBER)


def organising_bodies(viewer: Viewer) -> frozenset[int] | None:
    """Ids of the bodies for which the viewer may register and change activities; None means all (the ombudsman).

    Ids, not a subquery: that costs the board one small query and spares its lists of activities large ones.
    """
    if viewer.holds(Role.OMBUDSMAN):
        return None
    own = viewer.bodies(*ACTING)
    if not viewer.holds(*BOARD):
        return own
    return own.union(Body.objects.filter(kind__in=DISTRICT_KINDS).order_by().values_list("pk", flat=True))


@rules.predicate
def organises(viewer: Viewer, activity: "Activity | None") -> bool:
    """The viewer may act for the organiser or a co-host; without an activity, for any body at all."""
    if activity is None:
        return viewer.holds(Role.OMBUDSMAN, *BOARD, *ACTING)
    bodies = organising_bodies(viewer)
    if bodies is None or activity.organiser_id in bodies:
        return True
    return activity.co_hosts.filter(pk__in=bodies).exists()


rules.add_perm("traffar.add_activity", organises)
rules.add_perm("traffar.change_activity", organises)
rules.add_perm("traffar.report_outcome", organises)
