"""The beat goes on when the clock of the machine is set back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from distrikt.beat import SteadyScheduler
from distrikt.celery import app

SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)
# In Sweden the clock shows 02.59, and a minute later 02.00.
BEFORE_THE_SECOND_HOUR = datetime(2026, 10, 25, 0, 59, tzinfo=UTC)


@pytest.fixture
def scheduler(tmp_path, monkeypatch) -> Callable[[], SteadyScheduler]:
    """Opens a scheduler on the same file, whose tasks go nowhere."""
    monkeypatch.setattr(SteadyScheduler, "apply_async", lambda *_, **__: None)
    return lambda: SteadyScheduler(app, schedule_filename=str(Path(tmp_path) / "schedule"))


def waits(scheduler: SteadyScheduler) -> list[datetime]:
    return [entry.last_run_at for entry in scheduler.schedule.values()]


@pytest.mark.parametrize("back", [timedelta(minutes=40), timedelta(hours=1), timedelta(days=400)])
@pytest.mark.parametrize("now", [SUMMER, BEFORE_THE_SECOND_HOUR + timedelta(minutes=11)])
@pytest.mark.parametrize("anew", [False, True], ids=["going on", "started anew"])
def test_a_clock_that_is_set_back_silences_nobody(scheduler, time_machine, now, back, anew):
    time_machine.move_to(now)
    beat = scheduler()
    beat.tick()
    time_machine.move_to(now - back)
    if anew:
        beat.close()
        beat = scheduler()
    beat.tick()
    assert max(at.timestamp() for at in waits(beat)) <= (now - back).timestamp() + 5
    beat.close()


def test_an_hour_that_comes_twice_is_no_clock_set_back(scheduler, time_machine):
    time_machine.move_to(BEFORE_THE_SECOND_HOUR)
    beat = scheduler()
    beat.tick()
    before = waits(beat)
    time_machine.move_to(BEFORE_THE_SECOND_HOUR + timedelta(seconds=61))
    beat.tick()
    kept = [entry.last_run_at in before for name, entry in beat.schedule.items() if name == "plan-reminders"]
    assert kept == [True]
    beat.close()
