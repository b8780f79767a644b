"""Signing up without an account: the open form, its traps and limits, and the mailed link."""

import re

import pytest
from django.core import mail
from django.test import Client

from distrikt.utskick import outbox
from distrikt.utskick.models import Message
from tests.traffar.activities import NOW, at, make_activity
from tests.traffar.sign_ups import come, open_sign_up, public_form
from traffar.models import SignUp
from traffar.sign_up import actions
from traffar.sign_up.links import sign_up_path

Status = SignUp.Status
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class TestPublic:
    @pytest.fixture
    def page(self, event) -> str:
        open_sign_up(event)
        return f"/oppet/anmalan/{event.pk}/"

    def test_it_counts_when_the_mailed_link_has_been_pressed(self, event, page):
        visitor = Client()
        assert visitor.get(page).status_code == 200
        assert visitor.post(page, public_form(event)).status_code == 302
        row = SignUp.objects.get()
        assert (row.status, row.email, row.consent_text) == (
            Status.UNCONFIRMED,
            "vera@gast.example",
            "2026-11 14/30/92",
        )
        outbox.send_due(clock=lambda: NOW)
        [sent] = mail.outbox
        assert "Vera" not in sent.body + sent.subject, "nobody's words go to an address that is not known to be theirs"
        link = re.search(r"http://\S+/a/\S+", sent.body)[0].removeprefix("http://127.0.0.1:8000")
        assert "Bekräfta" in visitor.get(link).content.decode()
        assert SignUp.objects.get().is_unconfirmed
        assert visitor.post(link, {"steg": "bekrafta"}).status_code == 302
        assert "Du är anmäld" in visitor.get(link).content.decode()
        assert not visitor.cookies, "an open page sets no cookie"
        outbox.send_due(clock=lambda: NOW)
        assert mail.outbox[1].attachments[0].mimetype.startswith("text/calendar")
        visitor.post(link, {"steg": "avanmal"})
        assert SignUp.objects.get().has_ended

    def test_a_flood_for_one_address_is_one_mail(self, event, page):
        for _ in range(20):
            assert Client().post(page, public_form(event)).status_code == 302
        assert (SignUp.objects.count(), Message.objects.count()) == (1, 1)

    def test_an_address_is_not_asked_of_everything(self, cast, event, page):
        for number in range(8):
            other = make_activity(cast, audience="everyone", title=f"Möte {number}")
            open_sign_up(other)
            Client().post(f"/oppet/anmalan/{other.pk}/", public_form(other))
        assert Message.objects.count() == actions.MOST_ASKED_A_DAY

    def test_who_is_signed_up_already_gets_the_same_answer_and_no_mail(self, event, page):
        come(event, "Vera")
        before = Message.objects.count()
        answer = Client().post(page, public_form(event))
        assert answer.url == "/oppet/anmalan/tack/"
        assert Message.objects.count() == before

    @pytest.mark.parametrize(
        ("changed", "headers", "status"),
        [
            ({"seal": "gissat"}, {}, 400),
            ({}, {"Origin": "https://elak.example"}, 400),
            ({}, {"Sec-Fetch-Site": "cross-site"}, 400),
            ({"consent": ""}, {}, 200),
            ({"email": "a@b.example, c@d.example"}, {}, 200),
            ({"email": "=?utf-8?q?a?= <a@b.example>"}, {}, 200),
            ({"name": " \u202e\n "}, {}, 200),
            ({"companions": "-1"}, {}, 200),
            ({"companions": "99"}, {}, 200),
            ({"website": "http://kopnu.example"}, {}, 302),
        ],
    )
    def test_what_is_not_taken(self, event, page, changed, headers, status):
        answer = Client(headers=headers).post(page, public_form(event, **changed))
        assert answer.status_code == status
        assert not SignUp.objects.exists()
        if status != 302 and "email" not in changed:
            assert "Vera@Gast.example" in answer.content.decode(), "what was typed stays"

    def test_marks_that_turn_the_writing_around_and_line_breaks_are_left_out(self, event, page):
        Client().post(page, public_form(event, name="Vera\u202e\r\nBcc: x@y.example"))
        assert SignUp.objects.get().name == "Vera Bcc: x@y.example"

    def test_many_from_one_place_are_asked_to_wait(self, event, page, monkeypatch):
        monkeypatch.setattr("traffar.sign_up.views.visitors.MOST", 2)
        answers = [Client().post(page, public_form(event, email=f"a{n}@gast.example")).status_code for n in range(3)]
        assert answers == [302, 302, 400]

    @pytest.mark.parametrize(("terms", "fields"), [({"open_to": "members"}, {}), ({}, {"status": "draft"})])
    def test_what_is_not_open_to_all_is_not_there(self, cast, terms, fields):
        inner = make_activity(cast, audience="everyone", **fields)
        open_sign_up(inner, **terms)
        assert Client().get(f"/oppet/anmalan/{inner.pk}/").status_code == 404

    def test_a_link_opens_one_thing_and_only_until_it_is_over(self, event, page, clock):
        row = come(event)
        assert Client().get(f"{sign_up_path(row)[:-2]}x/").status_code == 404
        clock.move_to(at(28, 23))
        assert Client().get(sign_up_path(row)).status_code == 404
