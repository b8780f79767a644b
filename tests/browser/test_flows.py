"""What the program is for, done as its users do it: from the log-in page to what they see at the end."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from distrikt.utskick.tasks import run_jobs
from tests.browser.conftest import NOON, PHONE
from tests.browser.test_read_in import open_review, press
from tests.organisation.test_first_run import TYPED, printed_link
from tests.plan.read_in_text import BOARD_MEETS, PAPER

pytestmark = pytest.mark.browser


def standing(page: Page) -> tuple[int, int]:
    """How many square meetings the plan counts as held and as planned."""
    page.goto("/plan/")
    row = page.locator(".commitment-row", has_text="20 torgmöten").inner_text()
    return int(re.search(r"(\d+) av minst 20", row)[1]), int(re.search(r"(\d+) planera", row)[1])


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_an_action_is_registered_on_a_phone_and_counts(demo, open_as, clock, javascript):
    page = open_as("sundsvall", width=PHONE, javascript=javascript)
    held, planned = standing(page)
    page.get_by_role("navigation", name="Genvägar").get_by_role("link", name="Ny aktivitet").click()
    page.get_by_text("Torgmöte", exact=True).click()
    page.get_by_label("När?").fill("2026-09-19")
    page.get_by_label("Från").fill("13:00")
    page.get_by_text("+ fler datum").click()
    page.get_by_label("Datum 2").fill("2026-09-26")
    page.get_by_label("Var?").fill("Fontänen")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("checkbox", name="20 torgmöten")).to_be_checked()
    page.get_by_role("button", name="Spara").click()
    assert standing(page) == (held, planned + 2)

    clock.move_to(NOON + timedelta(days=5))
    page.goto("/")
    page.get_by_role("listitem").filter(has_text="Fontänen").get_by_role("link", name="Berätta").click()
    page.get_by_label("Hur många kom?").fill("25")
    page.get_by_label("Hur gick det, i en mening?").fill("Många stannade och pratade.")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Många stannade och pratade.")).to_be_visible()
    assert standing(page) == (held + 1, planned + 1)


@pytest.mark.pdf
def test_the_report_is_written_read_and_printed(demo, open_as):
    text = "Kassan är i balans, och ingen förening har gått back."
    page = open_as("sekreterare", "/berattelse/2026/")
    page.get_by_role("link", name="Ekonomi").click()
    page.get_by_label("Text").fill(text)
    page.get_by_role("button", name="Spara kapitlet").click()
    page.get_by_role("link", name="Läs hela").click()
    expect(page.get_by_text(text)).to_be_visible()
    page.get_by_role("button", name="Gör PDF").click()
    expect(page.get_by_text("Väntar på sin tur")).to_be_visible()
    # Whoever leaves finds back by asking for the same again.
    page.goto("/berattelse/2026/")
    run_jobs()
    page.get_by_role("button", name="Gör PDF").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Hämta filen").click()
    assert download.value.suggested_filename.endswith(".pdf")
    printed = PdfReader(BytesIO(Path(download.value.path()).read_bytes()))
    words = " ".join(" ".join(sheet.extract_text() for sheet in printed.pages).split())
    assert "Kassan är i balans" in words


def test_a_plan_is_read_in_reviewed_adopted_and_followed(cast, open_as):
    page = open_as("chair", "/plan/")
    page.get_by_role("link", name="Läs in").click()
    open_review(page)
    press(page, "j", then_picked=BOARD_MEETS)
    press(page, "a", then_picked=PAPER)
    page.get_by_role("link", name="Gå vidare till Spara planen").last.click()
    page.locator("[name=year]").fill("2026")
    page.get_by_role("button", name="Spara planen").click()
    page.get_by_role("link", name="Anta planen").click()
    page.get_by_label("Antagen").fill("2026-03-14")
    page.get_by_label("Beslut").fill("Årskonferensen § 12")
    page.get_by_role("button", name="Anta planen").click()
    page.goto("/plan/")
    expect(page.get_by_text("Antagen 14 mars 2026 · Årskonferensen § 12")).to_be_visible()
    expect(page.locator(".commitment-row", has_text=BOARD_MEETS)).to_contain_text("av minst 8")


def test_the_first_run_leads_from_the_printed_link_to_a_log_in(transactional_db, visit, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    page = visit()
    page.goto(printed_link())
    for name in TYPED.keys() - {"role"}:
        page.locator(f"[name={name}]").fill(TYPED[name])
    page.get_by_label("Sekreterare").check()
    page.get_by_role("button", name="Spara och läs in planen").click()
    expect(page.get_by_role("heading", name="Läs in en plan")).to_be_visible()

    page.goto("/konto/logout/")
    page.get_by_role("main").get_by_role("button").click()
    page.goto("/konto/login/")
    page.get_by_label("E-post").fill(TYPED["email"])
    page.get_by_label("Lösenord").fill(TYPED["password"])
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_role("heading", name="Hej Ada!")).to_be_visible()
    page.goto("/foreningar/")
    expect(page.get_by_role("link", name="Örnsköldsvik")).to_be_visible()
