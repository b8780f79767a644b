"""Who may do what with the plan (role table of `2-domain.md`, row "plan")."""

from typing import TYPE_CHECKING

import rules

from distrikt.access import Viewer
from distrikt.organisation.roles import BOARD, Role
from distrikt.organisation.rules import is_board, is_ombudsman

if TYPE_CHECKING:
    from plan.models import Commitment


def drafts_plans(viewer: Viewer) -> bool:
    """The board, substitutes too, and the ombudsman see and edit drafts."""
    return viewer.holds(*BOARD, Role.OMBUDSMAN)


@rules.predicate
def answers_for_commitment(viewer: Viewer, commitment: "Commitment | None") -> bool:
    """A contact, convener or region group member follows up what the own body is responsible for."""
    if commitment is None:
        return False
    return commitment.responsible_id in viewer.bodies(Role.CONTACT, Role.CONVENER, Role.REGION_MEMBER)


rules.add_perm("plan.edit_plan", is_board | is_ombudsman)
rules.add_perm("plan.adopt_plan", is_board | is_ombudsman)
rules.add_perm("plan.amend_commitment", is_board | is_ombudsman)
rules.add_perm("plan.follow_up_commitment", is_board | is_ombudsman | answers_for_commitment)
