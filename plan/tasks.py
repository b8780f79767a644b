"""What the worker does for the plan, every night."""

from celery import shared_task
from django.utils import timezone

from plan.intake import actions


@shared_task
def discard_old_intakes() -> None:
    actions.discard_old_intakes(at=timezone.now())
