"""The rules of status: the table of `2-domain.md`, and what must hold for every combination."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan.follow_up import Evidence, Goal, Status, expected, make_goal, periods_in, status
from plan.models import Commitment

START, END = date(2026, 1, 1), date(2026, 12, 31)
SEPTEMBER = date(2026, 9, 15)


def goal(**asked) -> Goal:
    fields = {"kind": "countable", "target": None, "operator": "", "per": "", "unit": "", "deadline": None}
    return make_goal(**{**fields, **asked}, starts_on=START, ends_on=END)


AT_LEAST_EIGHT = goal(target=8, operator=">=")
SEVERAL = goal()
ONCE = goal(kind="one-off")
ONCE_BY_OCTOBER = goal(kind="one-off", deadline=date(2026, 10, 20))
ONGOING = goal(kind="ongoing")
AT_MOST_FOUR = goal(target=4, operator="<=")


@pytest.mark.parametrize(
    ("asked", "evidence", "day", "is_so"),
    [
        (AT_LEAST_EIGHT, Evidence(8, 0), SEPTEMBER, Status.FULFILLED),
        (AT_LEAST_EIGHT, Evidence(7, 1), SEPTEMBER, Status.ON_TRACK),
        (AT_LEAST_EIGHT, Evidence(5, 0), SEPTEMBER, Status.ON_TRACK),
        (AT_LEAST_EIGHT, Evidence(4, 4), SEPTEMBER, Status.ENOUGH_PLANNED),
        (AT_LEAST_EIGHT, Evidence(4, 3), SEPTEMBER, Status.BEHIND),
        (AT_LEAST_EIGHT, Evidence(0, 8), SEPTEMBER, Status.ENOUGH_PLANNED),
        (AT_LEAST_EIGHT, Evidence(0, 3), date(2026, 1, 20), Status.NONE_YET),
        (AT_LEAST_EIGHT, Evidence(1, 0), date(2026, 1, 20), Status.ON_TRACK),
        (AT_LEAST_EIGHT, Evidence(7, 0), END, Status.BEHIND),
        (SEVERAL, Evidence(1, 0), SEPTEMBER, Status.ON_TRACK),
        (SEVERAL, Evidence(0, 1), SEPTEMBER, Status.BEHIND),
        (SEVERAL, Evidence(2, 0), SEPTEMBER, Status.FULFILLED),
        (ONCE, Evidence(0, 0), SEPTEMBER, Status.NONE_YET),
        (ONCE, Evidence(0, 1), SEPTEMBER, Status.ENOUGH_PLANNED),
        (ONCE, Evidence(1, 0), SEPTEMBER, Status.FULFILLED),
        (ONCE_BY_OCTOBER, Evidence(0, 0), date(2026, 10, 19), Status.NONE_YET),
        (ONCE_BY_OCTOBER, Evidence(0, 0), date(2026, 10, 20), Status.BEHIND),
        (ONGOING, Evidence(3, 0, SEPTEMBER - timedelta(days=60)), SEPTEMBER, Status.ALIVE),
        (ONGOING, Evidence(3, 0, SEPTEMBER - timedelta(days=61)), SEPTEMBER, Status.STALLED),
        (ONGOING, Evidence(0, 0), START + timedelta(days=60), Status.NONE_YET),
        (ONGOING, Evidence(0, 0), START + timedelta(days=61), Status.STALLED),
        (AT_MOST_FOUR, Evidence(0, 0), SEPTEMBER, Status.NONE_YET),
        (AT_MOST_FOUR, Evidence(4, 2), SEPTEMBER, Status.ON_TRACK),
        (AT_MOST_FOUR, Evidence(5, 0), SEPTEMBER, Status.BEHIND),
        (AT_MOST_FOUR, Evidence(3, 0), END, Status.FULFILLED),
    ],
)
def test_status_of(asked, evidence, day, is_so):
    assert status(asked, evidence, day) == is_so


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"target": 8, "operator": ">="}, 8),
        ({"target": 8, "operator": ">"}, 9),
        ({"target": 8, "operator": "~"}, 8),
        ({"target": 5, "operator": "range"}, 5),
        ({"target": 1, "operator": "=", "per": "månad"}, 12),
        ({"target": 2, "operator": ">=", "per": "termin"}, 4),
        ({"target": 1, "operator": "=", "per": "kvartal"}, 4),
        ({"target": 1, "operator": "=", "per": "vecka"}, 52),
        ({"target": 3, "operator": "=", "per": "år"}, 3),
        ({"target": 1, "operator": "=", "per": "möte"}, 1),
        ({}, 2),
        ({"kind": "one-off"}, 1),
        ({"kind": "ongoing"}, 0),
        ({"target": 14, "operator": "<=", "unit": "dagar"}, 2),
    ],
)
def test_a_target_becomes_a_number_of_insatser(asked, wanted):
    assert goal(**asked).wanted == wanted


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "months"),
    [
        (date(2028, 1, 1), date(2028, 12, 31), 12),
        (date(2026, 3, 14), date(2027, 3, 13), 12),
        (date(2026, 1, 1), date(2026, 6, 30), 6),
        (date(2026, 1, 1), date(2026, 1, 3), 1),
    ],
)
def test_months_in_a_plan_that_is_no_calendar_year(starts_on, ends_on, months):
    assert periods_in("månad", starts_on, ends_on) == months


def test_expected_is_a_whole_number_and_follows_the_deadline():
    assert expected(AT_LEAST_EIGHT, SEPTEMBER) == 5
    assert expected(goal(target=8, operator=">=", deadline=SEPTEMBER), SEPTEMBER) == 8
    assert expected(AT_LEAST_EIGHT, START - timedelta(days=1)) == 0


days = st.dates(date(2025, 12, 1), date(2027, 2, 1))
goals = st.builds(
    make_goal,
    kind=st.sampled_from(Commitment.Kind.values),
    target=st.none() | st.integers(1, 60),
    operator=st.sampled_from(["", *Commitment.Operator.values]),
    per=st.sampled_from(["", "månad", "termin", "möte"]),
    unit=st.sampled_from(["", "möten", "dagar"]),
    deadline=st.none() | days,
    starts_on=st.just(START),
    ends_on=st.just(END),
)
evidences = st.builds(Evidence, st.integers(0, 70), st.integers(0, 70), st.none() | days)
# From the one furthest behind to the one that is done.
BETTER = [Status.BEHIND, Status.NONE_YET, Status.ENOUGH_PLANNED, Status.ON_TRACK, Status.FULFILLED]


@given(goals, evidences, days, st.booleans())
def test_what_was_dropped_is_dropped_whatever_was_done(asked, evidence, day, is_closed):
    assert status(asked, evidence, day, is_closed=is_closed, is_dropped=True) == Status.DROPPED


@given(goals, evidences, days)
def test_what_a_person_closed_is_fulfilled(asked, evidence, day):
    assert status(asked, evidence, day, is_closed=True) == Status.FULFILLED


@given(goals, evidences, days)
def test_only_ongoing_commitments_live_or_stall(asked, evidence, day):
    lives = status(asked, evidence, day) in (Status.ALIVE, Status.STALLED)
    assert not lives or asked.kind == Commitment.Kind.ONGOING


@given(goals, days)
def test_no_more_is_expected_than_what_is_asked(asked, day):
    assert 0 <= expected(asked, day) <= asked.wanted


@given(goals, days, st.integers(0, 40))
def test_as_time_goes_no_less_is_expected(asked, day, later):
    assert expected(asked, day) <= expected(asked, day + timedelta(days=later))


@given(goals.filter(lambda asked: asked.kind != "ongoing" and not asked.is_ceiling), evidences, days)
def test_to_do_more_never_makes_it_worse(asked, evidence, day):
    more = Evidence(evidence.done + 1, evidence.planned, evidence.last_done)
    assert BETTER.index(status(asked, more, day)) >= BETTER.index(status(asked, evidence, day))


@given(goals, evidences)
def test_at_the_end_of_the_plan_less_than_asked_is_never_in_phase(asked, evidence):
    if evidence.done < asked.wanted:
        assert status(asked, evidence, END) != Status.ON_TRACK
