from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from distrikt.organisation.first_run import AlreadyStarted, new_link_token


class Command(BaseCommand):
    help = "Skriver ut engångslänken som öppnar första starten, så länge ingen har ett konto."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            token = new_link_token(settings.DATA_DIR)
        except AlreadyStarted:
            self.stdout.write("Programmet är redan i gång: det finns konton att logga in med.")
            return
        self.stdout.write("\n  Öppna länken och kom igång (den gäller en gång):")
        self.stdout.write(f"  {settings.BASE_URL}{reverse('organisation:first_run', args=[token])}\n")
