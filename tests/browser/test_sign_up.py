"""Signing up as a visitor, and ticking at the door while the network comes and goes."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from distrikt.utskick.tasks import send_due
from tests.browser.conftest import NOON, PHONE
from tests.traffar.activities import make_activity
from traffar.models import SignUp, SignUpTerms
from traffar.sign_up import actions

pytestmark = pytest.mark.browser


@pytest.fixture
def event(cast):
    event = make_activity(cast, audience="everyone", title="Kulturkväll")
    SignUpTerms.objects.create(activity=event, open_to="everyone", asks_food=True, capacity=2)
    return event


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_a_visitor_signs_up_by_mail_and_cancels(event, visit, javascript):
    page = visit(width=PHONE, javascript=javascript)
    page.goto(f"/oppet/anmalan/{event.pk}/")
    page.get_by_label("Namn").fill("Vera Gast")
    page.get_by_label("E-post").fill("vera@gast.example")
    page.get_by_label("Mat och allergi").fill("vegan")
    page.get_by_role("button", name="Skicka anmälan").click()
    expect(page.get_by_text("Utan ditt ja får vi inte spara anmälan").first).to_be_visible()
    expect(page.get_by_label("Namn")).to_have_value("Vera Gast")
    page.get_by_label("Ja, ni får spara").check()
    page.get_by_role("button", name="Skicka anmälan").click()
    expect(page.get_by_role("heading", name="Nästan klart")).to_be_visible()
    send_due()
    page.goto(re.search(r"http://[^/]+(/a/\S+)", mail.outbox[-1].body)[1])
    page.get_by_role("button", name="Bekräfta").click()
    expect(page.get_by_role("heading", name="Du är anmäld")).to_be_visible()
    page.get_by_role("button", name="Avanmäl mig").click()
    expect(page.get_by_role("heading", name="Du är avanmäld")).to_be_visible()
    assert page.context.cookies() == []


def test_a_tick_that_cannot_be_sent_is_kept_and_sent_again(event, open_as, complaints):
    for name in ("Vera", "Olle"):
        actions.sign_up(new=SignUp(activity=event, name=name, source="by_hand"), at=NOON)
    page = open_as("sundsvall", f"/traffar/{event.pk}/narvaro/", width=PHONE)
    page.get_by_label("Vera").check()
    expect(page.get_by_text("Allt är sparat.")).to_be_visible()
    page.route("**/narvaro/*/", lambda route: route.abort("connectionfailed"))
    page.get_by_label("Olle").check()
    expect(page.get_by_text("1 att skicka, försöker igen …")).to_be_visible()
    came = SignUp.objects.order_by("turn").values_list("came", flat=True)
    assert list(came) == [1, None]
    # The page is left and opened again, as a telephone does that has been in a pocket.
    page.reload()
    expect(page.get_by_label("Olle")).to_be_checked()
    page.unroute("**/narvaro/*/")
    expect(page.get_by_text("Allt är sparat.")).to_be_visible(timeout=10_000)
    assert list(came.all()) == [1, 1]
    assert page.evaluate("localStorage.length") == 0
    # The browser itself tells of the broken connection, and that is all it shall tell.
    assert all("ERR_CONNECTION_FAILED" in complaint for complaint in complaints)
    complaints.clear()
