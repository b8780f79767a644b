"""From an empty database to the first page of the plan."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from distrikt.organisation.first_run import AlreadyStarted, FirstPerson, start_district
from distrikt.organisation.models import Assignment, Body, Branch, District, User
from distrikt.organisation.roles import BodyKind, Role

TYPED = {
    "name": "Partiet i Granlandet",
    "county": "Granlandet",
    "official_email": "distriktet@ny.example",
    "branches": "Härnösand\n\n  Örnsköldsvik  \nÅnge",
    "first_name": "Ada",
    "last_name": "Berg",
    "email": "Ada@Ny.example",
    "password": "några ord efter varandra",
    "role": "secretary",
    "year": "2026",
}


@pytest.fixture
def link(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return printed_link()


def printed_link() -> str:
    out = StringIO()
    call_command("first_run_link", stdout=out)
    return "/kom-igang/" + out.getvalue().split("/kom-igang/")[1].strip()


def test_the_wizard_makes_the_district_and_leads_to_the_plan_document(link):
    client = Client()
    assert client.get(link).status_code == 200
    assert client.post(link, TYPED).url == "/plan/2026/las-in/"
    assert District.objects.get().name == "Partiet i Granlandet"
    assert set(Branch.objects.values_list("body__slug", "municipality")) == {
        ("harnosand", "Härnösand"),
        ("ornskoldsvik", "Örnsköldsvik"),
        ("ange", "Ånge"),
    }
    standing = {kind: Body.objects.get(kind=kind).name for kind in BodyKind if kind in STANDING}
    assert standing == STANDING
    person = User.objects.get(email="ada@ny.example")
    assert set(person.assignments.values_list("role", "body__kind")) == {
        (Role.ADMINISTRATOR, BodyKind.DISTRICT),
        (Role.SECRETARY, BodyKind.BOARD),
    }
    assert client.get("/foreningar/").status_code == 200


STANDING = {
    BodyKind.DISTRICT: "Distriktet",
    BodyKind.BOARD: "Distriktsstyrelsen",
    BodyKind.AUDITORS: "Revisorerna",
    BodyKind.NOMINATING: "Valberedningen",
    BodyKind.REGION_GROUP: "Regiongruppen",
}


def test_who_only_runs_the_system_is_led_to_invite_the_others(link):
    response = Client().post(link, {**TYPED, "role": "none"})
    assert response.url == "/manniskor/bjud-in/"
    assert set(Assignment.objects.values_list("role", flat=True)) == {Role.ADMINISTRATOR}


def test_a_branch_pasted_twice_is_made_once(link):
    Client().post(link, {**TYPED, "branches": "Ånge\nTimrå\nÅnge "})
    assert Branch.objects.count() == 2


def test_the_role_must_be_chosen(link):
    response = Client().post(link, {**TYPED, "role": ""})
    assert "role" in response.context["form"].errors


def test_the_link_opens_once(link):
    Client().post(link, TYPED)
    response = Client().get(link)
    assert response.status_code == 404
    assert "Länken gäller inte längre" in response.content.decode()
    assert Client().post(link, {**TYPED, "email": "annan@ny.example"}).status_code == 404
    assert User.objects.count() == 1


def test_no_link_is_printed_once_there_is_a_user(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    out = StringIO()
    call_command("first_run_link", stdout=out)
    assert "/kom-igang/" not in out.getvalue()
    assert not any(tmp_path.iterdir())


def test_an_older_link_does_not_open_once_there_is_a_user(link):
    User.objects.create_user("ada@ny.example", first_name="Ada", last_name="Berg")
    assert Client().get(link).status_code == 404


def test_only_the_latest_link_opens(link):
    newer = printed_link()
    assert Client().get(link).status_code == 404
    assert Client().get(newer).status_code == 200


def test_the_folder_holds_only_a_hash_that_others_cannot_read(link, settings):
    (file,) = settings.DATA_DIR.iterdir()
    assert link.split("/")[2] not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


def test_a_guess_opens_nothing(link):
    assert Client().get("/kom-igang/gissning/").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("branches", "Ånge\nange", "Rad 2: ange finns redan"),
        ("branches", "Ånge\nDistriktet", "Rad 2: Distriktet finns redan"),
        ("branches", "!!!", "Rad 1: namnet behöver minst en bokstav"),
        ("branches", "Å" * 61, "Rad 1: namnet är längre än 60 tecken"),
        ("password", "kort", "för kort"),
        ("email", "ingen adress", "e-post"),
        ("year", "20", "2000"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_is_half_saved(field, typed, said, link):
    response = Client().post(link, {**TYPED, field: typed})
    assert said in " ".join(response.context["form"].errors[field])
    assert 'value="Partiet i Granlandet"' in response.content.decode()
    assert not District.objects.exists()
    assert not Body.objects.exists()
    assert not User.objects.exists()


def test_the_second_of_two_first_runs_is_refused_whole(db):
    def start(email):
        person = FirstPerson("Ada", "Berg", email, "några ord efter varandra", Role.CHAIR)
        start_district(district=District(name="D"), branches=["Ånge"], person=person, today="2026-09-15")

    start("ada@ny.example")
    with pytest.raises(AlreadyStarted):
        start("bo@ny.example")
    assert User.objects.count() == 1


def test_create_administrator_gives_an_account_its_role_and_tells_the_chair(cast, mailoutbox):
    call_command("create_administrator", "stranger@distrikt.example", stdout=StringIO())
    assert Assignment.objects.get(user=cast.stranger).role == Role.ADMINISTRATOR
    assert ["chair@distrikt.example"] in [mail.to for mail in mailoutbox]
    with pytest.raises(CommandError, match="redan administratör"):
        call_command("create_administrator", "stranger@distrikt.example")


def test_create_administrator_makes_an_account_that_logs_in_by_mailed_code(cast):
    call_command("create_administrator", "ny@ny.example", "--no-password", stdout=StringIO())
    assert not User.objects.get(email="ny@ny.example").has_usable_password()


@pytest.mark.parametrize("email", ["inte en adress", ""])
def test_create_administrator_refuses_what_is_no_address(email, cast):
    with pytest.raises(CommandError, match="e-post"):
        call_command("create_administrator", email, "--no-password")


def test_create_administrator_waits_for_the_district(db):
    with pytest.raises(CommandError, match="first_run_link"):
        call_command("create_administrator", "ny@ny.example")
