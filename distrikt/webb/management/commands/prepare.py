"""`manage.py prepare`: what `make run` does before the servers start, in one process: each start costs a second."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Gör klart för start: databasen, de statiska filerna, och demodistriktet eller länken till första starten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--without-demo", action="store_true", help="börja med en tom databas")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        # Once started without demo, an installation never gets one: its wizard may be half done.
        without_demo = settings.DATA_DIR / "without-demo"
        if options["without_demo"]:
            without_demo.touch()
        if without_demo.exists():
            call_command("first_run_link")
        else:
            call_command("demo", if_empty=True)
