"""`manage.py demo`: an invented district to look around in."""

import logging
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from distrikt.webb.demo.district import NAMES
from distrikt.webb.demo.passphrase import new_passphrase
from distrikt.webb.demo.people import LOGINS, accounts, renew_password
from distrikt.webb.demo.year import NotEmpty, is_empty, make_demo
from plan.wording import full_day_words


def a_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--date: {text} är inget datum. Skriv som 2020-09-15.") from None


class Command(BaseCommand):
    help = "Fyller en tom databas med ett påhittat distrikt och dess år, som det såg ut en viss dag."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--date", type=a_date, default=None, help="dagen, som 2020-09-15 (i dag om inget anges)")
        parser.add_argument("--if-empty", action="store_true", help="gör ingenting om databasen inte är tom")
        parser.add_argument("--new-password", action="store_true", help="ge demodistriktets konton ett nytt lösenord")

    def handle(self, *args: Any, **options: Any) -> None:
        password = new_passphrase()
        if options["new_password"]:
            self._renew(password)
        elif not options["if_empty"] or is_empty():
            self._fill(options["date"] or timezone.localdate(), password)
        elif accounts().exists():
            self.stdout.write(
                "\n  Demodistriktet finns redan. Har du inte lösenordet? Ett nytt får du av"
                "\n    .venv/bin/python manage.py demo --new-password\n"
            )

    def _renew(self, password: str) -> None:
        if not accounts().exists():
            raise CommandError("Här finns inget demodistrikt, så inget lösenord är ändrat.")
        renew_password(password)
        self._print_log_ins(password)

    def _fill(self, today: date, password: str) -> None:
        # What invented people are made to have done is no event of this installation's log.
        logging.disable(logging.INFO)
        try:
            make_demo(today=today, password=password)
        except NotEmpty:
            raise CommandError(
                "Databasen är inte tom, så inget demodistrikt lades in. Börja med en tom databas, "
                "till exempel genom att sätta DATA_DIR till en ny mapp och köra manage.py migrate."
            ) from None
        finally:
            logging.disable(logging.NOTSET)
        self.stdout.write(f"\n  Demodistriktet står som det såg ut den {full_day_words(today)}.")
        self._print_log_ins(password)

    def _print_log_ins(self, password: str) -> None:
        self.stdout.write("\n  Alla loggar in med samma lösenord:\n\n")
        for person in LOGINS:
            seat = person.seats[0]
            self.stdout.write(f"    {person.email:<30}{person.name:<24}{seat.role.label}, {NAMES[seat.body]}\n")
        self.stdout.write(f"\n    Lösenord: {password}\n    Det sparas ingenstans, så skriv upp det.\n\n")
