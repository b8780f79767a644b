"""The review by keyboard and by thumb."""

import re

import pytest
from playwright.sync_api import Page, expect

from plan.models import YearPlan
from tests.browser.conftest import PHONE
from tests.plan.read_in_text import BOARD_MEETS, CIRCLES, EVENTS, PAPER, PLAN

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("cast")]


def open_review(page: Page) -> None:
    page.get_by_label("Eller klistra in texten").fill(PLAN)
    page.get_by_role("button", name="Läs dokumentet").click()
    expect(page.get_by_role("heading", name="Granska dokumentet")).to_be_visible()
    page.wait_for_load_state()


def mark(page: Page, text: str):
    return page.locator("mark").filter(has_text=re.compile(re.escape(text)))


def press(page: Page, key: str, *, then_picked: str) -> None:
    page.keyboard.press(key)
    expect(page.locator("#panel .review-said")).to_have_text(then_picked)
    expect(page.locator(f"#s{PLAN.index(then_picked)}")).to_be_in_viewport()


def test_a_plan_is_reviewed_by_one_key_each(open_as):
    page = open_as("chair", "/plan/las-in/")
    open_review(page)
    press(page, "j", then_picked=BOARD_MEETS)
    press(page, "a", then_picked=PAPER)
    expect(mark(page, BOARD_MEETS)).to_have_class(re.compile("accepted"))
    press(page, "x", then_picked=EVENTS)
    expect(mark(page, PAPER)).to_have_class(re.compile("dropped"))
    press(page, "s", then_picked="Distriktet ska ordna öppna arrangemang för allmänheten")
    expect(mark(page, "och distriktet ska dela ut flygblad")).to_have_count(1)
    press(page, "m", then_picked=EVENTS)
    expect(mark(page, EVENTS)).to_have_count(1)
    page.keyboard.press("e")
    page.get_by_label("Tal", exact=True).fill("4")
    page.keyboard.press("Enter")
    expect(mark(page, EVENTS)).to_have_class(re.compile("changed"))
    press(page, "k", then_picked=EVENTS)
    press(page, "j", then_picked=CIRCLES)
    press(page, "a", then_picked="Vi hoppas på en fin sommar.")
    page.keyboard.press("a")
    page.get_by_role("link", name="Gå vidare till Spara planen").last.click()
    page.get_by_role("button", name="Spara planen").click()
    page.wait_for_url("**/plan/2031/")
    assert YearPlan.objects.get().commitments.get(text=EVENTS).target == 4


def test_keys_can_be_turned_off(open_as):
    page = open_as("chair", "/plan/las-in/")
    open_review(page)
    press(page, "j", then_picked=BOARD_MEETS)
    page.get_by_label("Tangenter:").uncheck()
    page.keyboard.press("a")
    page.get_by_label("Tangenter:").check()
    expect(mark(page, BOARD_MEETS)).not_to_have_class(re.compile("accepted"))


def test_a_sentence_is_tapped_and_added_on_a_phone(open_as):
    page = open_as("ombudsman", "/plan/las-in/", width=PHONE)
    open_review(page)
    page.get_by_role("link", name="Styrelsen består av elva personer.").click()
    page.get_by_role("button", name="Åtagande", exact=True).click()
    expect(mark(page, "Styrelsen består av elva personer.")).to_have_class(re.compile("accepted"))
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
