import pytest

from tests.styrelse.meetings import NOW


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW)
    return time_machine
