"""The page where a person makes and closes addresses for their own calendar; and one activity as a file."""

import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from distrikt.organisation.models import Body
from tests.traffar.activities import NOW, make_activity
from traffar.models import CalendarFeed

PAGE = "/jag/kalender/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def make(client: Client, what: str = "all", submission: str = ""):
    return client.post(PAGE, {"what": what, "submission": submission or str(uuid.uuid4())})


def test_feed_list_makes_an_address_that_can_be_copied_again(cast, log_in):
    client = log_in("member")
    assert make(client, f"body:{cast.bodies['ange'].pk}").url == PAGE
    feed = CalendarFeed.objects.get()
    assert (feed.owner, feed.kind, feed.body) == (cast.member, "body", cast.bodies["ange"])
    for _ in range(2):
        page = client.get(PAGE).content.decode()
        assert f'readonly value="http://127.0.0.1:8000/kalender/{feed.token}.ics"' in page
        assert f'href="webcal://127.0.0.1:8000/kalender/{feed.token}.ics"' in page
    assert "inte hämtad av någon kalender än" in page
    assert client.get(f"/kalender/{feed.token}.ics").status_code == 200
    assert "senast hämtad i dag" in client.get(PAGE).content.decode()


def test_the_same_form_twice_makes_one_address(cast, log_in):
    client, submission = log_in("member"), str(uuid.uuid4())
    assert make(client, submission=submission).status_code == 302
    assert make(client, submission=submission).status_code == 302
    assert CalendarFeed.objects.count() == 1


@pytest.mark.parametrize("what", ["all", "own", "body"])
def test_there_is_one_open_address_to_each(cast, log_in, what):
    what = f"body:{cast.bodies['sundsvall'].pk}" if what == "body" else what
    client = log_in("sundsvall")
    make(client, what)
    answer = make(client, what)
    assert answer.status_code == 200
    assert "Du har redan en adress till den kalendern." in answer.content.decode()
    assert make(log_in("ange"), what).status_code == 302


@pytest.mark.parametrize("what", ["", "nonsens", "body:", "body:0", "body:99999999999999999999", "body:x", "all:1"])
def test_only_what_is_offered_can_be_chosen(cast, log_in, what):
    answer = make(log_in("member"), what)
    assert answer.status_code == 200
    assert answer.context["form"].errors["what"]
    assert not CalendarFeed.objects.exists()


def test_a_broken_submission_is_told_of(cast, log_in):
    assert make(log_in("member"), submission="nonsens").status_code == 200
    assert not CalendarFeed.objects.exists()


def test_what_is_offered_first_suits_the_viewer(cast, log_in):
    assert log_in("sundsvall").get(PAGE).context["form"]["what"].value() == "own"
    make(log_in("sundsvall"), "own")
    assert log_in("sundsvall").get(PAGE).context["form"]["what"].value() == "all"
    assert log_in("member").get(PAGE).context["form"]["what"].value() == "all"
    branch = log_in("member").get("/foreningar/ange/").content.decode()
    link = f"{PAGE}?vad=body%3A{cast.bodies['ange'].pk}"
    assert link in branch
    assert f'value="body:{cast.bodies["ange"].pk}" selected' in log_in("member").get(link).content.decode()
    assert log_in("member").get(f"{PAGE}?vad=<b>").status_code == 200


def test_feed_close_asks_first_and_closes_for_good(cast, log_in):
    client = log_in("member")
    make(client)
    feed = CalendarFeed.objects.get()
    assert "Stäng adressen?" in client.get(f"{PAGE}{feed.pk}/stang/").content.decode()
    assert client.get(f"/kalender/{feed.token}.ics").status_code == 200
    for _ in range(2):
        assert client.post(f"{PAGE}{feed.pk}/stang/").url == PAGE
    assert client.get(f"/kalender/{feed.token}.ics").status_code == 404
    assert feed.token not in client.get(PAGE).content.decode()
    assert make(client).status_code == 302


def test_feed_renew_gives_one_new_address_for_the_old(cast, log_in):
    client = log_in("member")
    make(client, f"body:{cast.bodies['ange'].pk}")
    old = CalendarFeed.objects.get()
    for _ in range(2):
        assert client.post(f"{PAGE}{old.pk}/ny-adress/").url == PAGE
    [new] = CalendarFeed.objects.open()
    assert (new.kind, new.body, new.owner) == (old.kind, old.body, old.owner)
    assert client.get(f"/kalender/{old.token}.ics").status_code == 404
    assert client.get(f"/kalender/{new.token}.ics").status_code == 200


def test_nobody_sees_or_closes_anothers(cast, log_in):
    make(log_in("member"))
    feed = CalendarFeed.objects.get()
    for name in ("chair", "ombudsman", "sundsvall"):
        client = log_in(name)
        assert feed.token not in client.get(PAGE).content.decode()
        assert client.post(f"{PAGE}{feed.pk}/stang/").status_code == 404
        assert client.post(f"{PAGE}{feed.pk}/ny-adress/").status_code == 404
    assert CalendarFeed.objects.open().exists()


def test_feed_list_costs_the_same_with_one_and_thirty(cast, log_in):
    client = log_in("member")
    bodies = Body.objects.bulk_create(Body(kind="network", name=f"Nät {n}", slug=f"nat-{n}") for n in range(30))
    counts = []
    for some in (bodies[:1], bodies[1:]):
        CalendarFeed.objects.bulk_create(CalendarFeed(owner=cast.member, kind="body", body=body) for body in some)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(PAGE)
        counts.append(len(queries))
    assert len(page.context["rows"]) == 30
    assert counts[0] == counts[1] <= 12


def test_only_those_who_see_the_district_are_led_there(log_in):
    assert PAGE in log_in("member").get("/jag/").content.decode()
    assert PAGE not in log_in("stranger").get("/jag/").content.decode()


def test_activity_calendar_is_a_file_with_that_one_activity(cast, log_in):
    activity = make_activity(cast, title="Torget")
    make_activity(cast, title="Annat")
    client = log_in("ange")
    url = f"/traffar/{activity.pk}/kalender.ics"
    assert url in client.get(activity.get_absolute_url()).content.decode()
    response = client.get(url)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="aktivitet-{activity.pk}.ics"'
    assert "no-store" in response["Cache-Control"]
    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    assert str(event["summary"]) == "Torget"
    draft = make_activity(cast, status="draft")
    assert client.get(f"/traffar/{draft.pk}/kalender.ics").status_code == 404
    assert log_in("sundsvall").get(f"/traffar/{draft.pk}/kalender.ics").status_code == 200
