"""`manage.py check_contributions`: does the ledger say what its sources say? `--mend` makes it so."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from plan.ledger import ledger_differences, mend_ledger


class Command(BaseCommand):
    help = "Jämför liggaren över insatser med det som den bygger på. Avslutar med status 1 när något skiljer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="rätta liggaren efter källorna")

    def handle(self, *args: Any, **options: Any) -> None:
        differences = ledger_differences()
        for difference in differences:
            self.stdout.write(str(difference))
        if not differences:
            self.stdout.write("Liggaren stämmer.")
        elif options["mend"]:
            mend_ledger(differences)
            self.stdout.write(f"Rättat: {len(differences)}.")
        else:
            sys.exit(1)
