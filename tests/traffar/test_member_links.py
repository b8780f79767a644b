"""The link that a branch hands out to members without an account."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from distrikt.utskick.models import Message
from tests.traffar.activities import make_activity
from tests.traffar.sign_ups import open_sign_up, public_form
from traffar.models import MemberLink, SignUp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def page(cast, log_in) -> str:
    """The address on the site, as the contact gets it."""
    client, edit = log_in("sundsvall"), "/foreningar/sundsvall/medlemslank/"
    for _ in range(2):
        client.post(edit, {"steg": "gor"})
    assert MemberLink.objects.count() == 1
    return re.search(r"/m/[\w-]+/", client.get(edit).content.decode())[0]


def test_it_shows_what_is_for_members_and_no_names(cast, page):
    make_activity(cast, audience="members", title="Medlemskväll", contact=cast.sundsvall)
    make_activity(cast, "distriktet", audience="everyone", title="Höstfest")
    make_activity(cast, audience="own", title="Planering")
    make_activity(cast, audience="members", title="Utkastet", status="draft")
    make_activity(cast, "ange", audience="members", title="Ånges kväll")
    visitor = Client()
    answer = visitor.get(page)
    text = answer.content.decode()
    shown = ["Medlemskväll", "Höstfest", "Planering", "Utkastet", "Ånges kväll", "Amina"]
    assert [word for word in shown if word in text] == ["Medlemskväll", "Höstfest"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert not visitor.cookies


def test_a_member_signs_up_there_and_nowhere_else(cast, page):
    inner = make_activity(cast, audience="members", title="Medlemskväll")
    foreign = make_activity(cast, "ange", audience="members")
    for event in (inner, foreign):
        open_sign_up(event, open_to="members")
    visitor = Client()
    assert visitor.get(f"{page}{foreign.pk}/").status_code == 404
    assert visitor.get(f"/oppet/anmalan/{inner.pk}/").status_code == 404
    assert visitor.post(f"{page}{inner.pk}/", public_form(inner)).status_code == 302
    assert SignUp.objects.get().is_unconfirmed
    assert Message.objects.get().kind == "sign_up_confirm"


@pytest.mark.parametrize(("step", "links"), [("stang", 0), ("ny", 1)])
def test_a_link_that_went_astray_opens_nothing_and_says_whom_to_ask(cast, page, log_in, step, links):
    log_in("sundsvall").post("/foreningar/sundsvall/medlemslank/", {"steg": step})
    event = make_activity(cast, audience="members")
    open_sign_up(event, open_to="members")
    closed, wrong = Client().get(page), Client().get("/m/nagot-annat/")
    assert (closed.status_code, closed["X-Robots-Tag"]) == (404, "noindex")
    assert "Be din partiförening om den nya länken" in closed.content.decode()
    assert closed.content == wrong.content, "nobody learns which links there have been"
    assert Client().post(f"{page}{event.pk}/", public_form(event)).content == closed.content
    assert MemberLink.objects.open().count() == links


@pytest.mark.parametrize(
    ("who", "links"), [("sundsvall", 1), ("ombudsman", 1), ("ange", 0), ("chair", 0), ("member", 0)]
)
def test_it_is_visible_to_those_who_hand_it_out(cast, page, who, links):
    assert MemberLink.objects.visible_to(cast.viewer(who)).count() == links


@pytest.mark.parametrize(("who", "status"), [("ombudsman", 200), ("ange", 403), ("chair", 403), ("member", 403)])
def test_the_branchs_own_contact_and_the_ombudsman_hand_it_out(cast, log_in, who, status):
    assert log_in(who).get("/foreningar/sundsvall/medlemslank/").status_code == status


def test_thirty_rows_take_as_many_queries_as_one(cast, page):
    counts = []
    for number in (1, 29):
        for index in range(number):
            open_sign_up(make_activity(cast, audience="members", title=f"Kväll {number} {index}"), open_to="members")
        with CaptureQueriesContext(connection) as queries:
            Client().get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]
