"""The beat: what starts each task of the schedule when its time has come."""

from typing import Any

from celery.beat import PersistentScheduler


class SteadyScheduler(PersistentScheduler):  # type: ignore[misc]  # Celery has no types
    """Celery's own, but not silenced by a clock that is set back.

    Celery waits until an interval has passed since the last run, and a last run that lies an hour ahead would keep
    every task waiting for an hour. It counts as just run instead, also when it was read from the file of the schedule.
    """

    def tick(self, *arguments: Any, **options: Any) -> float:
        """Start what is due. Returns the seconds until it is worth looking again."""
        # By seconds that have passed: times in Stockholm compare by the clock on the wall, and in the autumn a later
        # one can show less.
        now = self.app.now()
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at.timestamp() > now.timestamp()]
        for entry in ahead:
            entry.last_run_at = now
        if ahead:
            self._heap = None
        wait: float = super().tick(*arguments, **options)
        return wait
