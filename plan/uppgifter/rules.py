"""Who may do what with tasks (role table of `2-domain.md`, row "tasks")."""

from typing import TYPE_CHECKING

import rules

from distrikt.access import Viewer
from distrikt.organisation.roles import BOARD, Role

if TYPE_CHECKING:
    from plan.uppgifter.models import Task


def sees_others_tasks(viewer: Viewer) -> bool:
    """The board, and the ombudsman whose work they are."""
    return viewer.holds(*BOARD, Role.OMBUDSMAN)


@rules.predicate
def sees_others(viewer: Viewer, task: "Task | None" = None) -> bool:
    """The auditors too: those that come from decisions (`plan.uppgifter.sources`)."""
    return sees_others_tasks(viewer) or viewer.holds(Role.AUDITOR)


@rules.predicate
def is_theirs(viewer: Viewer, task: "Task | None" = None) -> bool:
    """The one who is to do it."""
    return task is not None and task.responsible_id == viewer.person_id


@rules.predicate
def sees_to_others(viewer: Viewer, task: "Task | None" = None) -> bool:
    """Chair, secretary and ombudsman may mark what somebody else has done."""
    return viewer.holds(Role.CHAIR, Role.SECRETARY, Role.OMBUDSMAN)


rules.add_perm("uppgifter.finish_task", is_theirs | sees_to_others)
rules.add_perm("uppgifter.list_others", sees_others)
