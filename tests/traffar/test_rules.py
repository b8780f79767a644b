"""The row "activities" of the role table: who may change whose."""

import pytest

from distrikt.access import may
from tests.traffar.activities import make_activity

# name: bodies whose activities they may change, of these six
BODIES = ["sundsvall", "ange", "distriktet", "distriktsstyrelsen", "klimatnatverket", "regiongruppen"]
MAY_CHANGE = {
    "chair": {"distriktet", "distriktsstyrelsen"},
    "secretary": {"distriktet", "distriktsstyrelsen"},
    "ombudsman": set(BODIES),
    "sundsvall": {"sundsvall"},
    "ange": {"ange"},
    "convener": {"klimatnatverket"},
    "region": {"regiongruppen"},
    "auditor": set(),
    "member": set(),
    "administrator": set(),
    "stranger": set(),
}


@pytest.mark.parametrize("name", MAY_CHANGE)
def test_who_may_change_whose_activities(cast, name):
    viewer = cast.viewer(name)
    for permission in ("traffar.change_activity", "traffar.report_outcome"):
        changed = {body for body in BODIES if may(viewer, permission, make_activity(cast, body))}
        assert changed == MAY_CHANGE[name]
    assert may(viewer, "traffar.add_activity") == bool(MAY_CHANGE[name])


def test_a_co_host_may_change(cast):
    activity = make_activity(cast, "sundsvall")
    assert not may(cast.viewer("ange"), "traffar.change_activity", activity)
    activity.co_hosts.add(cast.bodies["ange"])
    assert may(cast.viewer("ange"), "traffar.change_activity", activity)
