"""Who may change which activities (role table of `2-domain.md`, row "activities")."""

from typing import TYPE_CHECKING

import rules

from distrikt.access import Viewer
from distrikt.organisation.roles import BOARD, Role

if TYPE_CHECKING:
    from distrikt.organisation.models import Body
    from traffar.models import Activity, HelpOffer, HelpRequest

# The roles that act for the body they are held in.
ACTING = (Role.CONTACT, Role.CONVENER, Role.REGION_MEMBER)


def organising_bodies(viewer: Viewer) -> frozenset[int] | None:
    """Ids of the bodies for which the viewer may register and change activities; None means all (the ombudsman)."""
    if viewer.holds(Role.OMBUDSMAN):
        return None
    own = viewer.bodies(*ACTING)
    return own | viewer.district_bodies if viewer.holds(*BOARD) else own


def bodies_acted_for(viewer: Viewer) -> frozenset[int] | None:
    """Ids of the bodies whose guests the viewer knows by name; None means all (the ombudsman).

    The board knows numbers: by name it sees those of activities that a member of it is the contact of.
    """
    return None if viewer.holds(Role.OMBUDSMAN) else viewer.bodies(*ACTING)


@rules.predicate
def knows_guests(viewer: Viewer, activity: "Activity") -> bool:
    """The viewer is responsible for those who come (role table, row "sign-up names")."""
    bodies = bodies_acted_for(viewer)
    if bodies is None or activity.organiser_id in bodies or activity.contact_id == viewer.person_id:
        return True
    return any(body.pk in bodies for body in activity.co_hosts.all())


@rules.predicate
def acts_for(viewer: Viewer, body: "Body") -> bool:
    """The viewer is a contact of the branch, or the ombudsman."""
    return viewer.holds(Role.OMBUDSMAN) or body.pk in viewer.bodies(Role.CONTACT)


@rules.predicate
def comes(viewer: Viewer, activity: "Activity") -> bool:
    """Everyone with a role in the district may come; to what is for a body's own, those who have one there."""
    if activity.audience != "own":
        return viewer.sees_content
    hosts = {activity.organiser_id, *(body.pk for body in activity.co_hosts.all())}
    return bool(hosts & viewer.bodies(*Role)) or viewer.holds(Role.OMBUDSMAN)


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
rules.add_perm("traffar.see_sign_ups", knows_guests)
rules.add_perm("traffar.sign_up", comes)
rules.add_perm("traffar.hand_out_member_link", acts_for)


@rules.predicate
def can_come(viewer: Viewer, request: "HelpRequest | None") -> bool:
    """The viewer acts for some body that does not ask for the help itself; without a request, for any body at all."""
    if request is None:
        return viewer.holds(Role.OMBUDSMAN, *BOARD, *ACTING)
    bodies = organising_bodies(viewer)
    return bodies is None or bool(bodies - asking_bodies(request.activity))


def asking_bodies(activity: "Activity") -> frozenset[int]:
    """Ids of the organiser and the co-hosts: they come anyhow."""
    return frozenset([activity.organiser_id, *(body.pk for body in activity.co_hosts.all())])


@rules.predicate
def promised(viewer: Viewer, offer: "HelpOffer | None") -> bool:
    """The viewer acts for the body that comes."""
    bodies = organising_bodies(viewer)
    return offer is not None and (bodies is None or offer.body_id in bodies)


rules.add_perm("traffar.offer_help", can_come)
rules.add_perm("traffar.change_offer", promised)


@rules.predicate
def counts_subscriptions(viewer: Viewer) -> bool:
    """The viewer keeps the district's contacts: the ombudsman."""
    return viewer.holds(Role.OMBUDSMAN)


rules.add_perm("traffar.count_subscriptions", counts_subscriptions)


@rules.predicate
def is_on_the_board(viewer: Viewer, activity: "Activity") -> bool:
    return viewer.holds(*BOARD)


rules.add_perm("traffar.count_speaking", organises | is_on_the_board)
