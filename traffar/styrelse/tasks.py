from celery import shared_task
from django.utils import timezone

from traffar.styrelse.actions.calling import call_newcomers as call
from traffar.styrelse.actions.circulating import close_overdue


@shared_task
def close_circulars() -> None:
    close_overdue(at=timezone.now())


@shared_task
def call_newcomers() -> None:
    call(at=timezone.now())
