"""The row "people and assignments" of the role table (`2-domain.md`), as tables."""

import pytest

from distrikt.access import may
from distrikt.organisation.models import Assignment, Body, User
from distrikt.organisation.roles import ROLES_IN, BodyKind, Role

ALL = {(role, kind) for kind, roles in ROLES_IN.items() for role in roles}
NOTHING: set[tuple[Role, BodyKind]] = set()
CONTACTS_CONVENERS_DELEGATES = {
    (Role.CONTACT, BodyKind.BRANCH),
    (Role.CONVENER, BodyKind.NETWORK),
    (Role.CONGRESS_DELEGATE, BodyKind.DISTRICT),
}

# Which assignments each adds and ends, for others and outside the own branch.
GRANTS = {
    "chair": ALL,
    "secretary": ALL,
    "ombudsman": CONTACTS_CONVENERS_DELEGATES,
    "sundsvall": NOTHING,
    "ange": NOTHING,
    "convener": NOTHING,
    "region": NOTHING,
    "auditor": NOTHING,
    "member": NOTHING,
    "administrator": ALL - {(Role.ADMINISTRATOR, BodyKind.DISTRICT)},
    "stranger": NOTHING,
}

# fmt: off
RIGHTS = {
    #                 list people  edit person  protect  close account  settings  branches
    "chair":         (True,        True,        True,    True,          True,     True),
    "secretary":     (True,        True,        False,   True,          True,     True),
    "ombudsman":     (True,        True,        True,    False,         False,    True),
    "sundsvall":     (True,        False,       False,   False,         False,    True),
    "ange":          (True,        False,       False,   False,         False,    True),
    "convener":      (False,       False,       False,   False,         False,    True),
    "region":        (False,       False,       False,   False,         False,    True),
    "auditor":       (False,       False,       False,   False,         False,    True),
    "member":        (False,       False,       False,   False,         False,    True),
    "administrator": (True,        True,        False,   True,          True,     False),
    "stranger":      (False,       False,       False,   False,         False,    False),
}

# Who is seen, by whom: the member is Sundsvall's, the protected one Ånge's.
SEES = {
    #                 themselves  the member  the protected
    "chair":         (True,       True,       True),
    "secretary":     (True,       True,       False),
    "ombudsman":     (True,       True,       True),
    "sundsvall":     (True,       True,       False),
    "ange":          (True,       False,      False),
    "convener":      (True,       False,      False),
    "region":        (True,       False,      False),
    "auditor":       (True,       False,      False),
    "member":        (True,       True,       False),
    "administrator": (True,       True,       False),
    "stranger":      (True,       False,      False),
}
# fmt: on
PERMISSIONS = ("list_people", "edit_person", "protect_person", "close_account", "edit_district", "list_branches")


def one_body_of(kind, cast) -> Body:
    """A body of the kind in which nobody of the cast but its own people has a role; for branches not Sundsvall's."""
    return Body.objects.filter(kind=kind).exclude(slug__in=["sundsvall", "ange"]).first() or Body.objects.create(
        kind=kind, name=kind.label, slug=kind.value
    )


@pytest.mark.parametrize("who", GRANTS)
def test_who_adds_and_ends_which_assignments(who, cast):
    viewer = cast.viewer(who)
    bodies = {kind: one_body_of(BodyKind(kind), cast) for kind in ROLES_IN}
    granted = {
        (role, kind)
        for role, kind in ALL
        if may(
            viewer,
            "organisation.grant_assignment",
            Assignment(user=cast.people["stranger"], body=bodies[kind], role=role),
        )
    }
    assert granted == GRANTS[who]


@pytest.mark.parametrize("who", ["sundsvall", "ange"])
def test_a_contact_adds_and_ends_the_contacts_of_the_own_branch_and_no_other_role_there(who, cast):
    viewer, branch = cast.viewer(who), cast.bodies[who]
    may_grant = {
        role
        for role in ROLES_IN[BodyKind.BRANCH]
        if may(viewer, "organisation.grant_assignment", Assignment(user=cast.member, body=branch, role=role))
    }
    assert may_grant == {Role.CONTACT}


def test_the_administrator_gives_themselves_nothing(cast):
    viewer = cast.viewer("administrator")
    for role, kind in ALL:
        own = Assignment(user=cast.administrator, body=one_body_of(BodyKind(kind), cast), role=role)
        assert not may(viewer, "organisation.grant_assignment", own)


def test_nobody_ends_what_they_may_not_give(cast):
    for who in GRANTS:
        for assignment in Assignment.objects.all():
            viewer = cast.viewer(who)
            assert may(viewer, "organisation.end_assignment", assignment) == may(
                viewer, "organisation.grant_assignment", assignment
            )


@pytest.mark.parametrize("who", RIGHTS)
def test_who_may_do_what_with_people_and_settings(who, cast):
    viewer = cast.viewer(who)
    assert tuple(may(viewer, f"organisation.{name}") for name in PERMISSIONS) == RIGHTS[who]


@pytest.mark.parametrize("who", SEES)
def test_who_sees_whom(who, cast):
    protected = User.objects.create_user("skyddad@distrikt.example", first_name="S", last_name="S", is_protected=True)
    Assignment.objects.create(user=protected, body=cast.bodies["ange"], role=Role.MEMBER, starts_on="2020-01-01")
    seen = set(User.objects.visible_to(cast.viewer(who)))
    assert tuple(person in seen for person in (cast.people[who], cast.member, protected)) == SEES[who]


def test_nobody_edits_themselves_among_the_others(cast):
    for who in ("chair", "secretary", "ombudsman", "administrator"):
        assert not may(cast.viewer(who), "organisation.edit_person", cast.people[who])
