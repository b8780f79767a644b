"""From the invitation to the first page: single use, kind to those who come late, nothing to learn for outsiders."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from distrikt.organisation import actions
from distrikt.organisation.models import Assignment, Body, Invitation, User
from distrikt.organisation.roles import Role


def typed(cast, **changes):
    post = f"{Role.CONTACT}:{cast.bodies['sundsvall'].pk}"
    person = {"first_name": "Nya", "last_name": "Nilsson", "email": "Nya@Ny.example"}
    return {**person, "post": post, "submission": uuid4(), **changes}


@pytest.fixture
def invited(cast, log_in, link_in):
    """The path of the link that Sundsvall's contact has had mailed to a new contact."""
    response = log_in("sundsvall").post("/manniskor/bjud-in/", typed(cast))
    assert response.status_code == 302
    return link_in(-1, "/valkommen/")


def test_the_invited_person_chooses_a_password_and_is_in(invited, cast):
    client = Client()
    page = client.get(invited)
    assert "Hej Nya!" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    response = client.post(invited, {"way": "password", "password": "en hel mening att minnas"})
    assert response.url == "/"
    person = User.objects.get(email="nya@ny.example")
    assert person.check_password("en hel mening att minnas")
    assert client.session["_auth_user_id"] == str(person.pk)
    granted = Assignment.objects.get(user=person)
    assert (granted.role, granted.body, granted.granted_by) == (Role.CONTACT, cast.bodies["sundsvall"], cast.sundsvall)


def test_without_a_password_the_person_logs_in_with_mailed_codes(invited):
    Client().post(invited, {"way": "code"})
    assert not User.objects.get(email="nya@ny.example").has_usable_password()


def test_a_weak_password_is_refused_at_its_field_and_the_link_still_opens(invited):
    response = Client().post(invited, {"way": "password", "password": "nya"})
    assert "password" in response.context["form"].errors
    assert Client().get(invited).status_code == 200


def test_looking_at_the_link_uses_it_up_for_nobody(invited):
    for _ in range(3):
        assert Client().get(invited).status_code == 200
    assert Client().head(invited).status_code == 200
    assert not User.objects.filter(email="nya@ny.example").exists()


def test_the_link_opens_once(invited):
    Client().post(invited, {"way": "code"})
    again = Client().post(invited, {"way": "code"})
    assert again.status_code == 410
    assert "redan antagen" in again.content.decode()
    assert User.objects.filter(email="nya@ny.example").count() == 1
    assert Assignment.objects.filter(user__email="nya@ny.example").count() == 1


def test_an_expired_link_says_so_kindly(invited):
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        response = Client().post(invited, {"way": "code"})
    assert response.status_code == 410
    assert "har gått ut" in response.content.decode()
    assert not User.objects.filter(email="nya@ny.example").exists()


def test_a_withdrawn_link_says_so_kindly(invited, log_in):
    log_in("sundsvall").post(f"/manniskor/inbjudningar/{Invitation.objects.get().pk}/dra-tillbaka/")
    response = Client().get(invited)
    assert response.status_code == 410
    assert "tillbakadragen" in response.content.decode()


def test_a_link_that_never_was_tells_nothing(db):
    response = Client().get("/valkommen/finns-inte/")
    assert response.status_code == 410
    assert "Länken gäller inte" in response.content.decode()


def test_sending_again_gives_a_new_link_and_ends_the_old(invited, log_in, link_in):
    log_in("chair").post(f"/manniskor/inbjudningar/{Invitation.objects.get().pk}/skicka-igen/")
    assert Client().get(invited).status_code == 410
    assert Client().get(link_in(-1, "/valkommen/")).status_code == 200


def test_an_expired_invitation_can_be_sent_again(invited, log_in, link_in):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    log_in("sundsvall").post(f"/manniskor/inbjudningar/{Invitation.objects.get().pk}/skicka-igen/")
    assert Client().get(link_in(-1, "/valkommen/")).status_code == 200


def test_the_database_does_not_hold_the_link(invited):
    token = invited.split("/")[2]
    assert token not in str(Invitation.objects.values().get())


def test_the_same_invitation_sent_twice_is_one_and_one_mail(cast, log_in, mailoutbox):
    form, client = typed(cast), log_in("chair")
    assert [client.post("/manniskor/bjud-in/", form).status_code for _ in range(2)] == [302, 302]
    assert Invitation.objects.count() == 1
    assert len(mailoutbox) == 1


