"""What the worker does for the plan, every night."""

from celery import shared_task
from django.utils import timezone

from plan.intake import actions
from plan.ledger import ledger_differences, mend_ledger


@shared_task
def discard_old_intakes() -> None:
    actions.discard_old_intakes(at=timezone.now())


@shared_task
def keep_ledger_true() -> None:
    """A line names the body that arranged it, and the plan does not hear of a body that gets another name."""
    mend_ledger(ledger_differences())
