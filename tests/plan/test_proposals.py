from datetime import date

import pytest

from distrikt.organisation.models import Body
from distrikt.webb.demo.district import make_district
from distrikt.webb.demo.plan import make_plan as make_demo_plan
from plan.models import CommitmentCounts, YearPlan
from plan.proposals import Proposal, propose_commitments
from tests.traffar.activities import make_plan
from traffar.models import ActivityKind

DAY = date(2026, 9, 26)


def proposals(*words: str, value: str = "other", hosts: tuple[Body, ...] = (), day: date = DAY) -> list[Proposal]:
    return propose_commitments(source_kind="activity", value=value, words=words, hosts=hosts, day=day)


def numbers(*words: str, **known) -> list[str]:
    return [proposal.number for proposal in proposals(*words, **known)]


def near(*words: str, **known) -> list[str]:
    return [proposal.number for proposal in proposals(*words, **known) if proposal.is_near]


@pytest.fixture
def plan(db) -> YearPlan:
    return make_plan()


# Kind, who arranges it, on which day (month, day): the sentence of the demo's plan that is asked about, if any.
ASKED = """
board_meeting           distriktsstyrelsen          11/22   4.1
executive_meeting       vu                          11/22   -
course_session          distriktet                  11/22   1.1
course_session          sundsvall                   11/22   -
study_circle            sundsvall                   11/22   1.2
study_circle            distriktet                  11/22   -
representatives_meetup  distriktet                  11/22   2.1
autumn_conference       distriktsstyrelsen          10/10   2.2
annual_conference       distriktet                  3/14    -
congress_preparation    distriktet                  9/20    3.1
congress_preparation    distriktet                  10/20   3.2
members_meeting         ange                        11/22   10.1
members_meeting         klimatnatverket             11/22   -
feminism_meetup         distriktet                  11/22   6.1
feminism_meetup         sundsvall                   11/22   -
network_meeting         klimatnatverket             11/22   7.2
network_action          klimatnatverket             11/22   7.1
network_action          sundsvall                   11/22   -
open_event              sundsvall                   11/22   8.1
open_event              distriktet                  11/22   8.1
open_event              regiongruppen               11/22   9.3
square_meeting          ange                        11/22   8.2
square_meeting          regiongruppen               11/22   -
leafleting              ornskoldsvik                11/22   8.3
action                  sundsvall                   11/22   -
rally                   sundsvall                   11/22   -
rally                   sundsvall                   5/1     8.4
rally                   antirasistiska-natverket    3/21    7.4
rally                   sundsvall                   3/21    -
visit                   distriktsstyrelsen          11/22   4.2
visit                   regiongruppen               11/22   -
visit                   distriktet                  11/22   -
visit                   fackliga-natverket          11/22   7.3
other                   sundsvall                   11/22   -
"""


def test_what_is_asked_by_kind_organiser_and_day(db):
    bodies = make_district()
    make_demo_plan(2026, today=date(2026, 11, 22))
    asked = []
    for kind, slug, when, _ in map(str.split, ASKED.strip().splitlines()):
        day = date(2026, *map(int, when.split("/")))
        first = proposals(ActivityKind(kind).label, value=kind, hosts=(bodies[slug],), day=day)[0]
        asked.append(first.number if first.counts else "-")
    assert asked == [row.split()[-1] for row in ASKED.strip().splitlines()]


def test_a_branch_sees_what_the_district_undertakes_but_it_is_not_ticked(db):
    bodies = make_district()
    make_demo_plan(2026, today=DAY)
    first = proposals(value="course_session", hosts=(bodies["sundsvall"],))[0]
    assert (first.number, first.is_near, first.counts) == ("1.1", True, False)


def test_a_co_host_who_answers_for_it_is_asked_too(db):
    bodies = make_district()
    make_demo_plan(2026, today=DAY)
    assert numbers(value="square_meeting", hosts=(bodies["regiongruppen"], bodies["ange"]))[0] == "8.2"


def test_what_a_commitment_is_set_to_count_comes_first(plan):
    assert near("torgmöte", value="square_meeting") == ["1.1"]
    CommitmentCounts.objects.create(commitment=plan.commitments.get(number="1.2"), value="square_meeting")
    assert near(value="square_meeting") == ["1.1", "1.2"]


@pytest.mark.parametrize("words", ["studiecirkel", "Studiecirklar om klimatet", "Cirkel i feminism", "STUDIECIRKELN"])
def test_words_of_the_sentence_are_known_in_their_forms(plan, words):
    assert near(words) == ["1.2"]


def test_words_alone_count_nothing(plan):
    assert not any(proposal.counts for proposal in proposals("studiecirkel"))


def test_words_that_say_nothing_propose_nothing(plan):
    assert near("annat", "Distriktet", "kaffe och bulle") == []


def test_a_word_in_every_sentence_weighs_little(plan):
    rare = proposals("studiecirkel")[0].score
    plan.commitments.update(text="Varje partiförening ska hålla en studiecirkel.")
    assert proposals("studiecirkel")[0].score < rare


def test_what_is_late_is_not_counted(plan):
    plan.commitments.filter(number="1.1").update(deadline=date(2026, 9, 26), deadline_text="senast den 26 september")
    assert near(value="square_meeting") == ["1.1"]
    assert near(value="square_meeting", day=date(2026, 9, 27)) == []


def test_what_is_about_a_day_counts_on_that_day_alone(plan):
    plan.commitments.filter(number="1.1").update(deadline=date(2026, 9, 26), deadline_text="den 26 september")
    assert near(value="square_meeting") == ["1.1"]
    assert near(value="square_meeting", day=date(2026, 9, 25)) == []


def test_only_the_plan_in_force_on_the_day_proposes(plan):
    assert numbers("studiecirkel", day=date(2027, 1, 1)) == []
    plan.status = YearPlan.Status.DRAFT
    plan.save()
    assert numbers("studiecirkel") == []


def test_a_dropped_commitment_is_not_proposed(plan):
    plan.commitments.filter(number="1.2").update(dropped_on=date(2026, 6, 1))
    assert numbers("studiecirkel") == ["1.1"]


def test_every_commitment_may_be_chosen_in_the_plans_order(plan):
    assert numbers("kaffe") == ["1.1", "1.2"]


def test_it_costs_two_queries_whatever_the_plan(plan, django_assert_num_queries):
    with django_assert_num_queries(2):
        numbers("studiecirkel")
