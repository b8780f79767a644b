"""A real browser against a real server. Run by `make test-all`, which installs Chromium."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from distrikt.clock import STOCKHOLM
from distrikt.webb.demo.year import make_demo
from tests.cast import PASSWORD, Cast, make_cast

# Playwright's own event loop makes Django believe that the tests are asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PHONE, DESK = 360, 1280
NOON = datetime(2026, 9, 15, 12, tzinfo=STOCKHOLM)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser(live_server) -> Iterator[Browser]:
    """Gone before the server is, which shares its database with the threads that answer it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The server's clock starts at `NOON`; `clock.move_to(…)` sets it."""
    with time_machine.travel(NOON) as traveller:
        yield traveller


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def demo(transactional_db: None) -> None:
    """The demo district as it stood that day. Everybody's password is `PASSWORD`."""
    make_demo(today=NOON.date(), password=PASSWORD)


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the pages of a test complain of in the console, such as a refusal by the CSP. There shall be nothing."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def visit(browser: Browser, live_server, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """`visit(width=PHONE)`: a page of a browser that nobody has used before."""
    contexts: list[BrowserContext] = []

    def note(message: ConsoleMessage) -> None:
        # That a page itself answers 404 or 409 is told by the page; that something on it is missing is a fault.
        is_the_page = message.location.get("url") == message.page.url if message.page else False
        if message.type in {"error", "warning"} and not (is_the_page and "responded with a status" in message.text):
            complaints.append(f"{message.location.get('url')}: {message.text}")

    def new_page(*, width: int = DESK, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        return page

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture
def open_as(visit: Callable[..., Page]) -> Callable[..., Page]:
    """`open_as("sundsvall", "/traffar/ny/", width=PHONE)`: logs in through the log-in page and opens the address."""

    def open_page(name: str, path: str = "/", **options) -> Page:
        page = visit(**options)
        page.goto("/konto/login/")
        page.get_by_label("E-post").fill(f"{name}@distrikt.example")
        page.get_by_label("Lösenord").fill(PASSWORD)
        page.get_by_role("button", name="Logga in", exact=True).click()
        page.wait_for_url("**/")
        if path != "/":
            page.goto(path)
        return page

    return open_page
