from collections.abc import Iterator
from functools import partial

import hypothesis
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from distrikt.typeset import INSTALL, missing_libraries
from distrikt.utskick import outbox
from tests.cast import Cast, make_cast
from traffar.styrelse.locks import drop_locks

# A slow machine is no failure.
hypothesis.settings.register_profile("distrikt", deadline=None)
hypothesis.settings.load_profile("distrikt")


@pytest.fixture(autouse=True)
def mails_go_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail waits until what it tells of is saved, and a test's own transaction never is. No worker is nudged."""
    send = partial(outbox.send_due, clock=timezone.now)
    monkeypatch.setattr(outbox, "nudge_senders", send)
    monkeypatch.setattr("distrikt.utskick.outbox.on_commit", lambda nudge, robust: nudge())


@pytest.fixture(autouse=True)
def nothing_is_kept_from_test_to_test() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def marked_as_transactional(request: pytest.FixtureRequest) -> None:
    """A test that is marked so empties the tables too, and gets the fixture below."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        request.getfixturevalue("transactional_db")


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """What is locked by the database must be let go of before its tables are emptied; the locks are made anew then."""
    yield
    drop_locks()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def log_in(cast: Cast):
    """`log_in("sundsvall")` gives that person's client; `log_in(None)` a visitor's."""

    def as_person(name: str | None) -> Client:
        client = Client()
        if name:
            client.force_login(cast.people[name])
        return client

    return as_person


def pytest_runtest_setup(item: pytest.Item) -> None:
    """PDF tests need system libraries; where they are missing the run says so and goes on."""
    if item.get_closest_marker("pdf") and (missing := missing_libraries()):
        pytest.skip(f"PDF: saknar {', '.join(missing)}. Kör: {INSTALL}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the tables that tests have recorded, whatever process they ran in."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, table in report.user_properties:
            if name == "table":
                terminalreporter.write_line(str(table))
