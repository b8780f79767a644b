"""Who may change which activities (role table of `2-domain.md`, row "activities")."""

from typing import TYPE_CHECKING

import rules

from distrikt.access import Viewer
from distrikt.organisation.roles import BOARD, Role

if TYPE_CHECKING:
    from traffar.models import Activity

# The roles that act for the body they are held in.
ACTING = (Role.CONTACT, Role.CONVENER, Role.REGION_MEMBER)


def organising_bodies(viewer: Viewer) -> frozenset[int] | None:
    """Ids of the bodies for which the viewer may register and change activities; None means all (the ombudsman)."""
    if viewer.holds(Role.OMBUDSMAN):
        return None
    own = viewer.bodies(*ACTING)
    return own | viewer.district_bodies if viewer.holds(*BOARD) else own


@rules.predicate
def organises(viewer: Viewer, activity: "Activity | None") -> bool:
    """The viewer may act for the organiser or a co-host; without an activity, for any body at all."""
    if activity is None:
        return viewer.holds(Role.OMBUDSMAN, *BOARD, *ACTING)
    bodies = organising_bodies(viewer)
    if bodies is None or activity.organiser_id in bodies:
        return True
    return any(body.pk in bodies for body in activity.co_hosts.all())


rules.add_perm("traffar.add_activity", organises)
rules.add_perm("traffar.change_activity", organises)
rules.add_perm("traffar.report_outcome", organises)
