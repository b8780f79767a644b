"""What the open calendars say of an activity: where its page is, and when it was changed."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.traffar.activities import NOW, make_activity
from tests.traffar.test_feeds import read
from traffar.actions import edit_activity


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_open_ones_lead_to_the_open_page(cast):
    activity = make_activity(cast, title="Öppet på Åsen", audience="everyone")
    page = f"/oppet/oppet-pa-asen-{activity.pk}/"
    for url in ("/oppet/kalender.ics", "/oppet/forening/sundsvall/kalender.ics", f"{page}kalender.ics"):
        [event] = read(url)
        base, path = (
            str(event["url"])[: len("http://127.0.0.1:8000")],
            str(event["url"])[len("http://127.0.0.1:8000") :],
        )
        assert (base, Client().get(path).url) == ("http://127.0.0.1:8000", page)


def test_an_entry_says_when_it_was_changed_and_is_the_same_until_then(cast):
    activity = make_activity(cast, audience="everyone")
    address = "/oppet/kalender.ics"
    first = Client().get(address).content
    with time_machine.travel(NOW + timedelta(days=1)):
        assert Client().get(address).content == first
        [before] = read(address)
        activity.place = "Parken"
        edit_activity(activity=activity, co_hosts=[], version=activity.version, by=cast.ombudsman.pk, at=NOW)
        [after] = read(address)
    for event in (before, after):
        assert event.decoded("last-modified") == event.decoded("dtstamp")
    assert after.decoded("last-modified") > before.decoded("last-modified")
    assert after["sequence"] > before["sequence"]
