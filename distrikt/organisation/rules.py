"""Predicates on roles that every app composes its permissions from, and the permissions on people and bodies."""

from typing import TYPE_CHECKING

import rules

from distrikt.access import ADMINISTRATOR, Viewer
from distrikt.organisation.roles import BOARD, Role

if TYPE_CHECKING:
    from distrikt.organisation.models import Assignment, User


@rules.predicate
def is_board(viewer: Viewer) -> bool:
    return viewer.holds(*BOARD)


@rules.predicate
def is_chair(viewer: Viewer) -> bool:
    return viewer.holds(Role.CHAIR)


@rules.predicate
def is_secretary(viewer: Viewer) -> bool:
    return viewer.holds(Role.SECRETARY)


@rules.predicate
def is_ombudsman(viewer: Viewer) -> bool:
    return viewer.holds(Role.OMBUDSMAN)


@rules.predicate
def is_contact(viewer: Viewer) -> bool:
    return viewer.holds(Role.CONTACT)


@rules.predicate
def is_administrator(viewer: Viewer) -> bool:
    return viewer.holds(ADMINISTRATOR)


@rules.predicate
def sees_content(viewer: Viewer) -> bool:
    return viewer.sees_content


@rules.predicate
def is_somebody_else(viewer: Viewer, person: "User | None") -> bool:
    """Nobody changes the own details by the way of those who look after others' (`/jag/` is for that)."""
    return person is None or person.pk != viewer.person_id


# What the ombudsman adds and ends (role table of `2-domain.md`, row "people and assignments").
OMBUDSMAN_GRANTS = (Role.CONTACT, Role.CONVENER, Role.CONGRESS_DELEGATE)


@rules.predicate
def grants(viewer: Viewer, assignment: "Assignment | None") -> bool:
    """Who adds and ends which assignments; without one: who adds and ends any at all.

    Chair and secretary: all. Ombudsman: contacts, conveners, delegates. Contact: contacts of the own branch.
    Administrator: all but the own role, and none for themselves – the system gives nobody sight of content.
    """
    if assignment is None:
        return viewer.holds(Role.CHAIR, Role.SECRETARY, Role.OMBUDSMAN, Role.CONTACT, Role.ADMINISTRATOR)
    role, to_self = assignment.role, assignment.user_id == viewer.person_id
    return (
        viewer.holds(Role.CHAIR, Role.SECRETARY)
        or (viewer.holds(Role.OMBUDSMAN) and role in OMBUDSMAN_GRANTS)
        or (viewer.holds(Role.ADMINISTRATOR) and role != Role.ADMINISTRATOR and not to_self)
        or (role == Role.CONTACT and assignment.body_id in viewer.bodies(Role.CONTACT))
    )


rules.add_perm("organisation.edit_district", is_chair | is_secretary | is_administrator)
rules.add_perm("organisation.list_branches", sees_content)
rules.add_perm("organisation.list_people", grants)
rules.add_perm(
    "organisation.edit_person", is_somebody_else & (is_chair | is_secretary | is_ombudsman | is_administrator)
)
rules.add_perm("organisation.protect_person", is_chair | is_ombudsman)
rules.add_perm("organisation.close_account", is_chair | is_secretary | is_administrator)
rules.add_perm("organisation.grant_assignment", grants)
rules.add_perm("organisation.end_assignment", grants)
