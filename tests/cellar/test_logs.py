"""What the log never holds, in the lines as they are written: ours, and those of Django itself."""

import logging

import pytest
import structlog
from django.test import Client

from traffar.models import CalendarFeed


@pytest.fixture
def lines(caplog):
    """`lines()` gives what the log says, as the program writes it."""
    handlers = [handler for handler in logging.root.handlers if type(handler) is logging.StreamHandler]
    (console,) = [handler for handler in handlers if isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)]
    return lambda: "\n".join(console.format(record) for record in caplog.records)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/valkommen/{}/", 410),
        ("/kom-igang/{}/", 404),
        ("/t/{}/", 404),
        ("/kalender/{}.ics", 404),
        ("/konto/password/reset/key/1-{}/", 200),
        ("/finns-inte/{}", 404),
    ],
)
def test_the_log_carries_no_key_of_a_personal_link(address, status, db, lines):
    key = "abcDEF-_0123:456789abcdef.ghijkl"
    assert Client().get(address.format(key)).status_code == status
    assert "GET /" in lines()
    assert "…" in lines()
    assert "abcDEF" not in lines()


def test_a_calendar_that_asks_is_logged_by_the_number_of_its_address(cast, lines):
    feed = CalendarFeed.objects.create(owner=cast.member, kind=CalendarFeed.Kind.ALL)
    assert Client().get(f"/kalender/{feed.token}.ics").status_code == 200
    assert f"event=calendar_feed_fetched feed={feed.pk}" in lines()
    assert feed.token not in lines()


def test_a_form_sent_without_its_token_is_logged_without_the_key(db, lines):
    response = Client(enforce_csrf_checks=True).post("/valkommen/abcDEF-_0123456789abcdefghijkl/")
    assert response.status_code == 403
    assert "Forbidden" in lines()
    assert "abcDEF" not in lines()


def test_the_log_carries_neither_what_was_searched_for_nor_where_from(log_in, lines):
    log_in("chair").get("/manniskor/?q=Amina", headers={"X-Forwarded-For": "192.0.2.7"})
    assert "GET /manniskor/" in lines()
    assert "Amina" not in lines()
    assert "192.0.2.7" not in lines()
    assert "127.0.0.1" not in lines()
