"""Who may do what with the plan (role table of `2-domain.md`, row "plan")."""

from typing import TYPE_CHECKING

import rules

from distrikt.access import Viewer
from distrikt.organisation.roles import BOARD, Role
from distrikt.organisation.rules import is_board, is_ombudsman

if TYPE_CHECKING:
    from plan.models import Commitment, YearPlan


def drafts_plans(viewer: Viewer) -> bool:
    """The board, substitutes too, and the ombudsman see and edit drafts."""
    return viewer.holds(*BOARD, Role.OMBUDSMAN)


@rules.predicate
def answers_for_commitment(viewer: Viewer, commitment: "Commitment | None") -> bool:
    """A contact, convener or region group member follows up what the own body is responsible for."""
    if commitment is None:
        return False
    return commitment.responsible_id in viewer.bodies(Role.CONTACT, Role.CONVENER, Role.REGION_MEMBER)


@rules.predicate
def is_draft(viewer: Viewer, row: "YearPlan | Commitment | None") -> bool:
    """Until the annual conference has adopted it, everything may be changed; afterwards the wording is fixed."""
    return row is None or _plan_of(row).status == "draft"


@rules.predicate
def is_in_force(viewer: Viewer, row: "YearPlan | Commitment | None") -> bool:
    """Adopted and not closed: only then there is something to follow up and to amend."""
    return row is None or _plan_of(row).status == "adopted"


@rules.predicate
def is_over(viewer: Viewer, plan: "YearPlan | None") -> bool:
    """Its last day has been."""
    return plan is None or plan.ends_on < viewer.today


@rules.predicate
def stands(viewer: Viewer, commitment: "Commitment | None") -> bool:
    """Not dropped: what has been dropped is neither followed up nor amended."""
    return commitment is None or commitment.dropped_on is None


def _plan_of(row: "YearPlan | Commitment") -> "YearPlan":
    plan: YearPlan = getattr(row, "plan", row)  # type: ignore[arg-type]  # a row without a plan is one
    return plan


rules.add_perm("plan.edit_plan", (is_board | is_ombudsman) & is_draft)
rules.add_perm("plan.adopt_plan", (is_board | is_ombudsman) & is_draft)
rules.add_perm("plan.close_plan", is_board & is_in_force & is_over)
# What a commitment counts, its figure last year and who answers for it are no part of the wording.
rules.add_perm("plan.set_up_commitment", (is_board | is_ombudsman) & (is_draft | is_in_force))
rules.add_perm("plan.amend_commitment", (is_board | is_ombudsman) & is_in_force & stands)
rules.add_perm("plan.follow_up_commitment", (is_board | is_ombudsman | answers_for_commitment) & is_in_force & stands)
