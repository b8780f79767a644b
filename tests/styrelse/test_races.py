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
