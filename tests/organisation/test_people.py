"""The list of people, a person's page, assignments, and who has read what."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from distrikt.organisation.models import AccessRecord, Assignment, User
from distrikt.organisation.roles import Role

TODAY = date(2026, 9, 15)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-09-15 10:00+02:00"):
        yield


def grant(client, person, body, role=Role.CONTACT, **changes):
    form = {"post": f"{role}:{body.pk}", "starts_on": "2026-09-15", "submission": uuid4(), **changes}
    return client.post(f"/manniskor/{person.pk}/uppdrag/nytt/", form)


def test_person_list_shows_whom_the_viewer_sees(log_in):
    page = log_in("sundsvall").get("/manniskor/").content.decode()
    assert "Nils Åström" in page
    assert "Göran Sjödin" not in page


@pytest.mark.parametrize("typed", ["åstr", "ÅSTR", "A\u030astr", "nils å", "member@"])
def test_person_list_finds_a_name_however_it_is_typed(typed, log_in):
    rows = log_in("chair").get("/manniskor/", {"q": typed}).context["rows"]
    assert [row.name for row in rows] == ["Nils Åström"]


def test_person_list_filters_by_role_and_body_together(cast, log_in):
    contacts = log_in("chair").get("/manniskor/", {"roll": "contact", "organ": cast.bodies["ange"].pk}).context["rows"]
    assert [row.name for row in contacts] == ["Göran Sjödin"]
    assert not log_in("chair").get("/manniskor/", {"roll": "chair", "organ": cast.bodies["ange"].pk}).context["rows"]


def test_person_list_makes_as_many_queries_for_thirty_as_for_one(cast, log_in, django_assert_max_num_queries):
    client = log_in("chair")
    with django_assert_max_num_queries(12) as few:
        client.get("/manniskor/", {"q": "nils"})
    for number in range(30):
        person = User.objects.create_user(f"{number}@ny.example", first_name="Nils", last_name=str(number))
        Assignment.objects.create(user=person, body=cast.bodies["timra"], role=Role.MEMBER, starts_on=TODAY)
    with django_assert_max_num_queries(12) as many:
        client.get("/manniskor/", {"q": "nils"})
    assert len(few) == len(many)


def test_person_detail_makes_as_many_queries_for_thirty_assignments_as_for_one(
    cast, log_in, django_assert_max_num_queries
):
    client, address = log_in("chair"), f"/manniskor/{cast.member.pk}/"
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    for _ in range(30):
        Assignment.objects.create(
            user=cast.member, body=cast.bodies["timra"], role=Role.MEMBER, starts_on=TODAY, ends_on=TODAY
        )
    with django_assert_max_num_queries(12) as many:
        client.get(address)
    assert len(few) == len(many)


def test_reading_a_persons_page_is_noted_once_a_day_and_shown_to_the_person(cast, log_in):
    for _ in range(2):
        log_in("chair").get(f"/manniskor/{cast.member.pk}/")
    record = AccessRecord.objects.get()
    assert (record.user, record.object_id, record.day) == (cast.chair, cast.member.pk, TODAY)
    with time_machine.travel("2026-09-16 10:00+02:00"):
        log_in("chair").get(f"/manniskor/{cast.member.pk}/")
        page = log_in("member").get("/jag/").content.decode()
    assert AccessRecord.objects.count() == 2
    assert "16 september 2026 · Maria Norberg" in page


def test_opening_a_persons_details_to_change_them_is_noted_too(cast, log_in):
    log_in("secretary").get(f"/manniskor/{cast.member.pk}/andra/")
    assert AccessRecord.objects.get().user == cast.secretary


def test_reading_the_own_page_is_not_noted(cast, log_in):
    log_in("member").get(f"/manniskor/{cast.member.pk}/")
    assert not AccessRecord.objects.exists()


def test_another_branchs_person_is_not_there(cast, log_in):
    for address in ("", "andra/", "uppdrag/nytt/"):
        assert log_in("ange").get(f"/manniskor/{cast.member.pk}/{address}").status_code == 404
    assert not AccessRecord.objects.exists()


def test_a_member_has_no_list_of_people(log_in):
    for name in ("member", "stranger", "auditor", "convener"):
        assert log_in(name).get("/manniskor/").status_code == 403


def test_a_grant_is_mailed_to_the_chair_and_to_the_person(cast, log_in, mailoutbox):
    response = grant(log_in("ombudsman"), cast.stranger, cast.bodies["timra"])
    assert response.url == f"/manniskor/{cast.stranger.pk}/"
    assert [mail.to for mail in mailoutbox] == [["chair@distrikt.example"], ["stranger@distrikt.example"]]
    assert "Robin Ek gav uppdraget" in mailoutbox[0].body


def test_a_role_is_in_force_from_the_next_request_on(cast, log_in):
    client = log_in("stranger")
    assert client.get("/foreningar/").status_code == 403
    grant(log_in("chair"), cast.stranger, cast.bodies["timra"])
    assert client.get("/foreningar/").status_code == 200
    assignment = Assignment.objects.get(user=cast.stranger)
    log_in("chair").post(f"/manniskor/uppdrag/{assignment.pk}/avsluta/", {"when": "now"})
    assert client.get("/foreningar/").status_code == 403


def test_the_same_grant_sent_twice_is_one_assignment_and_one_mail_each(cast, log_in, mailoutbox):
    submission = uuid4()
    for _ in range(2):
        assert grant(log_in("chair"), cast.stranger, cast.bodies["timra"], submission=submission).status_code == 302
    assert Assignment.objects.filter(user=cast.stranger).count() == 1
    assert len(mailoutbox) == 2


def test_an_assignment_held_already_is_refused_in_words(cast, log_in):
    response = grant(log_in("chair"), cast.sundsvall, cast.bodies["sundsvall"])
    assert "Personen har redan det uppdraget." in response.content.decode()


def test_end_before_start_is_refused_at_the_form_and_what_was_typed_is_kept(cast, log_in):
    response = grant(log_in("chair"), cast.stranger, cast.bodies["timra"], ends_on="2026-09-01")
    assert "Uppdraget kan inte sluta innan det börjar." in response.content.decode()
    assert 'value="2026-09-01"' in response.content.decode()
    assert not Assignment.objects.filter(user=cast.stranger).exists()


@pytest.mark.parametrize(
    ("who", "role", "slug"),
    [
        ("sundsvall", Role.CONTACT, "ange"),
        ("sundsvall", Role.MEMBER, "sundsvall"),
        ("ombudsman", Role.CHAIR, "distriktsstyrelsen"),
        ("administrator", Role.ADMINISTRATOR, "distriktet"),
        ("chair", Role.CHAIR, "sundsvall"),
    ],
)
def test_a_post_cannot_give_what_the_form_does_not_offer(who, role, slug, cast, log_in):
    before = Assignment.objects.count()
    response = grant(log_in(who), cast.people["member"], cast.bodies[slug], role=role)
    assert "post" in response.context["form"].errors
    assert Assignment.objects.count() == before


def test_the_administrator_is_offered_no_assignment_of_their_own(cast, log_in):
    response = grant(log_in("administrator"), cast.administrator, cast.bodies["distriktsstyrelsen"], role=Role.CHAIR)
    assert "post" in response.context["form"].errors


def test_assignment_end_on_a_day_keeps_the_role_that_day_out(cast, log_in):
    own = Assignment.objects.get(user=cast.member)
    log_in("chair").post(f"/manniskor/uppdrag/{own.pk}/avsluta/", {"when": "later", "last_day": "2026-09-20"})
    held = Assignment.objects.filter(user=cast.member)
    assert held.in_force(date(2026, 9, 20)).exists()
    assert not held.in_force(date(2026, 9, 21)).exists()


def test_assignment_end_refuses_a_day_before_it_began(cast, log_in):
    own = Assignment.objects.get(user=cast.member)
    response = log_in("chair").post(
        f"/manniskor/uppdrag/{own.pk}/avsluta/", {"when": "later", "last_day": "2018-01-01"}
    )
    assert "last_day" in response.context["form"].errors


def test_what_was_granted_by_mistake_today_is_taken_away(cast, log_in):
    grant(log_in("chair"), cast.stranger, cast.bodies["timra"])
    mistake = Assignment.objects.get(user=cast.stranger)
    log_in("chair").post(f"/manniskor/uppdrag/{mistake.pk}/avsluta/", {"when": "now"})
    assert not Assignment.objects.filter(pk=mistake.pk).exists()


def test_a_contact_who_ends_an_assignment_is_led_to_a_page_that_opens(cast, log_in):
    other = User.objects.create_user("ny@ny.example", first_name="Nya", last_name="Nilsson")
    assignment = Assignment.objects.create(
        user=other, body=cast.bodies["sundsvall"], role=Role.CONTACT, starts_on=TODAY - timedelta(days=9)
    )
    response = log_in("sundsvall").post(f"/manniskor/uppdrag/{assignment.pk}/avsluta/", {"when": "now"}, follow=True)
    assert response.status_code == 200
    assert "är avslutat" in response.content.decode()


def end_now(client, person, role):
    assignment = Assignment.objects.get(user=person, role=role)
    return client.post(f"/manniskor/uppdrag/{assignment.pk}/avsluta/", {"when": "now"})


def test_the_last_who_can_give_out_assignments_does_not_leave_the_district_without_any(cast, log_in):
    end_now(log_in("chair"), cast.administrator, Role.ADMINISTRATOR)
    assert end_now(log_in("secretary"), cast.secretary, Role.SECRETARY).status_code == 302
    response = end_now(log_in("chair"), cast.chair, Role.CHAIR)
    assert "Ingen annan kan dela ut uppdrag" in str(response.context["form"].errors["when"])
    assert Assignment.objects.governing(TODAY).get().user == cast.chair


def test_a_closed_account_is_nobody_to_leave_the_district_to(cast, log_in):
    User.objects.filter(pk__in=[cast.secretary.pk, cast.administrator.pk]).update(is_active=False)
    assert "when" in end_now(log_in("chair"), cast.chair, Role.CHAIR).context["form"].errors


def test_another_branchs_assignment_cannot_be_ended(cast, log_in):
    other = Assignment.objects.get(user=cast.ange)
    assert log_in("sundsvall").post(f"/manniskor/uppdrag/{other.pk}/avsluta/", {"when": "now"}).status_code == 404
    own_member = Assignment.objects.get(user=cast.member)
    assert log_in("sundsvall").post(f"/manniskor/uppdrag/{own_member.pk}/avsluta/", {"when": "now"}).status_code == 403


def details(person, **changes):
    return {
        **{name: getattr(person, name) for name in ("first_name", "last_name", "phone", "version")},
        "is_active": "on",
        **changes,
    }


def test_person_edit_cannot_change_the_address(cast, log_in):
    log_in("administrator").post(
        f"/manniskor/{cast.ombudsman.pk}/andra/", details(cast.ombudsman, email="administrator@ny.example")
    )
    assert User.objects.get(pk=cast.ombudsman.pk).email == "ombudsman@distrikt.example"


def test_person_edit_protects_only_by_chair_and_ombudsman(cast, log_in):
    address = f"/manniskor/{cast.member.pk}/andra/"
    log_in("secretary").post(address, details(cast.member, is_protected="on"))
    assert not User.objects.get(pk=cast.member.pk).is_protected
    log_in("ombudsman").post(address, details(cast.member, is_protected="on", version=2))
    assert User.objects.get(pk=cast.member.pk).is_protected
    assert log_in("secretary").get(address).status_code == 404


def test_a_closed_account_is_out_at_once(cast, log_in):
    client = log_in("member")
    form = details(cast.member)
    del form["is_active"]
    log_in("administrator").post(f"/manniskor/{cast.member.pk}/andra/", form)
    assert client.get("/").status_code == 302


def test_two_people_on_the_same_details_second_sees_both_and_overwrites_by_choice(cast, log_in):
    address = f"/manniskor/{cast.member.pk}/andra/"
    log_in("chair").post(address, details(cast.member, phone="060-1"))
    response = log_in("secretary").post(address, details(cast.member, phone="060-2"))
    assert response.status_code == 409
    assert [(row.mine, row.theirs) for row in response.context["differences"]] == [("060-2", "060-1")]
    assert 'value="060-2"' in response.content.decode()
    assert User.objects.get(pk=cast.member.pk).phone == "060-1"
    again = log_in("secretary").post(address, details(cast.member, phone="060-2", version=2))
    assert again.status_code == 302
    assert User.objects.get(pk=cast.member.pk).phone == "060-2"
