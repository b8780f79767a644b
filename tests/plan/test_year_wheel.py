from datetime import date, timedelta
from math import atan2, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan.year_wheel import CROWDED, RINGS, Mark, build_wheel
from traffar.models import Family

YEAR = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}


def mark(day: date, ring: str = "board", *, done: bool = True) -> Mark:
    return Mark(day, ring, done, "Styrelsemöte", "/traffar/1/")


def test_the_rings_are_the_families_of_activity():
    assert [(key, name) for key, name, _ in RINGS] == Family.choices


def test_a_calendar_year_begins_at_the_top_and_goes_clockwise():
    wheel = build_wheel(**YEAR, marks=[], today=None)
    assert [month.label for month in wheel.months][:4] == ["jan", "feb", "mars", "april"]
    assert "M220.0 134.0L220.0 18.0" in wheel.grid
    assert wheel.months[3].x > 400


@pytest.mark.parametrize(("year", "share"), [(2026, (59 + 15.5) / 365), (2028, (60 + 15.5) / 366)])
def test_march_begins_a_day_later_in_a_leap_year(year, share):
    march = build_wheel(start=date(year, 1, 1), end=date(year, 12, 31), marks=[], today=None).months[2]
    assert atan2(march.x - 220, 224 - march.y) / (2 * pi) == pytest.approx(share, abs=0.0003)


def test_a_plan_from_conference_to_conference_spans_two_years():
    wheel = build_wheel(start=date(2026, 3, 14), end=date(2027, 3, 13), marks=[], today=None)
    assert wheel.heading == "2026–27"
    assert len(wheel.months) == 13
    assert wheel.months[0].label == "mars"


def test_the_hand_stands_only_inside_the_period():
    assert build_wheel(**YEAR, marks=[], today=date(2025, 12, 31)).hand is None
    assert build_wheel(**YEAR, marks=[], today=date(2027, 1, 1)).hand is None
    wheel = build_wheel(**YEAR, marks=[], today=date(2026, 9, 15))
    assert wheel.hand is not None
    assert wheel.caption == "15 september · v. 38"


@pytest.mark.parametrize("today", [YEAR["start"], YEAR["end"]])
def test_the_first_and_the_last_day_have_a_hand(today):
    wheel = build_wheel(**YEAR, marks=[], today=today)
    assert wheel.hand is not None
    assert wheel.past


def test_without_a_day_the_middle_says_how_many():
    assert build_wheel(**YEAR, marks=[mark(date(2026, 5, 1))], today=None).caption == "1 aktivitet"


def test_marks_of_the_same_day_do_not_hide_each_other():
    wheel = build_wheel(**YEAR, marks=[mark(date(2026, 5, 1))] * 3, today=None)
    assert len({(spot.x, spot.y) for spot in wheel.spots}) == 3


def test_held_is_filled_and_planned_is_hollow():
    marks = [mark(date(2026, 5, 1)), mark(date(2026, 6, 1), "studies", done=False)]
    rings = {ring.key: ring for ring in build_wheel(**YEAR, marks=marks, today=None).rings}
    assert (bool(rings["board"].done), bool(rings["board"].planned)) == (True, False)
    assert (bool(rings["studies"].done), bool(rings["studies"].planned)) == (False, True)


def test_marks_outside_the_period_are_left_out():
    assert build_wheel(**YEAR, marks=[mark(date(2027, 1, 1))], today=None).caption == "0 aktiviteter"


def test_the_table_says_what_the_figure_shows():
    marks = [mark(date(2026, 5, 1)), mark(date(2026, 5, 2)), mark(date(2026, 5, 9), done=False)]
    wheel = build_wheel(**YEAR, marks=marks, today=None)
    assert wheel.table[4].label == "maj 2026"
    assert wheel.table[4].cells == ("2 + 1 planerade", "–", "–", "–", "–")


def test_thousands_of_marks_become_one_a_week_and_the_figure_stays_small():
    days = [date(2026, 1, 1) + timedelta(days=n % 365) for n in range(10_000)]
    marks = [mark(day, RINGS[n % 5][0], done=n % 2 == 0) for n, day in enumerate(days)]
    wheel = build_wheel(**YEAR, marks=marks, today=None)
    assert wheel.caption == "10\xa0000 aktiviteter"
    assert sum(ring.done.count("M") + ring.planned.count("M") for ring in wheel.rings) <= 53 * 5 * 2
    assert not wheel.spots


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(0, 800),
    st.lists(st.integers(-30, 830), max_size=CROWDED + 20),
)
def test_every_mark_within_any_period_is_counted_and_stands_on_its_ring(start, length, offsets):
    end = start + timedelta(days=length)
    marks = [mark(start + timedelta(days=offset)) for offset in offsets]
    wheel = build_wheel(start=start, end=end, marks=marks, today=start)
    inside = sum(0 <= offset <= length for offset in offsets)
    for spot in wheel.spots:
        assert 80 <= ((spot.x - 220) ** 2 + (spot.y - 220) ** 2) ** 0.5 <= 114
    assert len(wheel.spots) == (inside if inside <= CROWDED else 0)
    assert len(wheel.table) == len(wheel.months)
