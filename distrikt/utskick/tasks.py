"""What the worker does. No task takes arguments or must run only once."""

from celery import shared_task
from django.utils import timezone

from distrikt.utskick.actions import run_due_jobs


@shared_task
def run_jobs() -> None:
    run_due_jobs(clock=timezone.now)
