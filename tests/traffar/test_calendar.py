import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plan.models import Area
from tests.traffar.activities import NOW, at, make_activity, make_plan
from traffar.actions import link_commitments
from traffar.models import Activity


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def titles(client, **query) -> list[str]:
    return [row.title for row in client.get("/traffar/", query).context["rows"]]


@pytest.fixture
def several(cast):
    make_activity(cast, title="I morgon", starts_at=at(16))
    make_activity(cast, "ange", title="Snart", starts_at=at(20), kind="study_circle")
    make_activity(cast, title="Inställd", starts_at=at(18), status="cancelled", cancel_reason="Storm")
    make_activity(cast, title="Hållen", starts_at=at(1), status="held", headcount=12)
    make_activity(cast, title="Obesvarad", starts_at=at(10))
    make_activity(cast, title="Utkast", starts_at=at(22), status="draft")
    make_activity(cast, title="I vår", starts_at=at(5, month=4, year=2027))


def test_activity_list_has_what_comes_first(several, log_in):
    assert titles(log_in("member")) == ["I morgon", "Inställd", "Snart", "I vår"]
    assert titles(log_in("sundsvall")) == titles(log_in("member"))


def test_the_tabs_part_them(several, log_in):
    client = log_in("sundsvall")
    assert titles(client, visa="hallna") == ["Hållen"]
    assert titles(client, visa="utkast") == ["Utkast"]
    assert titles(client, visa="hur-gick-det") == ["Obesvarad"]
    assert titles(client, visa="alla")[0] == "I vår"
    assert len(titles(client, visa="alla")) == 7
    assert len(titles(log_in("ange"), visa="alla")) == 6
    assert titles(log_in("ange"), visa="hur-gick-det") == []


def test_the_administrator_sees_no_calendar(several, log_in):
    assert log_in("administrator").get("/traffar/").status_code == 404
    assert log_in("administrator").get("/traffar/manad/2026-09/").status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"organ": "ange"}, ["Snart"]),
        ({"slag": "study_circle"}, ["Snart"]),
        ({"familj": "studies"}, ["Snart"]),
        ({"manad": "2027-04"}, ["I vår"]),
        ({"lage": "cancelled"}, ["Inställd"]),
        ({"manad": "nonsens"}, []),
        ({"organ": "ange", "manad": "2027-04"}, []),
    ],
)
def test_the_filters_choose(several, log_in, query, expected):
    assert titles(log_in("member"), **query) == expected


def test_the_list_is_filtered_by_the_plans_area(cast, several, log_in):
    plan = make_plan()
    link_commitments(
        activities=[Activity.objects.get(title="Snart")], commitments=[plan.commitments.first().pk], by=cast.chair.pk
    )
    assert titles(log_in("member"), omrade=Area.objects.get().slug) == ["Snart"]


def test_a_co_hosted_activity_stands_under_both(cast, several, log_in):
    Activity.objects.get(title="I morgon").co_hosts.add(cast.bodies["ange"])
    assert titles(log_in("member"), organ="ange") == ["I morgon", "Snart"]


def test_nonsense_in_the_filters_is_no_error(several, log_in):
    for query in ({"organ": "'"}, {"omrade": "x"}, {"slag": "x"}, {"sida": "x"}, {"visa": "x"}, {"manad": "9999-99"}):
        assert log_in("member").get("/traffar/", query).status_code == 200


def test_empty_pages_teach(cast, log_in):
    assert "Här står det som ska hända" in log_in("member").get("/traffar/").content.decode()
    assert "Lägg in en aktivitet" in log_in("sundsvall").get("/traffar/").content.decode()


def test_fifty_a_page(cast, log_in):
    for day in range(60):
        make_activity(cast, starts_at=at(16, day % 24))
    client = log_in("member")
    assert len(titles(client)) == 50
    assert len(titles(client, sida=2)) == 10


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("url", ["/traffar/", "/traffar/?organ=ange&slag=square_meeting", "/traffar/manad/2026-09/"])
@pytest.mark.parametrize("name", ["sundsvall", "ombudsman", "chair", "member"])
def test_one_row_and_thirty_cost_the_same_queries(cast, log_in, url, name):
    make_plan()
    client = log_in(name)
    make_activity(cast, "ange")
    one = queries(client, url)
    for _ in range(29):
        make_activity(cast, "ange")
    assert queries(client, url) == one
    assert one <= 9


def test_month_detail_shows_weeks_holidays_and_neighbours(cast, log_in):
    make_activity(cast, title="Höstkonferens", starts_at=at(3, 10, month=10), ends_at=at(4, 15, month=10))
    make_activity(cast, title="Hemligt", starts_at=at(5, month=10), status="draft")
    month = log_in("ange").get("/traffar/manad/2026-10/").context["month"]
    days = {(day.number, day.month): day for week in month.weeks for day in week.days}
    assert month.heading == "oktober 2026"
    assert [week.number for week in month.weeks] == [40, 41, 42, 43, 44]
    assert (month.previous, month.following) == ("/traffar/manad/2026-09/", "/traffar/manad/2026-11/")
    assert [entry.words for entry in days[3, "okt"].entries] == ["10.00 Höstkonferens, Sundsvall"]
    assert [entry.words for entry in days[4, "okt"].entries] == ["Höstkonferens, Sundsvall"]
    assert days[5, "okt"].entries == ()
    assert days[31, "okt"].holiday == "Alla helgons dag"


def test_a_crowded_day_of_the_month_tells_how_many_more(cast, log_in):
    for minute in range(11):
        make_activity(cast, starts_at=at(16, 9), title=f"Nummer {minute}")
    page = log_in("member").get("/traffar/manad/2026-09/")
    day = next(day for week in page.context["month"].weeks for day in week.days if day.hidden)
    assert (day.number, len(day.entries), day.hidden) == (16, 8, 3)
    assert '<a class="soft" href="/traffar/?visa=alla&amp;manad=2026-09">och 3 till</a>' in page.content.decode()


@pytest.mark.parametrize("month", ["2026-13", "nonsens", "2026-9"])
def test_a_month_that_does_not_exist_is_not_there(cast, log_in, month):
    assert log_in("member").get(f"/traffar/manad/{month}/").status_code == 404


def test_a_long_title_is_shortened_in_the_month(cast, log_in):
    make_activity(cast, title="Torgmöte om allt " * 9)
    page = log_in("member").get("/traffar/manad/2026-09/").content.decode()
    assert "Torgmöte om allt Torgmöte om allt Torgmöte om allt Torgmöte…, Sundsvall" in page
