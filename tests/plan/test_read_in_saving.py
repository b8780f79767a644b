"""From what was read to the plan's rows: numbers, days, bodies, what is counted, last year's figure."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from distrikt.organisation.models import Body, BodyKind
from plan.countables import countables_in
from plan.intake.actions import (
    PlanExists,
    PlanFacts,
    discard_old_intakes,
    save_reading,
    save_review,
    start_intake,
)
from plan.intake.bodies import body_named
from plan.intake.deadlines import deadline_of
from plan.intake.review import review_of
from plan.models import CommitmentCounts, Intake, YearPlan
from plan.reading import PlanReading, read_plan
from tests.plan.builders import contribute, make_commitment, make_plan
from tests.plan.read_in_text import BOARD_MEETS, CIRCLES, PAPER, PLAN

YEAR = {"starts_on": date(2031, 1, 1), "ends_on": date(2031, 12, 31)}
FACTS = PlanFacts(year=2031, title="Verksamhetsplan 2031", organisation="Partiet i Granlandet", **YEAR)


def reading(text: str = PLAN) -> PlanReading:
    return read_plan(text.encode(), filename="plan.txt")


@pytest.fixture
def saved(cast) -> YearPlan:
    return save_reading(reading=reading(), facts=FACTS)


def test_sentences_are_saved_to_the_letter(saved):
    for commitment in saved.commitments.all():
        start = commitment.source_start
        assert saved.source_text[start : start + len(commitment.text)] == commitment.text


def test_areas_and_commitments_are_numbered_in_the_documents_order(saved):
    assert list(saved.areas.values_list("number", "heading", "kind")) == [
        (None, "Det politiska läget", "background"),
        (1, "Styrelsen", "commitments"),
        (2, "Utåtriktat arbete", "commitments"),
    ]
    assert [c.number for c in saved.commitments.in_plan_order()] == ["1.1", "1.2", "2.1", "2.2", "2.3"]


def test_an_area_keeps_its_text_without_its_heading(saved):
    assert (
        saved.areas.get(number=None).text == "Högern flyttar fram sina positioner. Vi behöver prata mer om jämlikhet."
    )


def test_the_number_that_can_be_counted_is_saved(saved):
    meets = saved.commitments.get(text=BOARD_MEETS)
    assert (meets.kind, meets.operator, meets.target, meets.unit) == ("countable", ">=", 8, "möten")


def test_a_number_of_what_is_not_counted_is_left_out(cast):
    read = reading()
    odd = replace(read.areas[1].commitments[0], kind="ongoing")
    area = replace(read.areas[1], commitments=(odd,))
    plan = save_reading(reading=replace(read, areas=(area,)), facts=FACTS)
    assert plan.commitments.get().target is None


def test_the_responsible_body_is_found(saved, cast):
    responsible = dict(saved.commitments.values_list("text", "responsible"))
    assert responsible[BOARD_MEETS] == cast.bodies["distriktsstyrelsen"].pk
    # The ombudsman is no body: the plan's own word stands.
    assert responsible[CIRCLES] is None
    assert saved.commitments.get(text=CIRCLES).responsible_text == "ombudsmannen"


def test_a_deadline_is_a_day_in_the_plans_year(saved):
    assert saved.commitments.get(text=PAPER).deadline == date(2031, 10, 1)


def test_a_commitment_counts_what_its_words_speak_of(saved):
    counted = CommitmentCounts.objects.filter(commitment__plan=saved).values_list("commitment__number", "value")
    assert set(counted) == {
        ("1.1", "board_meeting"),
        ("2.1", "open_event"),
        ("2.1", "leafleting"),
        ("2.2", "study_circle"),
    }


def test_more_than_last_year_gets_last_years_figure(cast):
    last = make_plan(2030)
    circles = make_commitment(last, text="Studiecirklar ska hållas.")
    CommitmentCounts.objects.create(commitment=circles, value="study_circle")
    contribute(circles, date(2030, 3, 1), date(2030, 4, 1), date(2030, 5, 1))
    contribute(circles, date(2030, 12, 1), state="planned", first_id=9)
    plan = save_reading(reading=reading(), facts=FACTS)
    assert plan.commitments.get(text=CIRCLES).last_year == 3
    assert plan.commitments.get(text=BOARD_MEETS).last_year is None


def test_headings_of_the_same_name_get_addresses_of_their_own(cast):
    text = "# Plan\n\n## Möten\n\nVi ska hålla tre möten.\n\n## Möten\n\nVi ska hålla två möten.\n"
    plan = save_reading(reading=reading(text), facts=FACTS)
    assert list(plan.areas.values_list("slug", flat=True)) == ["moten", "moten-2"]


def test_a_heading_below_another_has_it_as_parent(cast):
    text = "# Plan 2031\n\n# Internt\n\n## Möten\n\nVi ska hålla tre möten.\n\n# Utåt\n\nVi ska dela flygblad.\n"
    plan = save_reading(reading=reading(text), facts=FACTS)
    parents = {area.heading: area.parent and area.parent.heading for area in plan.areas.select_related("parent")}
    assert parents["Möten"] == "Internt"
    assert parents["Utåt"] is None


def test_a_plan_with_a_day_of_adoption_is_adopted(cast):
    facts = replace(FACTS, title="Förslag på plan 2031", adopted_on=date(2031, 3, 14), decision="§ 14")
    plan = save_reading(reading=reading(), facts=facts)
    assert (plan.status, plan.adopted_on, plan.decision) == ("adopted", date(2031, 3, 14), "§ 14")
    assert plan.title == "Plan 2031"


def test_the_same_submission_gives_the_same_plan(cast):
    submission = uuid4()
    plans = [save_review(review=review_of(reading()), facts=FACTS, submission=submission) for _ in range(2)]
    assert plans[0] == plans[1]
    assert YearPlan.objects.get().commitments.count() == 5


def test_a_plan_for_a_year_that_exists_is_refused_and_nothing_saved(saved):
    with pytest.raises(PlanExists, match="Det finns redan en verksamhetsplan för 2031"):
        save_reading(reading=reading(), facts=FACTS)
    assert saved.commitments.count() == 5


def test_a_document_that_nobody_saves_is_thrown_away_after_30_days(cast):
    now = timezone.now()
    for days in (29, 31):
        read_at = now - timedelta(days=days)
        start_intake(reading=reading(), submission=uuid4(), year=None, source_name="", by=cast.chair.pk, at=read_at)
    assert discard_old_intakes(at=now) == 1
    assert Intake.objects.get().read_at == now - timedelta(days=29)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("senast den 1 oktober", date(2031, 10, 1)),
        ("den 1:a maj", date(2031, 5, 1)),
        ("före den 1 maj", date(2031, 4, 30)),
        ("senast 15/9", date(2031, 9, 15)),
        ("senast i november", date(2031, 11, 30)),
        ("före utgången av februari", date(2031, 2, 28)),
        ("2031-06-06", date(2031, 6, 6)),
        ("senast den 1 mars 2031", date(2031, 3, 1)),
        ("senast den 1 mars 2029", None),
        ("den 30 februari", None),
        ("styrelsemötet i september", None),
        ("inför kongressen", None),
        ("senast 14 dagar före årsmötet", None),
    ],
)
def test_days_in_words(words, day):
    assert deadline_of(words, **YEAR) == day


def test_a_day_after_new_year_lies_in_the_plans_second_half():
    period = {"starts_on": date(2031, 7, 1), "ends_on": date(2032, 6, 30)}
    assert deadline_of("senast den 1 mars", **period) == date(2032, 3, 1)


@given(st.text(alphabet="denstjmarokf 0123456789/-.:", max_size=40))
def test_a_day_is_in_the_period_or_none(words):
    day = deadline_of(words, **YEAR)
    assert day is None or YEAR["starts_on"] <= day <= YEAR["ends_on"]


BODIES = [
    Body(kind=BodyKind.DISTRICT, name="Distriktet"),
    Body(kind=BodyKind.BOARD, name="Distriktsstyrelsen"),
    Body(kind=BodyKind.NETWORK, name="Klimatnätverket"),
    Body(kind=BodyKind.NETWORK, name="Fackliga nätverket"),
    Body(kind=BodyKind.BRANCH, name="Timrå"),
]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("styrelsen", "Distriktsstyrelsen"),
        ("DS", "Distriktsstyrelsen"),
        ("ombudsmannen", None),
        ("klimatnätverket", "Klimatnätverket"),
        ("partiföreningen i Timrå", "Timrå"),
        ("nätverken", None),
        ("Klimatnätverket och fackliga nätverket", None),
        ("studieansvarig", None),
        ("", None),
    ],
)
def test_bodies_by_the_words_of_plans(words, name):
    body = body_named(words, BODIES)
    assert (body.name if body else None) == name


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Distriktsstyrelsen ska sammanträda minst 8 gånger.", ["board_meeting"]),
        ("Vi ska starta upp träffar för parlamentariker.", ["representatives_meetup"]),
        ("Distriktet ska ordna förberedande träffar inför kongressen.", ["congress_preparation"]),
        ("Vi ska anordna en höstkonferens.", ["autumn_conference"]),
        ("Vi ska ordna öppna arrangemang för allmänheten.", ["open_event"]),
        ("Styrelsen leder distriktet mellan årskonferenserna.", []),
        ("Vi ska växa.", []),
    ],
)
def test_what_the_words_of_plans_count(sentence, kinds):
    assert [countable.value for countable in countables_in(sentence)] == kinds