def test_who_is_invited_already_is_not_invited_again(invited, cast, log_in):
    response = log_in("chair").post("/manniskor/bjud-in/", typed(cast))
    assert "redan inbjuden" in str(response.context["form"].errors)


def test_somebody_with_an_account_gets_the_assignment_at_once_from_who_sees_them(cast, log_in, mailoutbox):
    form = typed(cast, email="STRANGER@distrikt.example")
    response = log_in("ombudsman").post("/manniskor/bjud-in/", form)
    assert response.url == "/manniskor/"
    assert not Invitation.objects.exists()
    assert Assignment.objects.get(user=cast.stranger).role == Role.CONTACT
    assert {mail.to[0] for mail in mailoutbox} == {"stranger@distrikt.example", "chair@distrikt.example"}


def test_a_contact_learns_nothing_of_who_else_has_an_account(cast, log_in, mailoutbox):
    User.objects.filter(pk=cast.auditor.pk).update(is_active=False)
    answers = []
    for email in ("ny@ny.example", cast.stranger.email, cast.auditor.email):
        client = log_in("sundsvall")
        response = client.post("/manniskor/bjud-in/", typed(cast, email=email), follow=True)
        answers.append(
            (response.redirect_chain, [str(told).replace(email, "") for told in response.context["messages"]])
        )
    assert answers[0] == answers[1] == answers[2]
    assert not Assignment.objects.filter(user=cast.stranger).exists()


def test_who_has_an_account_unknown_to_the_contact_takes_the_assignment_by_the_link(cast, log_in, link_in):
    log_in("sundsvall").post("/manniskor/bjud-in/", typed(cast, email=cast.stranger.email))
    client = Client()
    assert client.post(link_in(-1, "/valkommen/")).url == "/konto/login/"
    assert "_auth_user_id" not in client.session
    assert Assignment.objects.get(user=cast.stranger).role == Role.CONTACT


def test_a_closed_account_takes_no_assignment_by_a_link(invited, cast):
    User.objects.create_user("nya@ny.example", first_name="Nya", last_name="Nilsson", is_active=False)
    for answer in (Client().get(invited), Client().post(invited)):
        assert answer.status_code == 410
        assert "går inte att ta emot" in answer.content.decode()
    assert not Assignment.objects.filter(user__email="nya@ny.example").exists()


def test_the_link_ends_with_the_assignment_of_who_invited(invited, cast):
    Assignment.objects.filter(user=cast.sundsvall).update(ends_on=timezone.localdate() - timedelta(days=1))
    for answer in (Client().get(invited), Client().post(invited, {"way": "code"})):
        assert answer.status_code == 410
    assert not User.objects.filter(email="nya@ny.example").exists()


def test_the_link_ends_with_the_account_of_who_invited_and_opens_again_when_another_sends_it(
    invited, cast, log_in, link_in
):
    User.objects.filter(pk=cast.sundsvall.pk).update(is_active=False)
    assert Client().get(invited).status_code == 410
    log_in("chair").post(f"/manniskor/inbjudningar/{Invitation.objects.get().pk}/skicka-igen/")
    assert Invitation.objects.get().invited_by == cast.chair
    assert Client().get(link_in(-1, "/valkommen/")).status_code == 200


def test_the_link_ends_when_the_body_is_put_to_rest(invited, cast):
    Body.objects.filter(slug="sundsvall").update(is_active=False)
    assert Client().get(invited).status_code == 410


def test_the_administrator_gives_themselves_nothing_by_taking_over_the_invited_address(cast, log_in, link_in):
    post = f"{Role.CHAIR}:{cast.bodies['distriktsstyrelsen'].pk}"
    log_in("administrator").post("/manniskor/bjud-in/", typed(cast, post=post))
    User.objects.filter(pk=cast.administrator.pk).update(email="nya@ny.example")
    assert Client().post(link_in(-1, "/valkommen/")).status_code == 410
    assert Assignment.objects.filter(user=cast.administrator).count() == 1


def test_an_account_made_meanwhile_gets_the_assignment_but_must_log_in(invited, cast):
    User.objects.create_user("nya@ny.example", "ett annat lösenord", first_name="Nya", last_name="Nilsson")
    client = Client()
    assert "redan ett konto" in client.get(invited).content.decode()
    assert client.post(invited).url == "/konto/login/"
    assert "_auth_user_id" not in client.session
    assert Assignment.objects.filter(user__email="nya@ny.example").count() == 1


