"""The plan's ledger follows what happens to an activity."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from distrikt.organisation.models import Body
from plan.models import Contribution, YearPlan
from plan.tasks import keep_ledger_true
from plan.year_wheel import CROWDED
from tests.traffar.activities import NOW, at, make_activity, make_plan
from traffar.actions import (
    StatusPassed,
    cancel_activity,
    delete_activity,
    edit_activity,
    link_commitments,
    publish_activity,
    report_outcome,
)
from traffar.evidence import links, truth
from traffar.models import Activity
from traffar.wheel import year_marks


def ledger() -> list[tuple[str, date, str]]:
    return list(Contribution.objects.values_list("state", "day", "label"))


@pytest.fixture
def linked(cast) -> Activity:
    activity = make_activity(cast)
    commitment = make_plan().commitments.get(number="1.1")
    link_commitments(activities=[activity], commitments=[commitment.pk], by=cast.sundsvall.pk)
    return activity


def test_a_planned_activity_is_planned_in_the_ledger(linked):
    assert ledger() == [("planned", date(2026, 9, 26), "Torgmöte, Sundsvall")]


def test_a_held_activity_is_done(cast, linked):
    report_outcome(activity=linked, photo=None, version=linked.version, by=cast.sundsvall.pk)
    assert ledger() == [("done", date(2026, 9, 26), "Torgmöte, Sundsvall")]


def test_a_cancelled_activity_is_taken_out(cast, linked):
    cancel_activity(activity=linked, reason="Storm", by=cast.sundsvall.pk)
    assert ledger() == []


def test_a_moved_and_renamed_activity_moves_in_the_ledger(cast, linked):
    linked.starts_at, linked.ends_at, linked.title = at(3, month=10), at(3, 20, month=10), "Höstmarknad"
    edit_activity(activity=linked, co_hosts=[], version=linked.version, by=cast.sundsvall.pk, at=NOW)
    assert ledger() == [("planned", date(2026, 10, 3), "Höstmarknad, Sundsvall")]


def test_an_activity_moved_to_another_year_leaves_the_plan_of_this_one(cast, linked):
    linked.starts_at, linked.ends_at = at(3, year=2027), at(3, 20, year=2027)
    edit_activity(activity=linked, co_hosts=[], version=linked.version, by=cast.sundsvall.pk, at=NOW)
    assert ledger() == []


def test_a_draft_does_not_count(cast, linked):
    draft = make_activity(cast, status="draft")
    link_commitments(activities=[draft], commitments=[Contribution.objects.get().commitment_id], by=cast.sundsvall.pk)
    assert Contribution.objects.count() == 1
    delete_activity(activity=draft, by=cast.sundsvall.pk)
    assert Contribution.objects.count() == 1


def test_what_was_cancelled_meanwhile_is_not_linked(cast):
    seen = make_activity(cast)
    commitment = make_plan().commitments.get(number="1.1")
    cancel_activity(activity=Activity.objects.get(), reason="Storm", by=cast.sundsvall.pk)
    link_commitments(activities=[seen], commitments=[commitment.pk], by=cast.sundsvall.pk)
    assert ledger() == []


STEPS = {
    "move": lambda activity, by: move(activity, by, month=10),
    "move to another year": lambda activity, by: move(activity, by, year=2027),
    "publish": lambda activity, by: publish_activity(activity=activity, by=by),
    "cancel": lambda activity, by: cancel_activity(activity=activity, reason="Storm", by=by),
    "report": lambda activity, by: report_outcome(activity=activity, photo=None, version=activity.version, by=by),
    "link": lambda activity, by: link_commitments(
        activities=[activity], commitments=list(make_once().commitments.values_list("pk", flat=True)), by=by
    ),
}


def move(activity: Activity, by: int, **moved) -> None:
    activity.starts_at, activity.ends_at = at(3, **moved), at(3, 20, **moved)
    edit_activity(activity=activity, co_hosts=[], version=activity.version, by=by, at=NOW)


def make_once() -> YearPlan:
    return YearPlan.objects.filter(year=2026).first() or make_plan()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["draft", "planned"]), st.lists(st.sampled_from(sorted(STEPS)), max_size=5))
def test_the_ledger_agrees_with_the_truth_after_any_steps(cast, status, steps):
    Activity.objects.all().delete()
    Contribution.objects.all().delete()
    activity = make_activity(cast, status=status)
    for step in steps:
        activity.refresh_from_db()
        if step == "report" and not activity.counts:
            continue
        try:
            STEPS[step](activity, cast.sundsvall.pk)
        except StatusPassed:
            continue
    said = set(Contribution.objects.filter(source_id=activity.pk).values_list("state", "day", "label"))
    assert said <= {truth([activity.pk]).get(activity.pk)}


def test_links_lead_only_to_what_may_be_seen(cast):
    planned, draft = make_activity(cast), make_activity(cast, status="draft")
    ids = [planned.pk, draft.pk]
    assert links(ids, cast.viewer("ange")) == {planned.pk: f"/traffar/{planned.pk}/"}
    assert links(ids, cast.viewer("administrator")) == {}


def test_check_contributions_is_content_with_a_true_ledger(linked):
    out = StringIO()
    call_command("check_contributions", stdout=out)
    assert "Liggaren stämmer" in out.getvalue()


def test_check_contributions_finds_and_mends(cast, linked):
    Contribution.objects.update(state="done", label="Något annat")
    gone = Contribution.objects.get()
    Contribution.objects.create(
        commitment=gone.commitment, source_kind="activity", source_id=4711, state="done", day=gone.day, label="Borta"
    )
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_contributions", stdout=out)
    assert ended.value.code == 1
    assert "activity 4711" in out.getvalue()
    assert "Något annat" in out.getvalue()
    assert Contribution.objects.count() == 2
    call_command("check_contributions", "--mend", stdout=out)
    assert ledger() == [("planned", date(2026, 9, 26), "Torgmöte, Sundsvall")]


def test_a_body_that_gets_another_name_has_it_in_the_ledger_too(cast, linked):
    Body.objects.filter(slug="sundsvall").update(name="Sundsvall med omnejd")
    keep_ledger_true()
    assert ledger() == [("planned", date(2026, 9, 26), "Torgmöte, Sundsvall med omnejd")]


def test_the_wheel_shows_what_is_planned_and_held(cast):
    held = make_activity(cast, status="held", starts_at=at(1))
    make_activity(cast)
    make_activity(cast, status="draft")
    make_activity(cast, status="cancelled", cancel_reason="Storm")
    make_activity(cast, starts_at=at(1, year=2025))
    marks = year_marks(date(2026, 1, 1), date(2026, 12, 31), cast.viewer("sundsvall"))
    assert [(mark.day.day, mark.ring, mark.done) for mark in marks] == [(1, "outreach", True), (26, "outreach", False)]
    assert marks[0].url == held.get_absolute_url()


def test_a_crowded_wheel_is_added_up(cast):
    rows = [
        Activity(
            kind="square_meeting",
            organiser=cast.bodies["ange"],
            starts_at=at(1 + day % 20),
            ends_at=at(1 + day % 20, 20),
        )
        for day in range(CROWDED + 1)
    ]
    Activity.objects.bulk_create(rows)
    marks = year_marks(date(2026, 1, 1), date(2026, 12, 31), cast.viewer("sundsvall"))
    assert len(marks) == 20
    assert sum(mark.count for mark in marks) == CROWDED + 1
    assert {mark.ring for mark in marks} == {"outreach"}
