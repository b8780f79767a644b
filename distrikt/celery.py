"""The worker's entry point: `celery -A distrikt worker`.

Celery only nudges. What is to be done stands in the database (`Job`), and a sweep every minute finds what a lost
broker forgot.
"""

import os
from typing import Any

from celery import Celery, bootsteps

from distrikt.queue_files import mend_bindings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "distrikt.settings")


class WholeQueue(bootsteps.StartStopStep):  # type: ignore[misc]  # Celery has no types
    """Before a worker asks for anything: the queue in files can be read, whatever became of the last one."""

    def start(self, worker: Any) -> None:
        from django.conf import settings

        mend_bindings(settings.QUEUE_DIR / "control")


app = Celery("distrikt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(WholeQueue)
