from celery import shared_task
from django.utils import timezone

from traffar.sign_up import actions


@shared_task
def end_offers() -> None:
    actions.end_offers(at=timezone.now())


@shared_task
def forget_sign_ups() -> None:
    actions.forget(at=timezone.now())
