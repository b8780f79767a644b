from datetime import date

import pytest

from plan.models import CommitmentCounts, YearPlan
from plan.proposals import propose_commitments
from tests.traffar.activities import make_plan

DAY = date(2026, 9, 26)


def numbers(*words: str, value: str = "other", day: date = DAY, likely: bool = True) -> list[str]:
    proposals = propose_commitments(source_kind="activity", value=value, words=words, day=day)
    return [proposal.number for proposal in proposals if proposal.likely or not likely]


@pytest.fixture
def plan(db) -> YearPlan:
    return make_plan()


def test_what_a_commitment_is_set_to_count_comes_first(plan):
    assert numbers("torgmöte", value="square_meeting") == ["1.1"]
    CommitmentCounts.objects.create(commitment=plan.commitments.get(number="1.2"), value="square_meeting")
    assert numbers(value="square_meeting") == ["1.1", "1.2"]


@pytest.mark.parametrize("words", ["studiecirkel", "Studiecirklar om klimatet", "Cirkel i feminism", "STUDIECIRKELN"])
def test_words_of_the_sentence_are_known_in_their_forms(plan, words):
    assert numbers(words) == ["1.2"]


def test_words_that_say_nothing_propose_nothing(plan):
    assert numbers("annat", "Distriktet", "kaffe och bulle") == []


def test_a_word_in_every_sentence_weighs_little(plan):
    plan.commitments.update(text="Partiföreningarna ska hålla öppna arrangemang.")
    assert numbers("öppet arrangemang") == []


def test_only_the_plan_in_force_on_the_day_proposes(plan):
    assert numbers("studiecirkel", day=date(2027, 1, 1), likely=False) == []
    plan.status = YearPlan.Status.DRAFT
    plan.save()
    assert numbers("studiecirkel", likely=False) == []


def test_a_dropped_commitment_is_not_proposed(plan):
    plan.commitments.filter(number="1.2").update(dropped_on=date(2026, 6, 1))
    assert numbers("studiecirkel", likely=False) == ["1.1"]


def test_every_commitment_may_be_chosen_in_the_plans_order(plan):
    assert numbers("kaffe", likely=False) == ["1.1", "1.2"]


def test_it_costs_two_queries_whatever_the_plan(plan, django_assert_num_queries):
    with django_assert_num_queries(2):
        numbers("studiecirkel")
