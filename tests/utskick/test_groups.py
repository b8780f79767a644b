"""Who may write to whom (role table of `2-domain.md`, row "letters"), and whom a letter reaches."""

from datetime import date

import pytest

from distrikt.organisation.models import Assignment, Body, BodyKind, User
from distrikt.organisation.roles import Role
from distrikt.utskick.forms.letters import LetterForm
from distrikt.utskick.groups import Seat, find_group, offered_groups, own_group, reached, sizes

TODAY = date(2026, 9, 15)
ROLES = ["everyone", "board", "contacts", "conveners", "representatives", "delegates"]
BODIES = [
    *("harnosand", "kramfors", "solleftea", "sundsvall", "timra", "ange", "ornskoldsvik"),
    *("klimatnatverket", "regiongruppen", "revisorerna"),
]
ALL = {*ROLES, *BODIES}

WRITES_TO = {
    "chair": ALL,
    "secretary": ALL,
    "ombudsman": ALL,
    "sundsvall": {"sundsvall"},
    "ange": {"ange"},
    "convener": {"klimatnatverket"},
    "region": set(),
    "auditor": set(),
    "member": set(),
    "administrator": set(),
    "stranger": set(),
}

REACHES = {
    "everyone": {*("chair", "secretary", "ombudsman", "sundsvall", "ange", "convener", "region", "auditor", "member")},
    "board": {"chair", "secretary"},
    "contacts": {"sundsvall", "ange"},
    "conveners": {"convener"},
    "representatives": set(),
    "delegates": set(),
    "sundsvall": {"sundsvall", "member"},
    "klimatnatverket": {"convener"},
    "kramfors": set(),
}


def key(name: str, cast) -> str:
    return f"roles:{name}" if name in ROLES else f"body:{cast.bodies[name].pk}"


def name_of(group_key: str, cast) -> str:
    source, _, number = group_key.partition(":")
    return number if source == "roles" else next(n for n, body in cast.bodies.items() if body.pk == int(number))


def hold(user, body, role, starts_on=date(2020, 1, 1), ends_on=None) -> None:
    Assignment.objects.create(user=user, body=body, role=role, starts_on=starts_on, ends_on=ends_on)


@pytest.fixture
def protected(cast) -> User:
    person = User.objects.create_user("skyddad@distrikt.example", first_name="S", last_name="S", is_protected=True)
    hold(person, cast.bodies["sundsvall"], Role.MEMBER)
    return person


@pytest.mark.parametrize("who", WRITES_TO)
def test_who_writes_to_whom(who, cast):
    viewer = cast.viewer(who)
    assert {name_of(group.key, cast) for group in offered_groups(viewer)} == WRITES_TO[who]
    assert {name for name in ALL if own_group(viewer, key(name, cast))} == WRITES_TO[who]


@pytest.mark.parametrize("name", REACHES)
def test_whom_a_group_reaches(name, cast):
    group, writer = find_group(key(name, cast)), cast.viewer("chair")
    assert set(reached(group, writer)) == {cast.people[who] for who in REACHES[name]}
    assert sizes([group], writer) == {group.key: len(REACHES[name])}


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "-1", "0", "²"])
@pytest.mark.parametrize("source", ["roles", "body", "activity", "saknas", ""])
def test_a_key_that_is_none_is_no_group(number, source, cast):
    assert find_group(f"{source}:{number}") is None
    assert own_group(cast.viewer("chair"), f"{source}:{number}") is None


def test_the_districts_own_body_and_a_body_at_rest_are_no_groups(cast):
    assert find_group(f"body:{cast.bodies['distriktet'].pk}") is None
    Body.objects.filter(pk=cast.bodies["kramfors"].pk).update(is_active=False)
    assert find_group(f"body:{cast.bodies['kramfors'].pk}") is None


def test_each_person_is_reached_once_whatever_they_hold(cast):
    hold(cast.member, cast.bodies["sundsvall"], Role.REPRESENTATIVE)
    hold(cast.member, cast.bodies["klimatnatverket"], Role.MEMBER)
    for name in ("everyone", "sundsvall"):
        group = find_group(key(name, cast))
        people = list(reached(group, cast.viewer("chair")))
        assert len(people) == len(set(people)) == sizes([group], cast.viewer("chair"))[group.key]


@pytest.mark.parametrize(
    ("who", "is_reached"), [("chair", True), ("ombudsman", True), ("secretary", False), ("sundsvall", False)]
)
def test_protected_people_are_reached_by_chair_and_ombudsman_alone(who, is_reached, cast, protected):
    group, writer = find_group(key("sundsvall", cast)), cast.viewer(who)
    assert (protected in reached(group, writer)) is is_reached
    assert sizes([group], writer)[group.key] == 2 + is_reached


def test_closed_accounts_and_roles_not_in_force_are_not_reached(cast):
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    past, coming = cast.people["stranger"], cast.auditor
    hold(past, cast.bodies["sundsvall"], Role.MEMBER, ends_on=date(2026, 9, 14))
    hold(coming, cast.bodies["sundsvall"], Role.MEMBER, starts_on=date(2026, 9, 16))
    group, writer = find_group(key("sundsvall", cast)), cast.viewer("chair")
    assert set(reached(group, writer)) == {cast.sundsvall}
    assert sizes([group], writer)[group.key] == 1


def test_a_seat_of_no_role_and_no_body_cannot_be_made():
    with pytest.raises(ValueError, match="everybody"):
        Seat()


def test_the_form_shows_how_many_each_group_reaches_and_leaves_out_the_empty_ones(cast):
    form = LetterForm(viewer=cast.viewer("chair"))
    sections = dict(form.fields["group"].choices[1:])
    assert ("roles:contacts", "Kontaktpersonerna (2)") in sections["Hela distriktet"]
    assert [label for _, label in sections["Partiföreningar"]] == ["Sundsvall (2)", "Ånge (1)"]
    assert form.number is None


def test_who_has_one_group_has_chosen_it(cast):
    form = LetterForm(viewer=cast.viewer("sundsvall"))
    assert (form["group"].value(), form.number) == (key("sundsvall", cast), 2)


def test_the_choice_costs_as_many_queries_for_thirty_bodies_as_for_ten(cast, django_assert_num_queries):
    viewer = cast.viewer("chair")
    with django_assert_num_queries(2):
        LetterForm(viewer=viewer)
    for number in range(30):
        body = Body.objects.create(kind=BodyKind.BRANCH, name=f"Förening {number}", slug=f"f{number}")
        hold(cast.member, body, Role.MEMBER)
    with django_assert_num_queries(2):
        LetterForm(viewer=viewer)
