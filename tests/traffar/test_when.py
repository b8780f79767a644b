from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrikt.clock import STOCKHOLM
from traffar.when import (
    NoSuchTime,
    day_bounds,
    known_day,
    last_day_of,
    local_day,
    local_moment,
    month_of,
    public_holiday,
    short_when_words,
    when_words,
)

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
TODAY = date(2026, 9, 15)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=STOCKHOLM)


@given(DAYS, st.times().map(lambda clock: clock.replace(microsecond=0)))
def test_a_local_moment_shows_the_same_clock_or_is_refused(day, clock):
    try:
        moment = local_moment(day, clock)
    except NoSuchTime:
        assert day.month in {3, 4}
        assert day.weekday() == 6
        return
    assert moment.astimezone(UTC).astimezone(STOCKHOLM).replace(tzinfo=None) == datetime.combine(day, clock)
    assert local_day(moment) == day


def test_the_hour_that_is_skipped_does_not_exist():
    with pytest.raises(NoSuchTime):
        local_moment(date(2027, 3, 28), time(2, 30))


def test_the_hour_that_comes_twice_is_the_first_one():
    assert local_moment(date(2026, 10, 25), time(2, 30)).astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(DAYS, st.integers(0, 40))
def test_day_bounds_hold_the_days_and_no_others(first, length):
    last = first + timedelta(days=length)
    start, end = day_bounds(first, last)
    assert local_day(start) == first
    assert local_day(end - timedelta(seconds=1)) == last
    assert local_day(start.astimezone(UTC) - timedelta(seconds=1)) == first - timedelta(days=1)


@given(DAYS)
def test_a_month_is_read_as_it_is_written(day):
    month = month_of(f"{day:%Y-%m}")
    assert month == day.replace(day=1)
    assert (last_day_of(month) + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-9", "26-09", "2026-09-01", "9999-12", "2026-00", "٢٠٢٦-09"]
)
def test_what_is_no_month_is_none(text):
    assert month_of(text) is None


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (local(2026, 3, 14, 10), local(2026, 3, 14, 15), "lördag 14 mars kl. 10–15, v. 11"),
        (local(2026, 3, 14, 10, 30), local(2026, 3, 14, 12, 5), "lördag 14 mars kl. 10.30–12.05, v. 11"),
        (local(2026, 3, 14, 10), local(2026, 3, 14, 10), "lördag 14 mars kl. 10, v. 11"),
        (
            local(2026, 10, 3, 10),
            local(2026, 10, 4, 15),
            "lördag 3 oktober kl. 10 – söndag 4 oktober kl. 15, v. 40",
        ),
        (local(2027, 1, 1, 18), local(2027, 1, 1, 20), "fredag 1 januari 2027 kl. 18–20, v. 53"),
    ],
)
def test_when_is_said_as_people_say_it(starts, ends, words):
    assert when_words(starts, ends, today=TODAY) == words


def test_a_row_says_it_shortly():
    assert short_when_words(datetime(2026, 9, 26, 9, tzinfo=UTC), today=TODAY) == "lör 26 sep kl. 11"


def test_public_holidays_have_swedish_names():
    assert public_holiday(date(2026, 6, 20)) == "Midsommardagen"
    assert public_holiday(date(2026, 6, 21)) is None


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 12, 24), "Julafton"),
        (date(2026, 12, 31), "Nyårsafton"),
        (date(2026, 6, 19), "Midsommarafton"),
        (date(2027, 4, 30), "Valborgsmässoafton"),
        (date(2026, 12, 25), "Juldagen"),
        (date(2026, 5, 15), None),
        (date(2026, 12, 23), None),
    ],
)
def test_eves_are_known_by_name_and_are_no_public_holidays(day, name):
    assert known_day(day) == name
    assert public_holiday(day) == (name if name == "Juldagen" else None)
