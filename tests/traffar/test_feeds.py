"""What calendars get at our addresses, read by a real parser."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from distrikt.organisation.models import Assignment, District, User
from distrikt.organisation.roles import Role
from tests.traffar.activities import NOW, at, make_activity
from traffar.actions import (
    cancel_activity,
    delete_activity,
    edit_activity,
    publish_activity,
    report_outcome,
    restore_activity,
)
from traffar.concerned import concerned_by, concerning
from traffar.feeds import changed_at, feed_for_all
from traffar.invitation import calendar_entry, calendar_event, harmless, new_calendar
from traffar.models import Activity, CalendarFeed

Kind = CalendarFeed.Kind


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def make_feed(cast, owner: str, kind: Kind = Kind.ALL, body: str = "", **fields) -> CalendarFeed:
    body = cast.bodies[body] if body else None
    return CalendarFeed.objects.create(owner=cast.people[owner], kind=kind, body=body, **fields)


def address(feed: CalendarFeed) -> str:
    return f"/kalender/{feed.token}.ics"


def read(url: str) -> list[Event]:
    response = Client().get(url)
    assert response.status_code == 200
    return Calendar.from_ical(response.content).walk("VEVENT")


def titles(url: str) -> list[str]:
    return [str(event["summary"]) for event in read(url)]


def entry(url: str) -> dict[str, object]:
    """The one event, as a calendar compares it with what it has."""
    [event] = read(url)
    names = ("uid", "sequence", "dtstamp", "dtstart", "status", "summary")
    return {name: str(event[name]) if name in {"status", "summary"} else event.decoded(name) for name in names}


# What stands in them


def test_everything_that_the_owner_sees_stands_in_it(cast):
    make_activity(cast, title="Här")
    make_activity(cast, "ange", title="Där", audience="own")
    make_activity(cast, "ange", title="Deras utkast", status="draft")
    make_activity(cast, title="Vårt utkast", status="draft")
    assert titles(address(make_feed(cast, "sundsvall"))) == ["Här", "Där", "Utkast: Vårt utkast"]
    assert titles(address(make_feed(cast, "member"))) == ["Här", "Där"]


def test_that_of_a_body_has_what_it_arranges_with_others_too(cast):
    make_activity(cast, "ange", title="Ånges")
    make_activity(cast, "ange", title="Gemensam").co_hosts.add(cast.bodies["sundsvall"])
    make_activity(cast, title="Vår")
    feed = make_feed(cast, "ange", Kind.BODY, "sundsvall")
    assert titles(address(feed)) == ["Gemensam", "Vår"]


def test_what_concerns_the_owner_is_what_the_mails_are_about(cast):
    for number, body in enumerate(cast.bodies):
        make_activity(cast, body, title=body, status="draft" if number % 3 == 0 else "planned")
    make_activity(cast, "ange", title="Kontakt", contact=cast.member)
    make_activity(cast, "ange", title="Gemensam").co_hosts.add(cast.bodies["sundsvall"], cast.bodies["distriktet"])
    concerned = concerned_by(Activity.objects.values_list("pk", flat=True), date(2026, 9, 15))
    for name, person in cast.people.items():
        viewer = cast.viewer(name)
        seen = Activity.objects.visible_to(viewer).values_list("pk", flat=True)
        expected = {pk for pk in seen if person.pk in concerned[pk]}
        assert set(concerning(viewer).values_list("pk", flat=True)) == expected, name
    assert titles(address(make_feed(cast, "member", Kind.OWN))) == ["Kontakt"]


def test_it_spans_from_ninety_days_back_to_four_hundred_ahead(cast):
    midnight = NOW.replace(hour=0)
    for title, day in {"för länge sedan": -91, "nyss": -90, "sent": 400, "för sent": 401}.items():
        make_activity(cast, title=title, starts_at=midnight + timedelta(days=day, hours=3))
    assert titles(address(make_feed(cast, "member"))) == ["nyss", "sent"]


def test_open_ones_have_only_what_is_for_everyone(cast):
    make_activity(cast, title="Öppet", audience="everyone", contact=cast.sundsvall, contact_phone="060-123")
    make_activity(cast, title="Internt")
    make_activity(cast, title="Utkast", audience="everyone", status="draft")
    make_activity(cast, "ange", title="I Ånge", audience="everyone", status="cancelled", cancel_reason="Ada är sjuk.")
    assert titles("/oppet/kalender.ics") == ["Öppet", "Inställt: I Ånge"]
    assert titles("/oppet/forening/ange/kalender.ics") == ["Inställt: I Ånge"]
    content = Client().get("/oppet/kalender.ics").content.decode()
    assert "sjuk" not in content
    assert "060-123" not in content
    assert "Amina" not in content
    assert "/traffar/" not in content


@pytest.mark.parametrize("slug", ["finns-inte", "distriktsstyrelsen"])
def test_only_branches_have_an_open_one_of_their_own(cast, slug):
    assert Client().get(f"/oppet/forening/{slug}/kalender.ics").status_code == 404


def test_the_calendar_tells_its_name_and_how_often_to_ask(cast):
    District.objects.update(short_name="Granlandet; nord\r\nEND:VCALENDAR")
    content = Client().get(address(make_feed(cast, "ange", Kind.BODY, "sundsvall"))).content
    calendar = Calendar.from_ical(content)
    # The library reads these two as they stand.
    assert str(calendar["name"]) == str(calendar["x-wr-calname"]) == "Granlandet\\; nord\\nEND:VCALENDAR: Sundsvall"
    assert calendar.decoded("refresh-interval") == timedelta(hours=1)
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in content
    assert b"\r\nX-PUBLISHED-TTL:PT1H\r\n" in content
    assert "METHOD" not in calendar
    assert b"ATTENDEE" not in content


# Followed through an activity's life


def test_a_move_a_cancellation_and_its_end_are_of_the_same_entry_and_each_later(cast):
    url, by = address(make_feed(cast, "ange")), cast.ombudsman.pk
    activity = make_activity(cast, title="Torget", starts_at=at(12, 11))
    states = [entry(url)]
    activity.starts_at, activity.ends_at = at(13, 11), at(13, 13)
    edit_activity(activity=activity, co_hosts=[], version=activity.version, by=by, at=NOW)
    states.append(entry(url))
    cancel_activity(activity=Activity.objects.get(), reason="Storm.", by=by)
    states.append(entry(url))
    restore_activity(activity=Activity.objects.get(), by=by)
    states.append(entry(url))
    held = Activity.objects.get()
    report_outcome(activity=held, photo=None, version=held.version, by=by)
    states.append(entry(url))
    assert len({state["uid"] for state in states}) == 1
    assert [state["status"] for state in states] == ["CONFIRMED"] * 2 + ["CANCELLED"] + ["CONFIRMED"] * 2
    assert [state["summary"] for state in states][2:4] == ["Inställt: Torget", "Torget"]
    for earlier, later in pairwise(states):
        assert earlier["sequence"] < later["sequence"]
        assert earlier["dtstamp"] < later["dtstamp"]
    assert states[1]["dtstart"] == at(13, 11)


def test_a_mail_and_a_feed_speak_of_the_same_entry(cast):
    activity = make_activity(cast)
    mailed = Calendar.from_ical(calendar_entry(activity, attendee="a@ny.example", at=NOW).content).walk("VEVENT")[0]
    [fed] = read(address(make_feed(cast, "ange")))
    [single] = Calendar.from_ical(_logged_in(cast.member).get(f"/traffar/{activity.pk}/kalender.ics").content).walk(
        "VEVENT"
    )
    for name in ("uid", "sequence", "last-modified", "summary", "dtstart", "dtend", "url", "description"):
        assert mailed[name].to_ical() == fed[name].to_ical() == single[name].to_ical()


def _logged_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_published_draft_comes_and_what_was_a_mistake_goes(cast):
    url = address(make_feed(cast, "member"))
    draft = make_activity(cast, title="Ny", status="draft")
    assert titles(url) == []
    publish_activity(activity=draft, by=cast.sundsvall.pk)
    assert titles(url) == ["Ny"]
    delete_activity(activity=draft, by=cast.sundsvall.pk)
    assert titles(url) == []


@pytest.mark.parametrize(
    ("starts_at", "utc"),
    [
        # The night when clocks are put back, on both sides of the hour that comes twice.
        (at(25, 1, 10), datetime(2026, 10, 24, 23, tzinfo=UTC)),
        (at(25, 12, 10), datetime(2026, 10, 25, 11, tzinfo=UTC)),
        # The night when they are put forward.
        (at(28, 1, 3, 2027), datetime(2027, 3, 28, 0, tzinfo=UTC)),
        (at(28, 12, 3, 2027), datetime(2027, 3, 28, 10, tzinfo=UTC)),
    ],
)
def test_times_are_right_on_days_when_the_clock_is_changed(cast, starts_at, utc):
    make_activity(cast, starts_at=starts_at)
    [event] = read(address(make_feed(cast, "member")))
    assert event.decoded("dtstart") == utc
    assert event["dtstart"].to_ical() == f"{utc:%Y%m%dT%H%M%SZ}".encode()


def test_what_ends_as_it_begins_has_no_end(cast):
    make_activity(cast, starts_at=at(26, 11), ends_at=at(26, 11))
    [event] = read(address(make_feed(cast, "member")))
    assert "dtend" not in event


# What people write stays inside


NASTY = [
    "Öppet\r\nATTENDEE:mailto:annan@ny.example",
    "Öppet\rEND:VEVENT\rBEGIN:VEVENT\rSUMMARY:Falskt",
    "Öppet\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR",
    "Öppet\u2028BEGIN:VEVENT\u2029\x85\x0b\x0cEND:VEVENT",
    "Öppet \u202egnitöm\u2066 till \x07vänster\x00".replace("\x00", ""),
    "Fika; \\, kaffe: \\n " + "å" * 120,
]


@pytest.mark.parametrize("text", NASTY)
def test_what_people_write_makes_no_line_of_its_own(cast, text):
    make_activity(cast, title=text[:160], place=text[:160], description=text, bring=text, audience="everyone")
    content = Client().get("/oppet/kalender.ics").content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    # Whatever a program takes for the end of a line: there are only those of the calendar.
    assert len(content.decode().splitlines()) == content.count(b"\r\n")
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == content.count(b"\r\nEND:VEVENT\r\n") == 1
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert "attendee" not in event
    assert str(event["summary"]).startswith("Öppet" if "Öppet" in text else "Fika; \\, kaffe: \\n å")
    assert not any("\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" for char in content.decode())


@given(st.text())
def test_any_text_comes_back_as_it_was_but_for_what_reaches_out(text):
    activity = Activity(
        pk=1, title="Rubrik", place=text, starts_at=NOW, ends_at=NOW, organiser_id=1, created_at=NOW, kind="fair"
    )
    activity.organiser = Activity.organiser.field.related_model(name="Organ")
    calendar = new_calendar()
    calendar.add_component(calendar_event(activity, stamp=NOW))
    content = calendar.to_ical()
    assert len(content.decode().splitlines()) == content.count(b"\r\n")
    [event] = Calendar.from_ical(content).walk("VEVENT")
    # The library takes \N for the line break that it stands for in a calendar.
    assert str(event.get("location", "")) == harmless(text).replace("\\N", "\n")


# Who gets it


def test_it_dies_with_the_last_role_and_with_the_account(cast):
    url = address(make_feed(cast, "member"))
    assert Client().get(url).status_code == 200
    Assignment.objects.filter(user=cast.member).update(ends_on=date(2026, 9, 14))
    assert Client().get(url).status_code == 404
    Assignment.objects.filter(user=cast.member).update(ends_on=None)
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    assert Client().get(url).status_code == 404


def test_it_shows_what_the_owner_sees_on_the_day_it_is_asked(cast):
    make_activity(cast, title="Hemligt", status="draft")
    Assignment.objects.create(
        user=cast.sundsvall, body=cast.bodies["ange"], role=Role.MEMBER, starts_on=date(2020, 1, 1)
    )
    url = address(make_feed(cast, "sundsvall"))
    assert titles(url) == ["Utkast: Hemligt"]
    Assignment.objects.filter(role=Role.CONTACT, user=cast.sundsvall).update(ends_on=date(2026, 9, 14))
    assert titles(url) == []


@pytest.mark.parametrize("name", ["administrator", "stranger"])
def test_who_sees_nothing_of_the_district_gets_none(cast, name):
    assert Client().get(address(make_feed(cast, name))).status_code == 404


@pytest.mark.parametrize("token", ["falsk", "a" * 5000, "..%2f", "%00", "%F0%9F%8E%89", "å"])
def test_a_false_token_opens_nothing(cast, token):
    assert Client().get(f"/kalender/{token}.ics").status_code == 404


def test_a_closed_one_opens_nothing(cast):
    assert Client().get(address(make_feed(cast, "member", revoked_at=NOW))).status_code == 404


def test_the_token_cannot_be_guessed():
    tokens = {CalendarFeed().token for _ in range(50)}
    assert len(tokens) == 50
    # Six bits a character.
    assert min(map(len, tokens)) * 6 >= 128


def test_the_day_it_was_asked_is_remembered_and_written_once(cast):
    feed = make_feed(cast, "member")
    with CaptureQueriesContext(connection) as first:
        Client().get(address(feed))
    with CaptureQueriesContext(connection) as second:
        Client().get(address(feed))
    assert CalendarFeed.objects.get().last_read_on == date(2026, 9, 15)
    assert len(first) == len(second) + 1
    assert not any(query["sql"].startswith("UPDATE") for query in second)


# What it costs


@pytest.mark.parametrize("kind", Kind)
def test_one_and_thirty_events_cost_the_same_queries(cast, kind):
    feed = make_feed(cast, "sundsvall", kind, "sundsvall" if kind == Kind.BODY else "", last_read_on=date(2026, 9, 15))
    counts = []
    for number in (1, 29):
        for _ in range(number):
            make_activity(cast, audience="everyone").co_hosts.add(cast.bodies["ange"])
        with CaptureQueriesContext(connection) as queries:
            assert len(read(address(feed))) == Activity.objects.count()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_a_calendar_that_has_it_gets_304_without_its_being_made(cast, monkeypatch):
    make_activity(cast)
    url = address(make_feed(cast, "member"))
    first = Client().get(url)
    again = Client().get(url)
    assert again.content == first.content
    monkeypatch.setattr("traffar.feeds.calendar_event", None)
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-None-Match": f'"annat", W/{first["ETag"]}'},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        response = Client().get(url, headers=headers)
        assert response.status_code == 304
        assert response.content == b""
        assert response["ETag"] == first["ETag"]
    assert Client().head(url, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_etag_and_last_modified_change_exactly_when_the_content_does(cast):
    activity = make_activity(cast)
    other = make_activity(cast, "ange", status="draft")
    url, by = address(make_feed(cast, "member")), cast.ombudsman.pk
    seen = [Client().get(url)]

    def is_new() -> bool:
        seen.append(Client().get(url))
        marks = {(answer["ETag"], answer["Last-Modified"], answer.content) for answer in seen[-2:]}
        # All three differ, or none does.
        assert all(len(set(column)) == len(marks) for column in zip(*marks, strict=True))
        return len(marks) == 2

    assert not is_new()
    activity.place = "Navet"
    edit_activity(activity=activity, co_hosts=[], version=1, by=by, at=NOW)
    assert is_new()
    edit_activity(activity=other, co_hosts=[], version=1, by=by, at=NOW)
    assert not is_new()
    publish_activity(activity=other, by=by)
    assert is_new()
    delete_activity(activity=other, by=by)
    assert is_new()
    cast.bodies["sundsvall"].name = "Sundsvall och Alnö"
    cast.bodies["sundsvall"].save()
    assert is_new()
    assert not is_new()


def test_no_two_states_share_a_second(cast):
    feed = feed_for_all(None, date(2026, 9, 15))
    seconds = [changed_at(feed, etag, NOW) for etag in ("a", "a", "b", "c", "a")]
    start = int(NOW.timestamp())
    assert [second - start for second in seconds] == [0, 0, 1, 2, 3]


@pytest.mark.parametrize("url", ["/oppet/kalender.ics", "/oppet/forening/ange/kalender.ics", ""])
def test_the_headers_of_the_answer(cast, url):
    make_activity(cast, audience="everyone")
    url = url or address(make_feed(cast, "member"))
    response = Client().get(url)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.cookies
    assert "no-store" not in _logged_in(cast.member).get(url)["Cache-Control"]
    head = Client().head(url)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == response["ETag"]
    assert Client().post(url).status_code == 405
