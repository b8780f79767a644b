"""The open pages: who and what stands there, and what never does."""

import json
import re
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from PIL import Image

from distrikt.clock import STOCKHOLM
from distrikt.markup import plain
from distrikt.organisation.models import Branch
from tests.traffar.activities import NOW, at, make_activity
from traffar.models import Activity, ActivityKind, SignUpTerms
from traffar.public.addresses import public_path, slug_of
from traffar.public.listing import weekend_of
from traffar.public.picture import PictureWords, draw

EVIL = "</script><script>alert(\"1\")</script> & 'så' \u202egnälkab"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def make_open(cast, **fields) -> Activity:
    return make_activity(cast, **{"audience": "everyone", "title": "Öppet på Åsen", "place": "Navet", **fields})


def page_of(activity: Activity) -> str:
    return Client().get(public_path(activity)).content.decode()


def data_of(page: str) -> dict[str, object]:
    """What a search engine reads."""
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(block)


def paths_of(activity: Activity) -> list[str]:
    path = public_path(activity)
    return [path, f"{path}kalender.ics", f"{path}bild.png"]


# -- who and what -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["planned", "held", "cancelled"])
def test_what_is_published_for_everyone_has_a_page(cast, status):
    activity = make_open(cast, status=status, cancel_reason="Storm")
    assert [Client().get(path).status_code for path in paths_of(activity)] == [200, 200, 200]


@pytest.mark.parametrize(
    "hidden", [{"status": "draft"}, {"audience": "own"}, {"audience": "members"}, {"audience": "invited"}]
)
def test_what_is_not_has_none_for_anybody(cast, log_in, hidden):
    activity = make_open(cast, **hidden)
    for client in (Client(), log_in("ombudsman")):
        assert {client.get(path).status_code for path in paths_of(activity)} == {404}
        assert client.get(f"/oppet/{activity.pk}/").status_code == 404
        assert "Åsen" not in client.get("/oppet/").content.decode()
    assert log_in("ombudsman").get(f"/traffar/{activity.pk}/affisch/").status_code == 404


def test_public_detail_tells_what_a_visitor_needs(cast):
    activity = make_open(cast, description="**Kom!**", bring="Kaffe", headcount=41, outcome="Det blev bra")
    activity.co_hosts.add(cast.bodies["ange"], cast.bodies["klimatnatverket"])
    page = page_of(activity)
    for words in (
        *("Öppet på Åsen", "lördag 26 september kl. 11–13, v. 39", "Navet", "<strong>Kom!</strong>", "Kaffe"),
        *('href="/oppet/forening/ange/"', "Klimatnätverket", "openstreetmap.org/search?query=Navet%2C+Sundsvall"),
    ):
        assert words in page
    assert "Det här har varit" not in page


def test_without_a_title_the_kind_is_said_once(cast):
    make_open(cast, title="", kind=ActivityKind.OPEN_EVENT)
    heading = ActivityKind.OPEN_EVENT.heading
    for path in ("/oppet/", "/oppet/forening/sundsvall/"):
        assert Client().get(path).content.decode().count(heading) == 1


def test_the_first_heading_and_what_sharing_needs(cast):
    activity = make_open(cast)
    page = page_of(activity)
    address = f"http://127.0.0.1:8000{public_path(activity)}"
    assert page.count("<h1") == 1
    assert f'<link rel="canonical" href="{address}">' in page
    assert '<meta property="og:title" content="Öppet på Åsen">' in page
    assert re.search(rf'og:image" content="{re.escape(address)}bild\.png\?v=[0-9a-f]+"', page)
    assert '<meta name="description" content="Lördag 26 september' in page


def test_what_has_been_says_so_and_never_how_many_came(cast):
    held = make_open(cast, starts_at=at(5), status="held", headcount=4711, from_other_branches=1234, outcome="Succé")
    untold = make_open(cast, starts_at=at(6))
    for page in map(page_of, (held, untold)):
        assert "Det här har varit" in page
        assert not {"4711", "1234", "Succé", "Lägg i min kalender"} & set(re.findall(r"\w[\w ]*\w", page))
    assert "Åsen" not in Client().get("/oppet/").content.decode()


