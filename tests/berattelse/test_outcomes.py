"""What the evidence proposes: more done is never worse, and what was dropped stays dropped."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from plan.berattelse.models import Outcome
from plan.berattelse.outcomes import OPEN, outcomes_draft, propose
from plan.follow_up import Evidence, Status, make_goal, status
from plan.models import Commitment

START, END = date(2026, 1, 1), date(2026, 12, 31)
AFTER = date(2027, 1, 20)
RANK = {Outcome.Value.NOT: 0, Outcome.Value.PARTLY: 1, Outcome.Value.FULFILLED: 2}

counts = st.integers(0, 40)
targets = st.none() | st.integers(1, 30)
floors = st.sampled_from(["", ">=", ">", "~", "=", "range"])


def proposed(kind, target, operator, done, *, is_dropped=False, is_closed=False, last_done=END, today=AFTER):
    goal = make_goal(
        kind=kind, target=target, operator=operator, per="", unit="", deadline=None, starts_on=START, ends_on=END
    )
    evidence = Evidence(done=done, planned=0, last_done=last_done if done else None)
    return propose(goal, evidence, status(goal, evidence, END, is_closed=is_closed, is_dropped=is_dropped), today)


@given(targets, floors, counts)
def test_enough_is_fulfilled_some_is_partly_none_is_not(target, operator, done):
    goal = make_goal(
        kind="countable", target=target, operator=operator, per="", unit="", deadline=None, starts_on=START, ends_on=END
    )
    expected = "fulfilled" if done >= goal.wanted else "partly" if done else "not"
    assert proposed("countable", target, operator, done) == expected


@given(st.sampled_from(Commitment.Kind.values), targets, floors, counts)
def test_more_done_is_never_proposed_as_less(kind, target, operator, done):
    target = target if kind == "countable" else None
    less, more = (proposed(kind, target, operator, number) for number in (done, done + 1))
    assert RANK[less] <= RANK[more]


@given(st.integers(1, 30), counts)
def test_a_ceiling_is_kept_or_passed(target, done):
    assert proposed("countable", target, "<=", done) == ("not" if done > target else "fulfilled")


@given(st.sampled_from(Commitment.Kind.values), counts)
def test_what_was_dropped_is_dropped_and_what_was_closed_is_fulfilled(kind, done):
    assert proposed(kind, None, "", done, is_dropped=True, is_closed=True) == "dropped"
    assert proposed(kind, None, "", done, is_closed=True) == "fulfilled"


def test_a_standing_duty_is_fulfilled_while_it_lives():
    assert proposed("ongoing", None, "", 5, last_done=date(2026, 12, 1)) == "fulfilled"
    assert proposed("ongoing", None, "", 5, last_done=date(2026, 4, 1)) == "partly"
    assert proposed("ongoing", None, "", 0) == "not"


@given(st.sampled_from(Commitment.Kind.values), st.integers(0, 7))
def test_what_is_not_reached_is_open_while_there_is_time(kind, done):
    assert proposed(kind, 8 if kind == "countable" else None, "", done, today=END) in (OPEN, "fulfilled")
    assert proposed("countable", 8, "", done, today=END) == OPEN


def test_more_than_last_year_is_not_called_fulfilled_without_last_years_figure():
    goal = make_goal(
        kind="countable", target=None, operator="", per="", unit="", deadline=None, starts_on=START, ends_on=END
    )
    evidence = Evidence(done=12, planned=0, last_done=END)
    assert propose(goal, evidence, Status.FULFILLED, AFTER, is_unmeasured=True) == "partly"


def test_the_outcomes_of_an_area_are_told_in_one_sentence():
    fulfilled, partly = Outcome.Value.FULFILLED, Outcome.Value.PARTLY
    assert outcomes_draft([]) == ""
    assert outcomes_draft([partly]) == "Planens enda åtagande här är delvis uppfyllt."
    assert outcomes_draft([fulfilled] * 3) == "Planens tre åtaganden här är alla uppfyllda."
    assert outcomes_draft([fulfilled, fulfilled, partly]) == (
        "Av planens tre åtaganden här är två uppfyllda och ett delvis uppfyllt."
    )
