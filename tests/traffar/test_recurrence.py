"""Rules of what repeats itself, held by properties and by the dates that people would name."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrikt.clock import STOCKHOLM
from traffar.recurrence import FURTHEST, Recurrence, Step, clock_difference, move_words, moved_on_the_clock
from traffar.when import NoSuchTime, local_moment

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
RULES = st.builds(
    Recurrence,
    step=st.sampled_from(Step),
    every=st.integers(1, 4),
    weekdays=st.frozensets(st.integers(0, 6)),
    until=st.none() | DAYS,
    times=st.none() | st.integers(2, 60),
)


def dates(step: Step, first: str, **fields) -> list[str]:
    return [day.isoformat() for day in Recurrence(step, **fields).dates(date.fromisoformat(first))]


@given(RULES, DAYS)
def test_dates_come_in_order_each_once_and_within_the_bounds(rule, first):
    found = rule.dates(first)
    assert found == sorted(set(found))
    assert all(first <= day <= min(rule.until or date.max, first + FURTHEST) for day in found)
    assert rule.times is None or len(found) <= rule.times


@given(RULES, DAYS)
def test_each_date_fits_the_rule(rule, first):
    for day in rule.dates(first):
        if rule.step == Step.WEEKLY:
            assert day.weekday() in rule.weekdays | {first.weekday()}
            mondays = [each - timedelta(days=each.weekday()) for each in (first, day)]
            assert (mondays[1] - mondays[0]).days // 7 % rule.every == 0
        elif rule.step == Step.MONTHLY_DAY:
            assert day.day == first.day
        else:
            assert day.weekday() == first.weekday()
        if rule.step == Step.MONTHLY_WEEKDAY:
            assert (day.day - 1) // 7 == (first.day - 1) // 7
        if rule.step == Step.MONTHLY_LAST:
            assert (day + timedelta(days=7)).month != day.month


@given(RULES, DAYS)
def test_no_date_that_fits_is_passed_over(rule, first):
    """Within its bounds, the rule without end gives the same dates."""
    endless = Recurrence(rule.step, rule.every, rule.weekdays).dates(first)
    assert rule.dates(first) == [day for day in endless if day <= (rule.until or date.max)][: rule.times]


@given(RULES, DAYS, st.data())
def test_exceptions_are_left_out_and_nothing_else(rule, first, data):
    every = rule.dates(first)
    but = data.draw(st.frozensets(st.sampled_from(every))) if every else frozenset()
    kept = Recurrence(rule.step, rule.every, rule.weekdays, rule.until, rule.times, but).dates(first)
    assert kept == [day for day in every if day not in but]


@given(DAYS, st.times(), st.integers(-400, 400))
def test_a_move_by_days_keeps_what_the_clock_shows(day, clock, days):
    clock = clock.replace(microsecond=0)
    try:
        moment, wanted = local_moment(day, clock), local_moment(day + timedelta(days=days), clock)
    except NoSuchTime:
        return
    moved = moved_on_the_clock(moment.astimezone(UTC), timedelta(days=days))
    assert moved == wanted
    assert moved.astimezone(STOCKHOLM).time() == clock
    assert clock_difference(moment, moved) == timedelta(days=days)


@pytest.mark.parametrize(("first", "utc"), [("2026-10-22", [16, 17]), ("2027-03-25", [17, 16])])
def test_the_wall_clock_stays_when_it_is_put_back_and_forward(first, utc):
    days = Recurrence(Step.WEEKLY, times=2).dates(date.fromisoformat(first))
    moments = [local_moment(day, time(18)) for day in days]
    assert [moment.astimezone(UTC).hour for moment in moments] == utc
    assert moved_on_the_clock(moments[0], timedelta(days=7)) == moments[1]


def test_a_move_to_an_hour_that_does_not_exist_is_refused():
    with pytest.raises(NoSuchTime):
        moved_on_the_clock(datetime(2027, 3, 27, 2, 30, tzinfo=STOCKHOLM), timedelta(days=1))


def test_months_without_the_day_are_passed_over():
    assert dates(Step.MONTHLY_DAY, "2026-01-31", times=4) == ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"]
    assert dates(Step.MONTHLY_DAY, "2028-01-29", times=3) == ["2028-01-29", "2028-02-29", "2028-03-29"]
    assert dates(Step.MONTHLY_DAY, "2027-01-29", times=2) == ["2027-01-29", "2027-03-29"]
    assert dates(Step.MONTHLY_DAY, "2028-02-29", times=2) == ["2028-02-29", "2028-03-29"]


def test_months_without_a_fifth_thursday_are_passed_over():
    fifth = dates(Step.MONTHLY_WEEKDAY, "2026-10-29", times=3)
    assert fifth == ["2026-10-29", "2026-12-31", "2027-04-29"]


def test_the_second_thursday_and_the_last_monday():
    assert dates(Step.MONTHLY_WEEKDAY, "2026-10-08", times=3) == ["2026-10-08", "2026-11-12", "2026-12-10"]
    assert dates(Step.MONTHLY_LAST, "2026-10-26", times=3) == ["2026-10-26", "2026-11-30", "2026-12-28"]
    assert dates(Step.MONTHLY_LAST, "2026-10-05", times=1) == ["2026-10-26"]


def test_every_other_week_on_two_weekdays_keeps_to_its_weeks():
    found = dates(Step.WEEKLY, "2026-10-08", every=2, weekdays=frozenset({1}), until=date(2026, 11, 5))
    assert found == ["2026-10-08", "2026-10-20", "2026-10-22", "2026-11-03", "2026-11-05"]


@pytest.mark.parametrize(
    ("rule", "first", "clock", "words"),
    [
        (Recurrence(Step.WEEKLY), "2026-10-08", time(18), "varje torsdag kl. 18"),
        (Recurrence(Step.WEEKLY, 2, frozenset({1})), "2026-10-08", time(18), "varannan tisdag och torsdag kl. 18"),
        (Recurrence(Step.WEEKLY, 3), "2026-10-08", time(18, 30), "var tredje torsdag kl. 18.30"),
        (Recurrence(Step.MONTHLY_WEEKDAY), "2026-10-08", time(18), "andra torsdagen i månaden kl. 18"),
        (Recurrence(Step.MONTHLY_LAST), "2026-10-26", time(9, 5), "sista måndagen i månaden kl. 9.05"),
        (Recurrence(Step.MONTHLY_DAY), "2026-10-01", time(18), "den 1:a i varje månad kl. 18"),
        (Recurrence(Step.MONTHLY_DAY), "2026-10-13", time(18), "den 13:e i varje månad kl. 18"),
        (Recurrence(Step.MONTHLY_DAY), "2026-10-31", time(18), "den 31:a i de månader som är så långa kl. 18"),
        (Recurrence(Step.MONTHLY_WEEKDAY), "2026-10-29", time(18), "femte torsdagen i de månader som har en kl. 18"),
    ],
)
def test_the_rule_in_words(rule, first, clock, words):
    assert rule.words(date.fromisoformat(first), clock) == words


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (timedelta(), ""),
        (timedelta(days=1), "1 dag senare"),
        (timedelta(days=-2, minutes=30), "2 dagar tidigare, 30 minuter senare"),
        (timedelta(hours=-1, minutes=-15), "1 timme och 15 minuter tidigare"),
    ],
)
def test_a_move_in_words(by, words):
    before = datetime(2026, 10, 24, 18, tzinfo=STOCKHOLM)
    assert move_words(before, before + by) == words
