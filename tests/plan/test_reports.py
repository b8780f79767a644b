from datetime import date

import pytest

from plan.evidence import ledger_lines, weigh
from plan.follow_up import SEVERAL, Status
from plan.reports import commitment_follow_up, plan_follow_up, urgent_commitments
from tests.plan.builders import contribute, make_commitment, make_plan

TODAY = date(2026, 9, 15)


def said_of(standing) -> str:
    return "".join(words.text for words in standing.statement)


def days(count: int, month: int = 2) -> list[date]:
    return [date(2026, month, day) for day in range(1, count + 1)]


@pytest.mark.parametrize(
    ("fields", "done", "planned", "words", "detail"),
    [
        ({"target": 8, "operator": ">="}, 7, 3, "7 av minst 8 – i fas", "väntat i dag: 5 · 3 planerade"),
        ({"target": 8, "operator": ">="}, 9, 0, "9 av minst 8 – uppfyllt", ""),
        ({"target": 8, "operator": ">"}, 8, 1, "8 av fler än 8 – i fas", "väntat i dag: 6 · 1 planerad"),
        ({"target": 5, "target_max": 7, "operator": "range"}, 1, 0, "1 av 5–7 – ligger efter", "väntat i dag: 3"),
        ({"target": 10, "operator": "~"}, 0, 0, "0 av ungefär 10 – ligger efter", "väntat i dag: 7"),
        ({"target": 1, "operator": "=", "per": "månad"}, 8, 0, "8 av 12 – i fas", "väntat i dag: 8"),
        ({"target": 4, "operator": "<="}, 5, 0, "5, planen säger högst 4 – ligger efter", ""),
        (
            {"target": None, "deadline": date(2026, 9, 20)},
            0,
            0,
            "Ingen hållen, planen säger flera – ligger efter",
            "väntat i dag: 1 · 5 dagar kvar",
        ),
        (
            {"target": None, "deadline": date(2026, 8, 20)},
            1,
            0,
            "1 hållen, planen säger flera – ligger efter",
            "tiden gick ut 20 aug",
        ),
        ({"target": None}, SEVERAL, 0, "2 genomförda – uppfyllt", ""),
        ({"kind": "one-off"}, 0, 0, "Inget ännu", ""),
        ({"kind": "one-off"}, 1, 0, "Genomfört – uppfyllt", ""),
        ({"kind": "one-off", "deadline": date(2026, 9, 1)}, 0, 0, "Inte gjort – ligger efter", "tiden gick ut 1 sep"),
        ({"kind": "ongoing"}, 2, 0, "2 insatser – avstannat", "senast 2 feb"),
        ({"kind": "ongoing"}, 0, 0, "Inga insatser – avstannat", ""),
        ({"kind": "ongoing", "closed_on": TODAY}, 0, 0, "Avslutat – uppfyllt", ""),
        ({"kind": "one-off", "dropped_on": TODAY}, 0, 1, "Utgått", ""),
    ],
)
def test_status_in_words(plan, fields, done, planned, words, detail):
    commitment = make_commitment(plan, **({"kind": "countable"} | fields))
    contribute(commitment, *days(done))
    contribute(commitment, *days(planned, month=12), state="planned", first_id=100)
    row = commitment_follow_up(commitment, weigh(ledger_lines(commitment)), TODAY)
    assert (row.words, row.detail) == (words, detail)


def test_the_bar_shows_done_planned_and_expected(plan):
    commitment = make_commitment(plan)
    contribute(commitment, *days(4))
    contribute(commitment, date(2026, 12, 1), state="planned", first_id=100)
    bar = commitment_follow_up(commitment, weigh(ledger_lines(commitment)), TODAY).bar
    assert bar is not None
    assert (bar.done, bar.planned, bar.expected) == (50.0, 62.5, 70.7)


