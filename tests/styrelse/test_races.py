"""Several processes at the same meeting at the same moment, on both databases."""

import json
import subprocess
import sys

import pytest

from tests.traffar.test_races import database  # noqa: F401 - a fixture
from tests.whole.servers import ROOT

pytestmark = pytest.mark.whole


def run(database: dict[str, str], race: str) -> dict[str, object]:  # noqa: F811 - the fixture's value
    command = [sys.executable, "-m", "tests.styrelse.race", race]
    ran = subprocess.run(command, cwd=ROOT, env=database, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_of_those_who_write_at_once_one_is_saved_and_the_others_are_told(database):  # noqa: F811
    assert run(database, "writers") == {"refused": 7, "version": 2, "is_one_of_them": True}


def test_a_meeting_closed_by_many_at_once_is_closed_once(database):  # noqa: F811
    assert run(database, "closing") == {"failed": 0, "in_order": True, "tasks": 1, "put_back": 1}


@pytest.mark.parametrize(("change", "items"), [("added", 13), ("removed", 11)])
def test_a_meeting_is_closed_with_the_items_that_it_has(database, change, items):  # noqa: F811
    assert run(database, f"{change}_while_closed") == {"failed": 0, "in_order": True, "items": items}


def test_a_number_that_a_call_tells_of_stands_whoever_plans_meanwhile(database):  # noqa: F811
    rows = [[1, "planned"], [2, "planned"], [3, "called"]]
    assert run(database, "called") == {"failed": 0, "rows": rows}


def test_a_decision_changed_while_its_task_is_finished_holds_up_nobody(database):  # noqa: F811
    assert run(database, "followed_up") == {"failed": 0, "text": "Andra ord."}


def test_what_was_put_off_is_moved_to_one_agenda_at_a_time(database):  # noqa: F811
    assert run(database, "moved") == {"failed": 0, "items": 1, "in_order": True, "in_all": 36}
