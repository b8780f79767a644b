"""What a person sees and decides about themselves."""

import json
from datetime import date, timedelta

from distrikt.organisation.models import AccessRecord, Assignment, User
from tests.cast import PASSWORD


def test_everyone_with_an_account_has_a_page_of_their_own(log_in):
    for name in ("chair", "member", "administrator", "stranger"):
        assert log_in(name).get("/jag/").status_code == 200


def test_profile_makes_few_queries_whatever_it_shows(cast, log_in, django_assert_max_num_queries):
    client = log_in("member")
    with django_assert_max_num_queries(12):
        client.get("/jag/")


def test_profile_edit_changes_name_and_phone_and_nothing_else(cast, log_in):
    typed = {"first_name": "Nisse", "last_name": "Åström", "phone": "060-1", "version": 1}
    response = log_in("member").post("/jag/andra/", {**typed, "is_protected": "on", "email": "annan@ny.example"})
    assert response.url == "/jag/"
    me = User.objects.get(pk=cast.member.pk)
    assert (me.first_name, me.phone, me.is_protected, me.email) == ("Nisse", "060-1", False, "member@distrikt.example")


def test_profile_edit_in_two_windows_shows_both_texts(log_in):
    typed = {"first_name": "Nils", "last_name": "Åström", "version": 1}
    log_in("member").post("/jag/andra/", {**typed, "phone": "060-1"})
    response = log_in("member").post("/jag/andra/", {**typed, "phone": "060-2"})
    assert response.status_code == 409
    assert "Så står det nu" in response.content.decode()


def test_only_the_person_decides_to_be_named_in_public(cast, log_in):
    own = Assignment.objects.get(user=cast.member)
    address = f"/jag/uppdrag/{own.pk}/offentligt/"
    assert log_in("chair").post(address, {"consent": "1"}).status_code == 404
    log_in("member").post(address, {"consent": "1"})
    assert Assignment.objects.get(pk=own.pk).public_consent
    log_in("member").post(address)
    assert not Assignment.objects.get(pk=own.pk).public_consent


def test_a_protected_reader_is_not_named_to_the_person(cast, log_in):
    User.objects.filter(pk=cast.ombudsman.pk).update(is_protected=True)
    log_in("ombudsman").get(f"/manniskor/{cast.member.pk}/")
    page = log_in("member").get("/jag/").content.decode()
    assert "en person med skyddade uppgifter" in page
    assert "Robin Ek" not in page


def test_a_long_list_of_readers_comes_in_pages_of_as_many_queries(cast, log_in, django_assert_max_num_queries):
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(45)]
    AccessRecord.objects.bulk_create(
        AccessRecord(user=cast.chair, object_kind="person", object_id=cast.member.pk, day=day) for day in days
    )
    client = log_in("member")
    with django_assert_max_num_queries(12):
        first = client.get("/jag/")
    assert [reading.day for reading in first.context["readings"]] == days[:-21:-1]
    assert "1–20 av 45" in first.content.decode()
    assert len(client.get("/jag/?sida=3").context["readings"]) == 5


def test_own_data_asks_for_the_password_first(cast, log_in):
    client = log_in("member")
    response = client.get("/jag/mina-uppgifter/")
    assert response.url.startswith("/konto/reauthenticate/")
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    assert client.get("/jag/mina-uppgifter/").status_code == 200


def test_own_data_holds_everything_about_the_person_and_names_nobody_else(cast, log_in):
    AccessRecord.objects.create(user=cast.chair, object_kind="person", object_id=cast.member.pk, day="2026-09-15")
    Assignment.objects.filter(user=cast.member).update(granted_by=cast.chair)
    client = log_in("member")
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    response = client.get("/jag/mina-uppgifter/")
    assert response["Content-Disposition"].startswith("attachment")
    text = response.content.decode()
    parts = {part["vad"]: part["uppgifter"] for part in json.loads(text)["personuppgifter"]}
    assert parts["Dina uppgifter"][0]["e-post"] == "member@distrikt.example"
    assert parts["Uppdrag"][0] == {
        **parts["Uppdrag"][0],
        "person": "du",
        "roll": "medlem",
        "organ": "Sundsvall",
        "tilldelat av": "någon annan",
    }
    assert len(parts["Vem har sett"]) == 1
    assert "Norberg" not in text
