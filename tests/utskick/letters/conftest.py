import pytest
import time_machine

from distrikt.utskick.models import Letter
from tests.utskick.letters.steps import write


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-09-15 10:00+02:00"):
        yield


@pytest.fixture
def draft(log_in) -> Letter:
    return write(log_in("chair"))
