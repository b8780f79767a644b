"""Who looks after the outbox (role table of `2-domain.md`, row "letters")."""

import rules

from distrikt.access import Viewer
from distrikt.organisation.roles import Role
from distrikt.organisation.rules import is_administrator, is_chair, is_secretary


@rules.predicate
def looks_after_outbox(viewer: Viewer) -> bool:
    """Those who write to all groups see what is sent to them."""
    return viewer.holds(Role.CHAIR, Role.SECRETARY, Role.OMBUDSMAN)


def knows_everybody(viewer: Viewer) -> bool:
    """People with protected personal data are known to the chair and the ombudsman alone (`2-domain.md`, Roles)."""
    return viewer.holds(Role.CHAIR, Role.OMBUDSMAN)


rules.add_perm("utskick.list_messages", looks_after_outbox)
# When people are reminded is the district's affair (`2-domain.md`: chair and secretary edit the district).
rules.add_perm("utskick.set_reminders", is_chair | is_secretary | is_administrator)
# How the machine fares is no content: the administrator sees that, too.
rules.add_perm("utskick.see_health", looks_after_outbox | is_administrator)