def test_a_cancelled_one_says_why(cast):
    activity = make_open(cast, status="cancelled", cancel_reason="Stormen har tagit taket")
    page = page_of(activity)
    assert "Inställt: Stormen har tagit taket" in page
    assert data_of(page)["eventStatus"].endswith("EventCancelled")
    assert "inställd" in Client().get("/oppet/").content.decode()
    [event] = Calendar.from_ical(Client().get(f"{public_path(activity)}kalender.ics").content).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    ("open_to", "day", "offered"), [("everyone", 20, True), ("members", 20, False), ("everyone", 14, False)]
)
def test_sign_up_is_offered_while_it_is_open_to_everyone(cast, open_to, day, offered):
    activity = make_open(cast)
    assert "Anmäl dig" not in page_of(activity)
    SignUpTerms.objects.create(activity=activity, open_to=open_to, closes_on=date(2026, 9, day))
    assert (f"/oppet/anmalan/{activity.pk}/" in page_of(activity)) == offered


# -- addresses --------------------------------------------------------------------------------------------------------


def test_the_slug_is_the_title_and_a_wrong_one_leads_right(cast):
    activity = make_open(cast, title="Möte på Åsen: ärligt, öppet")
    path = f"/oppet/mote-pa-asen-arligt-oppet-{activity.pk}/"
    assert public_path(activity) == path
    for wrong in (f"/oppet/gammal-rubrik-{activity.pk}/", f"/oppet/{activity.pk}/"):
        answer = Client().get(wrong)
        assert (answer.status_code, answer.url) == (301, path)


@pytest.mark.parametrize(
    "path",
    [
        "/oppet/finns-inte-999/",
        f"/oppet/x-{10**30}/",
        "/oppet/utan-nummer/",
        "/oppet/forening/saknas/",
        "/oppet/forening/klimatnatverket/",
        "/oppet/?forening=saknas",
        "/oppet/?forening=%00",
    ],
)
def test_what_is_not_there_is_not_found(cast, path):
    assert Client().get(path).status_code == 404


@given(st.text(max_size=160), st.sampled_from(ActivityKind.values))
def test_every_title_gives_an_address(title, kind):
    assert re.fullmatch(r"[a-z0-9_-]+", slug_of(title, kind))


# -- the lists --------------------------------------------------------------------------------------------------------


def headings(path="/oppet/") -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", Client().get(path).content.decode())


def test_public_list_begins_with_the_weekend(cast):
    for title, day, hour, month in [
        ("A", 18, 15, 9),
        ("B", 18, 16, 9),
        ("C", 20, 23, 9),
        ("D", 21, 8, 9),
        ("E", 3, 11, 10),
    ]:
        make_open(cast, title=f"Träff {title}", starts_at=at(day, hour, month=month))
    Activity.objects.filter(title="Träff A").update(ends_at=at(18, 15) + timedelta(minutes=30))
    found = Client().get("/oppet/").context["list"]
    assert [row.title for row in found.weekend] == ["Träff B", "Träff C"]
    assert [(month.heading, [row.title for row in month.rows]) for month in found.months] == [
        ("september 2026", ["Träff A", "Träff D"]),
        ("oktober 2026", ["Träff E"]),
    ]
    assert headings() == ["I helgen", "September 2026", "Oktober 2026"]


def test_an_empty_weekend_and_an_empty_calendar_say_so(cast):
    assert headings() == ["Inget är inlagt just nu"]
    make_open(cast)
    assert "Inget i helgen – det här kommer sedan." in Client().get("/oppet/").content.decode()


def test_the_list_is_parted_by_branch_co_hosts_included(cast):
    activity = make_open(cast)
    activity.co_hosts.add(cast.bodies["ange"])
    shown = {
        slug: "Åsen" in Client().get(f"/oppet/?forening={slug}").content.decode()
        for slug in ("sundsvall", "ange", "timra")
    }
    assert shown == {"sundsvall": True, "ange": True, "timra": False}


def test_public_branch_says_who_they_are(cast):
    make_open(cast)
    make_activity(cast, title="Internt")
    Branch.objects.filter(body=cast.bodies["sundsvall"]).update(official_email="sundsvall@granlandet.example")
    page = Client().get("/oppet/forening/sundsvall/").content.decode()
    assert "Partiförening i Sundsvall" in page
    assert "sundsvall@granlandet.example" in page
    assert "Öppet på Åsen" in page
    assert "Internt" not in page
    cast.bodies["sundsvall"].is_active = False
    cast.bodies["sundsvall"].save()
    assert Client().get("/oppet/forening/sundsvall/").status_code == 404


@pytest.mark.parametrize("path", ["/oppet/", "/oppet/?forening=sundsvall", "/oppet/forening/sundsvall/"])
def test_the_lists_ask_as_much_for_thirty_as_for_one(cast, path):
    make_open(cast)
    Client().get(path)
    with CaptureQueriesContext(
        connection,
    ) as one:
        Client().get(path)
    for day in range(1, 30):
        make_open(cast, starts_at=at(day, month=10)).co_hosts.add(cast.bodies["ange"])
    with CaptureQueriesContext(connection) as thirty:
        Client().get(path)
    assert len(one) == len(thirty) <= 6


