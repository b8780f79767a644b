"""The start page: what to do, what comes next and how the plan is doing, by role."""

from datetime import date, datetime, timedelta

import pytest
from model_bakery import baker

from distrikt.clock import STOCKHOLM
from distrikt.webb.start import start_page
from plan.models import Area, Commitment, Intake, YearPlan
from tests.cast import Cast
from traffar.models import Activity, SignUp

TODAY = date(2026, 9, 15)
NOON = datetime(2026, 9, 15, 12, tzinfo=STOCKHOLM)


def an_activity(cast: Cast, body: str, days: int, **fields) -> Activity:
    """A square meeting of two hours, so many days from today."""
    start = NOON + timedelta(days=days)
    return baker.make(
        Activity,
        kind="square_meeting",
        organiser=cast.bodies[body],
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        **{"status": Activity.Status.PLANNED, "cancel_reason": "", **fields},
    )


def a_plan(**fields) -> YearPlan:
    return baker.make(
        YearPlan,
        year=2026,
        title="Verksamhetsplan 2026",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        **fields,
    )


def titles(cast: Cast, name: str, part: str = "todo") -> list[str]:
    return [row.title for row in getattr(start_page(cast.viewer(name, TODAY), NOON), part)]


def test_the_own_branch_is_asked_how_it_went(cast):
    an_activity(cast, "sundsvall", -2)
    assert titles(cast, "sundsvall") == ["Hur gick det? Torgmöte"]
    assert titles(cast, "ange") == []
    assert titles(cast, "ombudsman") == ["Hur gick det? Torgmöte", "Läs in verksamhetsplanen"]


def test_nobody_is_asked_about_what_nobody_remembers(cast):
    an_activity(cast, "sundsvall", -45)
    assert titles(cast, "sundsvall") == []


def test_what_comes_next_is_the_same_for_all_but_drafts(cast):
    an_activity(cast, "sundsvall", 3)
    an_activity(cast, "ange", 2, status=Activity.Status.DRAFT, title="Hemligt")
    assert titles(cast, "member", "coming") == ["Torgmöte"]
    assert titles(cast, "administrator", "coming") == []


def test_the_own_bodys_activities_come_first(cast):
    for days, body in enumerate(["ange", "timra", "sundsvall", "kramfors"], start=1):
        an_activity(cast, body, days, title=f"I {body}")
    assert titles(cast, "sundsvall", "own") == ["I sundsvall"]
    assert titles(cast, "sundsvall", "coming") == ["I ange", "I timra", "I kramfors"]
    assert titles(cast, "chair", "own") == []
    assert titles(cast, "chair", "coming") == ["I ange", "I timra", "I sundsvall", "I kramfors"]


def test_the_administrator_is_led_to_what_administrators_do(cast, log_in):
    assert titles(cast, "administrator", "links") == ["Bjud in", "Väntande inbjudningar", "Inställningar"]
    page = log_in("administrator").get("/").content.decode()
    assert "inget uppdrag" not in page
    assert "Härnäst" not in page
    assert titles(cast, "chair", "links") == []
    assert "inget uppdrag" in log_in("stranger").get("/").content.decode()


def test_a_review_that_is_begun_waits_to_be_gone_on_with(cast):
    intake = baker.make(Intake, year=2027, source_name="plan.pdf", headings=[], candidates=[])
    row = next(row for row in start_page(cast.viewer("chair", TODAY), NOON).todo if row.action == "Fortsätt granska")
    assert (row.title, str(intake.pk) in row.url) == ("Granska verksamhetsplanen 2027", True)
    assert "Läs in verksamhetsplanen" not in titles(cast, "chair")
    assert titles(cast, "sundsvall") == []


def test_a_draft_plan_waits_for_the_board(cast):
    a_plan(status=YearPlan.Status.DRAFT)
    assert "Anta Verksamhetsplan 2026" in titles(cast, "chair")
    assert titles(cast, "sundsvall") == []


def test_the_report_is_to_be_written_when_the_year_is_over(cast):
    a_plan(status=YearPlan.Status.ADOPTED, adopted_on=date(2026, 3, 14))
    page = start_page(cast.viewer("secretary", date(2027, 1, 20)), NOON + timedelta(days=127))
    assert "Skriv verksamhetsberättelsen för 2026" in [row.title for row in page.todo]


def test_what_one_has_signed_up_to_says_so(cast):
    an_activity(cast, "sundsvall", 3)
    SignUp.objects.create(activity=Activity.objects.get(), person=cast.member, status="coming", source="account")
    metas = {name: start_page(cast.viewer(name, TODAY), NOON).coming[0].meta for name in ("member", "chair")}
    assert metas["member"].endswith(" · du är anmäld")
    assert metas["member"].startswith(metas["chair"])


def test_what_is_most_urgent_is_shown_to_those_who_answer_for_it(cast):
    plan = a_plan(status=YearPlan.Status.ADOPTED, adopted_on=date(2026, 3, 14))
    area = Area.objects.create(plan=plan, position=1, number=1, heading="Möten", slug="moten")
    Commitment.objects.create(
        plan=plan, area=area, position=1, number="1.1", text="Sundsvall ska hålla minst åtta torgmöten.",
        kind="countable", target=8, operator=">=", responsible=cast.bodies["sundsvall"],
    )  # fmt: skip
    seen = {name: [row.number for row in start_page(cast.viewer(name, TODAY), NOON).urgent] for name in cast.people}
    assert {name for name, numbers in seen.items() if numbers} == {"chair", "secretary", "ombudsman", "sundsvall"}


@pytest.mark.parametrize(("name", "most"), [("chair", 15), ("sundsvall", 14), ("member", 12), ("administrator", 12)])
def test_the_number_of_queries_does_not_grow(cast, log_in, django_assert_max_num_queries, name, most):
    a_plan(status=YearPlan.Status.ADOPTED, adopted_on=date(2026, 3, 14))
    for day in range(-29, 31):
        an_activity(cast, "sundsvall", day)
    client = log_in(name)
    client.get("/")
    with django_assert_max_num_queries(most):
        assert client.get("/").status_code == 200
