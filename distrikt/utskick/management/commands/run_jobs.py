from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from distrikt.utskick.actions import run_due_jobs


class Command(BaseCommand):
    help = "Gör det som väntar (PDF:er och annat långt arbete). För cron, eller när ingen arbetsprocess körs."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Påbörjade jobb: {run_due_jobs(clock=timezone.now)}")
