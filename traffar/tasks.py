from celery import shared_task
from django.utils import timezone

from traffar.sign_up import actions


@shared_task
def settle_queues() -> None:
    actions.settle_queues(at=timezone.now())


@shared_task
def forget_sign_ups() -> None:
    actions.forget(at=timezone.now())
