from celery import shared_task
from django.utils import timezone

from distrikt.organisation import actions


@shared_task
def forget_old_records() -> None:
    actions.forget_old_records(today=timezone.localdate(), now=timezone.now())
