"""The drills in their short form; the run prints their table (`tests/conftest.py`)."""

import subprocess
import sys

import pytest

from tests.whole.servers import ROOT, servers_at_hand


@pytest.mark.whole
@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_nothing_is_lost_and_nothing_is_sent_twice(database, record_property):
    servers_at_hand()
    held = subprocess.run(
        [sys.executable, "-m", "tests.drills", "--short", "--database", database],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    record_property("table", held.stdout)
    assert held.returncode == 0, held.stdout + held.stderr