def test_a_plan_that_is_over_is_judged_by_its_last_day(plan):
    commitment = make_commitment(plan, kind="ongoing")
    contribute(commitment, date(2026, 12, 1))
    follow_up = plan_follow_up(plan, date(2030, 1, 1))
    assert follow_up.commitments[0].status == Status.ALIVE
    assert said_of(follow_up) == "Av 2026 års 1 åtagande blev inget uppfyllt: ett löpande levde året ut."


def test_a_year_that_is_over_is_told_in_the_past(plan):
    contribute(make_commitment(plan, target=1), TODAY)
    for fields in ({}, {}, {"kind": "one-off"}, {"kind": "ongoing"}, {"dropped_on": TODAY}):
        make_commitment(plan, **fields)
    assert said_of(plan_follow_up(plan, date(2027, 1, 1))) == (
        "Av 2026 års 6 åtaganden blev ett uppfyllt. Tre nådde inte målet, ett avstannade och ett utgick."
    )


def test_a_year_in_which_all_was_fulfilled_says_so(plan):
    for number in (0, 1):
        contribute(make_commitment(plan, target=1), TODAY, first_id=number + 1)
    assert said_of(plan_follow_up(plan, date(2027, 1, 1))) == "Alla 2026 års 2 åtaganden blev uppfyllda."


def test_the_statement_says_how_it_goes_and_what_is_most_urgent(plan):
    fulfilled = make_commitment(plan, target=1)
    contribute(fulfilled, TODAY)
    make_commitment(plan, target=None, deadline=date(2026, 10, 20))
    make_commitment(plan, target=20)
    assert said_of(plan_follow_up(plan, TODAY)) == (
        "Av årets 3 åtaganden är ett uppfyllt. Två ligger efter – mest bråttom är det med punkt 1.3 (Styrelsen)."
    )


def test_a_deadline_soon_makes_it_urgent(plan):
    make_commitment(plan, target=8)
    soon = make_commitment(plan, target=None, deadline=date(2026, 9, 18))
    follow_up = plan_follow_up(plan, TODAY)
    assert urgent_commitments(follow_up)[0].id == soon.pk
    assert "punkt 1.2 (Styrelsen), senast 18 september" in said_of(follow_up)


def test_urgent_commitments_of_some_bodies_only(plan, cast):
    make_commitment(plan)
    own = make_commitment(plan, responsible=cast.bodies["sundsvall"])
    follow_up = plan_follow_up(plan, TODAY)
    assert [row.id for row in urgent_commitments(follow_up, {cast.bodies["sundsvall"].pk})] == [own.pk]


def test_a_draft_is_not_judged(db):
    draft = make_plan(2027, adopted=False)
    make_commitment(draft)
    assert said_of(plan_follow_up(draft, TODAY)) == (
        "Utkastet har 1 åtagande i ett område. Det följs upp när planen är antagen."
    )


def test_the_parts_of_the_bar_make_up_the_whole(plan):
    for kind in ("one-off", "ongoing", "one-off"):
        make_commitment(plan, kind=kind)
    parts = plan_follow_up(plan, TODAY).parts
    assert [(part.status, part.count) for part in parts] == [(Status.STALLED, 1), (Status.NONE_YET, 2)]
    assert sum(part.share for part in parts) == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("commitments", [1, 30])
@pytest.mark.parametrize("contributions", [1, 200])
def test_following_up_is_three_queries_whatever_the_size(plan, django_assert_num_queries, commitments, contributions):
    rows = [make_commitment(plan) for _ in range(commitments)]
    contribute(rows[0], *[TODAY] * contributions)
    with django_assert_num_queries(3):
        plan_follow_up(plan, TODAY)


@pytest.mark.parametrize(("done", "words"), [(1, "1 av fler än 3 – ligger efter"), (4, "4 av fler än 3 – uppfyllt")])
def test_more_than_last_year_is_held_against_last_years_figure(plan, done, words):
    commitment = make_commitment(
        plan, text="Studiecirklarna ska bli fler än under 2025.", target=None, operator="", last_year=3
    )
    contribute(commitment, *days(done))
    row = commitment_follow_up(commitment, weigh(ledger_lines(commitment)), TODAY)
    assert row.words == words
