"""`manage.py send_due`: what the worker does every minute, for an installation without one (from cron)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from distrikt.utskick.outbox import send_due
from distrikt.utskick.planning import plan_all


class Command(BaseCommand):
    help = "Lägger in påminnelser och skickar de mejl vars tid har kommit."

    def handle(self, *args: Any, **options: Any) -> None:
        plan_all(now=timezone.now())
        tried = send_due(clock=timezone.now)
        self.stdout.write(f"{tried} mejl prövade.")