def test_the_chair_is_told_of_the_grant_when_the_invitation_is_accepted(invited, mailoutbox):
    Client().post(invited, {"way": "code"})
    told = mailoutbox[-1]
    assert told.to == ["chair@distrikt.example"]
    assert "Nya Nilsson" in told.subject


def test_a_contact_cannot_invite_to_another_branch_or_to_the_board(cast, log_in):
    for post in (f"contact:{cast.bodies['ange'].pk}", f"chair:{cast.bodies['distriktsstyrelsen'].pk}", "chair:0", "x"):
        response = log_in("sundsvall").post("/manniskor/bjud-in/", typed(cast, post=post))
        assert "post" in response.context["form"].errors
    assert not Invitation.objects.exists()


def test_the_administrator_gives_themselves_nothing_by_an_invitation(cast, log_in):
    form = typed(cast, email=cast.administrator.email, post=f"chair:{cast.bodies['distriktsstyrelsen'].pk}")
    assert log_in("administrator").post("/manniskor/bjud-in/", form).status_code == 403
    assert Assignment.objects.filter(user=cast.administrator).count() == 1


def test_another_branch_neither_sees_nor_changes_the_invitation(invited, log_in):
    assert "nya@ny.example" not in log_in("ange").get("/manniskor/inbjudningar/").content.decode()
    for action in ("skicka-igen", "dra-tillbaka"):
        response = log_in("ange").post(f"/manniskor/inbjudningar/{Invitation.objects.get().pk}/{action}/")
        assert response.status_code == 404


def test_a_get_neither_resends_nor_withdraws(invited, log_in):
    for action in ("skicka-igen", "dra-tillbaka"):
        assert (
            log_in("chair").get(f"/manniskor/inbjudningar/{Invitation.objects.get().pk}/{action}/").status_code == 405
        )


def test_invitation_list_makes_as_many_queries_for_thirty_as_for_one(
    invited, cast, log_in, django_assert_max_num_queries
):
    client = log_in("chair")
    with django_assert_max_num_queries(12) as few:
        client.get("/manniskor/inbjudningar/")
    for number in range(30):
        invitation = Invitation(email=f"{number}@ny.example", body=cast.bodies["timra"], role=Role.MEMBER)
        actions.invite(invitation=invitation, by=cast.chair, at=timezone.now())
    with django_assert_max_num_queries(12) as many:
        assert len(client.get("/manniskor/inbjudningar/").context["rows"]) == 31
    assert len(few) == len(many)


def test_old_invitations_are_forgotten(invited):
    kept_until = timezone.now() + Invitation.LIFETIME + Invitation.KEPT
    actions.forget_old_records(today=date(2026, 1, 1), now=kept_until - timedelta(minutes=1))
    assert Invitation.objects.exists()
    actions.forget_old_records(today=date(2026, 1, 1), now=kept_until + timedelta(minutes=1))
    assert not Invitation.objects.exists()


ACCEPT = """
import django; django.setup()
import sys
from datetime import date
from django.utils import timezone
from distrikt.organisation import actions
from distrikt.organisation.models import Invitation
invitation = Invitation.objects.get()
sys.stdin.readline()
try:
    actions.accept_invitation(invitation=invitation, password="", at=timezone.now(), today=date.today())
    print("accepted")
except actions.InvitationClosed:
    print("closed")
"""


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_accept_at_once_make_one_account(cast, tmp_path):
    actions.invite(
        invitation=Invitation(email="nya@ny.example", body=cast.bodies["ange"], role=Role.CONTACT),
        by=cast.chair,
        at=timezone.now(),
    )
    racers = [_racer(tmp_path) for _ in range(2)]
    with ThreadPoolExecutor() as pool:
        outputs = pool.map(lambda racer: racer.communicate("go\n", timeout=60)[0].split()[-1], racers)
    assert sorted(outputs) == ["accepted", "closed"]


def _racer(folder):
    """A process of its own, on the test's database (a file made of it on SQLite), that waits for the word."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        file = folder / "race.sqlite3"
        if not file.exists():
            with sqlite3.connect(file) as target:
                connection.connection.backup(target)
        url = f"sqlite:///{file}"
    else:
        place = f"{database['HOST'] or 'localhost'}:{database['PORT'] or 5432}"
        url = f"postgres://{database['USER']}:{database['PASSWORD']}@{place}/{database['NAME']}"
    env = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(folder), "SECRET_KEY": "only-for-tests"}
    return subprocess.Popen(
        [sys.executable, "-c", ACCEPT],
        env={**env, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
