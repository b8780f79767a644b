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
    expect(page.get_by_text("1 prick väntar på att skickas …")).to_be_visible()
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


def test_at_the_door_of_a_long_list(event, open_as, complaints):
    event.sign_up_terms.capacity = None
    event.sign_up_terms.save()
    names = [f"Gast {number:02}" for number in range(40)]
    for name, companions in (*((name, 0) for name in names), ("Åsa Öberg", 3), ("Örjan Ek", 1)):
        actions.sign_up(new=SignUp(activity=event, name=name, companions=companions, source="by_hand"), at=NOON)
    page = open_as("sundsvall", f"/traffar/{event.pk}/narvaro/", width=PHONE)
    expect(page.get_by_text("0 av 46 har kommit")).to_be_in_viewport()

    search, åsa = page.get_by_label("Sök namn"), page.get_by_role("checkbox", name="Åsa Öberg")
    search.fill("öb ås")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    åsa.check()
    expect(page.get_by_text("4 av 46 har kommit")).to_be_visible()
    page.get_by_label("Hur många i sällskapet: Åsa Öberg").select_option("2 av 4")
    expect(page.get_by_text("2 av 46 har kommit")).to_be_visible()
    expect(page.get_by_text("Allt är sparat.")).to_be_visible()
    assert SignUp.objects.get(name="Åsa Öberg").came == 2
    search.fill("Nemo")
    expect(page.get_by_text("Ingen i listan heter så.")).to_be_visible()
    search.fill("")

    page.route("**/narvaro/*/", lambda route: route.abort("connectionfailed"))
    # A number chosen is a tick as well.
    page.get_by_label("Hur många i sällskapet: Örjan Ek").select_option("1 av 2")
    page.get_by_role("checkbox", name="Gast 39").check()
    åsa.uncheck()
    expect(page.get_by_text("3 prickar väntar på att skickas …")).to_be_in_viewport()
    expect(page.get_by_text("2 av 46 har kommit")).to_be_in_viewport()
    assert page.evaluate("scrollY") > 0
    assert not re.search("Örjan|Gast|Åsa", page.evaluate("JSON.stringify(localStorage)"))
    page.reload()
    expect(page.get_by_text("2 av 46 har kommit")).to_be_visible()
    page.unroute("**/narvaro/*/")
    expect(page.get_by_text("Allt är sparat.")).to_be_visible(timeout=10_000)
    came = SignUp.objects.exclude(came=None).order_by("name").values_list("name", "came")
    assert list(came) == [("Gast 39", 1), ("Örjan Ek", 1)]
    complaints.clear()


def test_a_tick_waits_for_who_has_been_logged_out(event, open_as, complaints):
    actions.sign_up(new=SignUp(activity=event, name="Vera", source="by_hand"), at=NOON)
    page = open_as("sundsvall", f"/traffar/{event.pk}/narvaro/")
    page.context.clear_cookies()
    page.get_by_role("checkbox", name="Vera").check()
    expect(page.get_by_text("1 prick väntar på att skickas … Ladda om sidan, och logga in")).to_be_visible()
    assert all("403" in complaint for complaint in complaints)
    complaints.clear()


def test_at_the_door_without_script(event, open_as):
    actions.sign_up(new=SignUp(activity=event, name="Vera", companions=1, source="by_hand"), at=NOON)
    page = open_as("sundsvall", f"/traffar/{event.pk}/narvaro/", width=PHONE, javascript=False)
    expect(page.get_by_label("Sök namn")).not_to_be_visible()
    page.get_by_role("checkbox", name="Vera").check()
    page.get_by_label("Hur många i sällskapet: Vera").select_option("1 av 2")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("1 av 2 har kommit")).to_be_visible()
    assert SignUp.objects.get().came == 1
