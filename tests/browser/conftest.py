"""A real browser against a real server. Run by `make test-all`, which installs Chromium."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.cast import PASSWORD, Cast, make_cast

# Playwright's own event loop makes Django believe that the tests are asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PHONE, DESK = 360, 1280
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def open_as(browser: Browser, live_server, cast: Cast) -> Iterator[Callable[..., Page]]:
    """`open_as("sundsvall", "/traffar/ny/", width=PHONE)`: logs in through the log-in page and opens the address."""
    contexts = []

    def open_page(name: str | None, path: str, *, width: int = DESK, scheme: str = "light", password: str = PASSWORD) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
        )
        contexts.append(context)
        page = context.new_page()
        if name:
            page.goto("/konto/login/")
            page.get_by_label("E-post").fill(f"{name}@distrikt.example")
            page.get_by_label("Lösenord", exact=False).first.fill(password)
            page.locator("form.login button[type=submit], main form button[type=submit]").first.click()
            page.wait_for_url("**/")
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
