"""Predicates on roles that every app composes its permissions from, and the permissions on people and bodies."""

import rules

from distrikt.access import ADMINISTRATOR, Viewer
from distrikt.organisation.roles import BOARD, Role


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


rules.add_perm("organisation.edit_district", is_chair | is_secretary | is_administrator)
rules.add_perm("organisation.list_people", is_chair | is_secretary | is_ombudsman | is_administrator | is_contact)
