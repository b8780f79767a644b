import pytest
import time_machine

from distrikt.utskick.models import Letter
from tests.utskick.letters import write


@pytest.fixture
def september():
    with time_machine.travel("2026-09-15 10:00+02:00"):
        yield


@pytest.fixture
def draft(september, log_in) -> Letter:
    """The chair's, to the two contacts."""
    return write(log_in("chair"))
