"""§ numbers: neither gaps nor doubles, in whatever order meetings are closed, opened again and adjusted."""

import random
from collections import defaultdict
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.styrelse.meetings import NOW, adjust_at_once, decide, hold_meeting, item_of, make_meeting
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.actions.closing import close_meeting, reopen_meeting
from traffar.styrelse.models import AgendaItem, BoardRules
from traffar.styrelse.numbering import gaps, numbers, series_of


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30)), max_size=20))
def test_a_series_has_neither_gaps_nor_doubles(closings):
    """Meetings (which, how many items) end one after another; the one that ended last may go on and end again."""
    given_numbers = {}
    last_closed = None
    for which, items in closings:
        if which in given_numbers and which != last_closed:
            continue
        given_numbers.pop(which, None)
        last = max((number for meeting in given_numbers.values() for number in meeting), default=0)
        found = numbers(range(items), last=last)
        assert list(found.values()) == sorted(found.values())
        given_numbers[which] = list(found.values())
        last_closed = which if items else last_closed
        every = sorted(number for meeting in given_numbers.values() for number in meeting)
        assert every == list(range(1, len(every) + 1))
        assert gaps(every) == []


@given(st.sets(st.integers(1, 60)))
def test_gaps_are_what_is_missing_below_the_last(given_numbers):
    assert set(gaps(sorted(given_numbers))) == set(range(1, max(given_numbers, default=0))) - given_numbers


MEETINGS = st.tuples(st.integers(1, 2**63 - 1), st.integers(1990, 2100), st.integers(1, 10_200), st.booleans())


@given(MEETINGS, MEETINGS)
def test_two_meetings_share_a_series_only_when_it_runs_through_their_year(one, other):
    series = [series_of(body, year, number, runs_through_the_year=runs) for body, year, number, runs in (one, other)]
    assert max(map(len, series)) <= 40
    same = one == other or (one[:2] == other[:2] and one[3] and other[3])
    assert (series[0] == series[1]) is same


@pytest.mark.django_db
@pytest.mark.parametrize("numbering", BoardRules.Numbering.values)
@pytest.mark.parametrize("seed", range(6))
def test_whatever_order_the_meetings_of_a_year_are_closed_in(board, numbering, seed):
    """Some paragraphs adjusted at once; what cannot be done yet is refused, and changes nothing."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    BoardRules.objects.create(pk=1, numbering=numbering)
    meetings = [make_meeting(board, NOW + timedelta(days=20 * n)) for n in range(1, 5)]
    for _ in range(30):
        meeting = chance.choice(meetings)
        meeting.refresh_from_db()
        try:
            if meeting.is_before:
                hold_meeting(board, meeting)
            elif meeting.is_open and chance.random() < 0.3:
                item = item_of(meeting, "report")
                if not item.is_locked:
                    decide(board, item)
                    adjust_at_once(board, item)
            elif meeting.is_open:
                close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
            else:
                reopen_meeting(meeting=meeting, by=board.secretary.pk)
        except NotNow:
            pass
        check_series()


def check_series():
    series = defaultdict(list)
    rows = AgendaItem.objects.filter(paragraph__isnull=False).order_by("meeting__number", "position", "pk")
    for name, paragraph in rows.values_list("series", "paragraph"):
        series[name].append(paragraph)
    for given_numbers in series.values():
        assert given_numbers == list(range(1, len(given_numbers) + 1))
