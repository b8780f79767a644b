from datetime import date

import pytest

from plan.models import YearPlan
from tests.plan.builders import make_plan

TODAY = date(2026, 9, 15)


@pytest.fixture(autouse=True)
def _mid_september(time_machine) -> None:
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture
def plan(db: None) -> YearPlan:
    return make_plan()
