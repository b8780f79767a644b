"""What the tests of sign-up begin with."""

import pytest

from tests.traffar.activities import NOW, make_activity


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW)
    return time_machine


@pytest.fixture
def event(cast):
    return make_activity(cast, audience="everyone", contact=cast.sundsvall, title="Kulturkväll")
