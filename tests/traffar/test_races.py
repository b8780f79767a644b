"""What many do at the same moment is done once, whatever the database: the last seat, an answer, a count.

With the guard taken away the race for the seat is there to be seen.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.whole.servers import ROOT, a_database, servers_at_hand

pytestmark = pytest.mark.whole


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path) -> Iterator[dict[str, str]]:
    """The environment of an installation of the test's own."""
    outer = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    own = outer | {
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "distrikt.settings",
        "SECRET_KEY": "only-for-this-run",
        "BASE_URL": "http://127.0.0.1",
        "LOG_LEVEL": "ERROR",
    }
    if request.param == "sqlite":
        yield own
        return
    with a_database(servers_at_hand()[0]) as url:
        yield own | {"DATABASE_URL": url}


def run(database: dict[str, str], *race: str) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.traffar.race", *race]
    ran = subprocess.run(command, cwd=ROOT, env=database, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_fifty_at_once_on_the_last_seat(database):
    assert run(database, "last_seat") == {"failed": 0, "rows": 50, "seats": 1, "in_order": True}


def test_each_place_that_comes_free_is_given_once(database):
    assert run(database, "promotion") == {"failed": 0, "rows": 40, "seats": 10, "in_order": True}


def test_without_the_guard_they_take_each_others_turn(database):
    """The database itself refuses a turn that is taken: those who looked at the same moment fail."""
    raced = run(database, "last_seat", "--without-guard")
    assert raced["failed"] > 0


def test_twenty_times_the_same_answer_is_one_and_told_once(database):
    assert run(database, "same_answer") == {"failed": 0, "offers": 1, "mails": 1}


@pytest.mark.parametrize("race", ["same_count", "first_count"])
def test_of_twenty_who_count_on_the_same_one_wins_and_the_others_are_told(database, race):
    """What stands is one's alone: no group twice, nothing of the others' added."""
    one = {"won": 1, "told": 19, "later": 1, "groups": ["kvinnor", "män"], "of_one": True}
    assert run(database, race) == one