def test_more_than_the_list_has_room_for_is_told(cast, monkeypatch):
    monkeypatch.setattr("traffar.public.listing.MOST_LISTED", 2)
    for day in (20, 21, 22):
        make_open(cast, starts_at=at(day))
    found = Client().get("/oppet/")
    assert found.context["list"].has_more
    assert "Mer kommer längre fram." in found.content.decode()


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_weekend_is_this_one_or_the_next(day):
    begins, ends = (moment.astimezone(STOCKHOLM) for moment in weekend_of(day))
    assert (begins.weekday(), begins.time()) == (4, time(16))
    assert (ends.weekday(), ends.time()) == (0, time(0))
    assert day < ends.date() <= day + timedelta(days=7)
    assert ends.date() - begins.date() == timedelta(days=3)


# -- for anybody, and kept -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [None, "sundsvall"])
def test_no_page_sets_a_cookie_and_all_may_be_kept(cast, log_in, who):
    activity = make_open(cast)
    client = log_in(who)
    for path in ("/oppet/", "/oppet/forening/sundsvall/", f"/oppet/{activity.pk}/", *paths_of(activity)):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers
        assert not answer.cookies
        assert set(answer.headers["Cache-Control"].split(", ")) == {"public", "max-age=60"}
        assert client.post(path).status_code == 405


def test_the_page_is_the_same_for_all(cast, log_in):
    activity = make_open(cast)
    for path in ("/oppet/", public_path(activity)):
        assert log_in("sundsvall").get(path).content == Client().get(path).content


def test_search_engines_may_read_the_open_pages_alone(db):
    words = Client().get("/robots.txt").content.decode().splitlines()
    assert "Allow: /oppet/" in words
    assert "Disallow: /" in words


# -- what people type -------------------------------------------------------------------------------------------------


def test_what_is_typed_cannot_break_out(cast):
    activity = make_open(
        cast, title=EVIL, place=EVIL, bring=EVIL, description=EVIL, status="cancelled", cancel_reason=EVIL
    )
    page = page_of(activity)
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert data_of(page)["name"] == plain(EVIL)
    assert data_of(page)["location"]["name"] == plain(EVIL)
    assert "<script>alert" not in Client().get("/oppet/").content.decode()
    assert "\u202e" not in Client().get("/oppet/").content.decode()


def test_the_data_for_search_engines(cast):
    data = data_of(page_of(make_open(cast, description="Kom och **prata**.\n\n- Fika\n- Sång & dans!")))
    assert data["@type"] == "Event"
    assert data["startDate"] == "2026-09-26T11:00:00+02:00"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["description"] == "Kom och prata. Fika. Sång & dans!"
    assert data["location"] == {"@type": "Place", "name": "Navet", "address": "Navet, Sundsvall"}
    assert data["organizer"]["name"] == "Sundsvall"


def test_public_calendar_is_an_entry_and_no_invitation(cast):
    activity = make_open(cast, title="Rad 1\r\nATTENDEE:mailto:x@x.example", contact=cast.sundsvall)
    answer = Client().get(f"{public_path(activity)}kalender.ics")
    calendar = Calendar.from_ical(answer.content)
    [event] = calendar.walk("VEVENT")
    assert "METHOD" not in calendar
    assert not {"ATTENDEE", "ORGANIZER"} & set(event)
    assert event["URL"] == f"http://127.0.0.1:8000/oppet/{activity.pk}/"
    assert event.decoded("DTSTART") == at(26, 11)
    assert answer.headers["Content-Type"].startswith("text/calendar")


# -- the picture ------------------------------------------------------------------------------------------------------


def test_public_picture_is_drawn_once_for_the_same_words(cast, monkeypatch):
    activity = make_open(cast)
    first = Client().get(f"{public_path(activity)}bild.png")
    assert first.headers["Content-Type"] == "image/png"
    with Image.open(BytesIO(first.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    monkeypatch.setattr("traffar.public.picture.draw", lambda words: b"ny")
    assert Client().get(f"{public_path(activity)}bild.png").content == first.content
    Activity.objects.update(title="Något annat")
    activity.refresh_from_db()
    assert Client().get(f"{public_path(activity)}bild.png").content == b"ny"


@given(st.text(max_size=160))
def test_any_title_can_be_drawn(title):
    moment = datetime(2026, 9, 26, 11, tzinfo=STOCKHOLM)
    assert draw(PictureWords(title, f"{moment:%H}", title, title, title, False)).startswith(b"\x89PNG")
