import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import BRANCHES
from tests.traffar.activities import at, make_activity
from traffar.models import FAMILY_OF, Activity, ActivityKind
from traffar.rules import organising_bodies

SLUGS = ["sundsvall", "ange", "distriktet", "distriktsstyrelsen", "klimatnatverket", "regiongruppen"]
PEOPLE = [
    "chair",
    "ombudsman",
    "sundsvall",
    "ange",
    "convener",
    "region",
    "auditor",
    "member",
    "administrator",
    "stranger",
]


def test_every_kind_has_a_family():
    assert set(FAMILY_OF) == set(ActivityKind)


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"ends_at": at(26, 10)}, "activity_ends_after_start"),
        ({"headcount": 3, "from_other_branches": 4}, "activity_guests_within_headcount"),
        ({"status": Activity.Status.CANCELLED}, "activity_cancelled_with_reason"),
    ],
)
def test_the_database_refuses_what_cannot_be(cast, broken, constraint):
    with pytest.raises(IntegrityError):
        make_activity(cast, **broken)


def test_a_constraint_speaks_swedish(cast):
    activity = make_activity(cast)
    activity.ends_at = at(1)
    with pytest.raises(ValidationError, match="kan inte sluta innan den börjar"):
        activity.full_clean()


def test_one_submission_gives_one_row_for_each_occurrence(cast):
    activity = make_activity(cast)
    with pytest.raises(IntegrityError):
        make_activity(cast, submission=activity.submission)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(SLUGS), st.sampled_from(Activity.Status.values), st.sampled_from([None, *SLUGS])),
        max_size=5,
    ),
    st.sampled_from(PEOPLE),
)
def test_visible_to_never_shows_drafts_of_others(cast, rows, name):
    Activity.objects.all().delete()
    viewer = cast.viewer(name)
    for body, status, co_host in rows:
        activity = make_activity(cast, body, status=status, cancel_reason="Regn")
        activity.co_hosts.set([cast.bodies[co_host]] if co_host else [])
    own = organising_bodies(viewer)
    may_act_for = {body for body in cast.bodies.values() if own is None or body.pk in own}
    expected = {
        activity
        for activity in Activity.objects.all()
        if viewer.sees_content
        and (not activity.is_draft or may_act_for & {activity.organiser, *activity.co_hosts.all()})
    }
    assert set(Activity.objects.visible_to(viewer)) == expected
    assert len(Activity.objects.visible_to(viewer)) == len(expected)
    assert set(Activity.objects.published_to(viewer)) == {row for row in expected if not row.is_draft}


def test_the_branches_of_the_cast_are_there(cast):
    assert cast.bodies["sundsvall"].name in BRANCHES
