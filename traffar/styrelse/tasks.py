from celery import shared_task
from django.utils import timezone

from traffar.styrelse.actions.circulating import close_overdue


@shared_task
def close_circulars() -> None:
    close_overdue(at=timezone.now())
