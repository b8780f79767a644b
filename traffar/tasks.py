from celery import shared_task
from django.utils import timezone

from traffar.sign_up import actions
from traffar.sign_up.forgetting import forget
from traffar.weekly import actions as weekly


@shared_task
def settle_queues() -> None:
    actions.settle_queues(at=timezone.now())


@shared_task
def forget_sign_ups() -> None:
    forget(at=timezone.now())


@shared_task
def forget_unconfirmed_subscriptions() -> None:
    weekly.forget_unconfirmed(at=timezone.now())
