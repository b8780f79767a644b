"""The beat goes on when the clock of the machine is set back."""

from datetime import timedelta

import pytest

from distrikt.beat import SteadyScheduler
from distrikt.celery import app


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=400)])
def test_a_task_that_ran_later_than_now_has_just_run(monkeypatch, tmp_path, ahead):
    scheduler = SteadyScheduler(app, schedule_filename=str(tmp_path / "schedule"))
    monkeypatch.setattr(scheduler, "apply_async", lambda *_, **__: None)
    for entry in scheduler.schedule.values():
        entry.last_run_at += ahead
    scheduler.tick()
    assert max(entry.last_run_at for entry in scheduler.schedule.values()) <= app.now()
    scheduler.close()
