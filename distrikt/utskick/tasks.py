"""What the worker does. No task takes arguments or must run only once."""

from celery import shared_task
from django.utils import timezone

from distrikt.uploads import remove_leftovers
from distrikt.utskick import outbox, planning
from distrikt.utskick.actions import run_due_jobs


@shared_task
def send_due() -> None:
    outbox.send_due(clock=timezone.now)


@shared_task
def plan_reminders() -> None:
    planning.plan_all(now=timezone.now())


@shared_task
def forget_old_messages() -> None:
    outbox.forget_old_messages(now=timezone.now())


@shared_task
def run_jobs() -> None:
    run_due_jobs(clock=timezone.now)


@shared_task
def remove_leftover_files() -> None:
    remove_leftovers(at=timezone.now())
