"""Who looks after the outbox, and who writes letters to whom (role table of `2-domain.md`, row "letters")."""

from typing import TYPE_CHECKING

import rules

from distrikt.access import Viewer
from distrikt.organisation.roles import Role
from distrikt.organisation.rules import is_administrator, is_chair, is_secretary

if TYPE_CHECKING:
    from distrikt.utskick.models import Letter

# Those who write to the people of their own body: the branch, the network.
WRITING_TO_OWN = (Role.CONTACT, Role.CONVENER)


@rules.predicate
def looks_after_outbox(viewer: Viewer) -> bool:
    """Those who write to all groups see what is sent to them."""
    return viewer.holds(Role.CHAIR, Role.SECRETARY, Role.OMBUDSMAN)


def knows_everybody(viewer: Viewer) -> bool:
    """People with protected personal data are known to the chair and the ombudsman alone (`2-domain.md`, Roles)."""
    return viewer.holds(Role.CHAIR, Role.OMBUDSMAN)


@rules.predicate
def writes_letters(viewer: Viewer) -> bool:
    return viewer.holds(Role.CHAIR, Role.SECRETARY, Role.OMBUDSMAN, *WRITING_TO_OWN)


@rules.predicate
def is_own_letter(viewer: Viewer, letter: "Letter | None") -> bool:
    """Nobody changes or sends what somebody else is writing."""
    return letter is None or letter.writer_id == viewer.person_id


rules.add_perm("utskick.write_letter", writes_letters & is_own_letter)
rules.add_perm("utskick.write_to_all", looks_after_outbox)
rules.add_perm("utskick.list_messages", looks_after_outbox)
# When people are reminded is the district's affair (`2-domain.md`: chair and secretary edit the district).
rules.add_perm("utskick.set_reminders", is_chair | is_secretary | is_administrator)
# How the machine fares is no content: the administrator sees that, too.
rules.add_perm("utskick.see_health", looks_after_outbox | is_administrator)
