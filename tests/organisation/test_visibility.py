"""Who is visible to whom, for whatever roles a viewer may hold."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from distrikt.access import Viewer
from distrikt.organisation.models import Assignment, Invitation, User
from distrikt.organisation.roles import Role

TODAY = date(2026, 9, 15)
BODIES = ["sundsvall", "ange", "distriktsstyrelsen", "klimatnatverket", "distriktet"]
ROLES = st.frozensets(st.tuples(st.sampled_from(list(Role)), st.sampled_from(BODIES)), max_size=4)
any_roles = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SEE_EVERYONE = {Role.CHAIR, Role.SECRETARY, Role.OMBUDSMAN, Role.ADMINISTRATOR}


@pytest.fixture
def seen_with(cast):
    """`seen_with(roles)` gives what a convener with these roles (and no others) sees."""
    User.objects.filter(pk=cast.auditor.pk).update(is_protected=True)
    Assignment.objects.create(user=cast.auditor, body=cast.bodies["sundsvall"], role=Role.MEMBER, starts_on=TODAY)

    def seen(roles):
        held = frozenset((role.value, cast.bodies[slug].pk) for role, slug in roles)
        return set(User.objects.visible_to(Viewer(cast.convener.pk, held, TODAY)))

    return seen


@any_roles
@given(roles=ROLES)
def test_everyone_sees_themselves(roles, cast, seen_with):
    assert cast.convener in seen_with(roles)


@any_roles
@given(roles=ROLES)
def test_only_chair_and_ombudsman_see_protected_people(roles, cast, seen_with):
    assert (cast.auditor in seen_with(roles)) == bool({role for role, _ in roles} & {Role.CHAIR, Role.OMBUDSMAN})


@any_roles
@given(roles=ROLES)
def test_others_see_only_the_people_of_the_branches_they_are_contacts_of(roles, cast, seen_with):
    own = {slug for role, slug in roles if role == Role.CONTACT}
    theirs = {row.user for row in Assignment.objects.in_force(TODAY).filter(body__slug__in=own)}
    if not {role for role, _ in roles} & SEE_EVERYONE:
        assert seen_with(roles) == {cast.convener} | {person for person in theirs if person != cast.auditor}


@any_roles
@given(roles=ROLES, more=ROLES)
def test_a_further_role_never_hides_anybody(roles, more, seen_with):
    assert seen_with(roles) <= seen_with(roles | more)


def test_who_has_left_the_branch_is_no_longer_seen_by_its_contact(cast):
    Assignment.objects.filter(user=cast.member).update(ends_on=date(2026, 9, 14))
    assert cast.member not in User.objects.visible_to(cast.viewer("sundsvall"))
    assert cast.member in User.objects.visible_to(cast.viewer("sundsvall", today=date(2026, 9, 14)))


def test_a_contact_sees_the_invitations_to_the_own_branch(cast):
    for slug in ("sundsvall", "ange"):
        body = cast.bodies[slug]
        Invitation.objects.create(
            email=f"{slug}@ny.example", body=body, role=Role.CONTACT, token_hash=slug, expires_at="2026-10-01T00:00Z"
        )
    seen = Invitation.objects.visible_to(cast.viewer("sundsvall"))
    assert [invitation.email for invitation in seen] == ["sundsvall@ny.example"]
    assert not Invitation.objects.visible_to(cast.viewer("member")).exists()
