"""`manage.py test_mail ADDRESS`: one mail, past the outbox, and what is wrong in plain words."""

from argparse import ArgumentParser
from email.utils import make_msgid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from distrikt.utskick.carriers import CarrierError, NoAnswer, Refused, Rejected, open_carrier

TEXT = """\
Hej!

Det här är ett prov på att mejlen från {address} går fram. Du behöver inte göra någonting.
"""


class Command(BaseCommand):
    help = "Skickar ett provmejl direkt till e-postservern och säger vad som är fel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", metavar="ADRESS", help="vem som ska få provet, till exempel du@exempel.se")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"].strip()
        try:
            validate_email(address)
        except ValidationError:
            raise CommandError(f"{address} är ingen e-postadress.") from None
        self.stdout.write(f"Från {settings.DEFAULT_FROM_EMAIL} till {address}, {_by_what()}.")
        try:
            with open_carrier() as carrier:
                answer = carrier.carry(_sample(address), before_text=lambda: None)
        except CarrierError as error:
            raise CommandError(_what_is_wrong(error)) from error
        self.stdout.write(_how_it_went(answer))


def _by_what() -> str:
    server = settings.SMTP
    if not server:
        return "utan e-postserver (EMAIL_URL är inte satt)"
    secrecy = {"": "utan kryptering", "starttls": "med STARTTLS", "ssl": "med TLS"}[server.tls]
    return f"genom {server.host}:{server.port} {secrecy}{f' som {server.user}' if server.user else ''}"


def _sample(address: str) -> EmailMessage:
    domain = urlsplit(settings.BASE_URL).hostname
    headers = {"Message-ID": make_msgid(domain=domain), "Auto-Submitted": "auto-generated"}
    text = TEXT.format(address=settings.BASE_URL)
    return EmailMessage("Provmejl från Distrikt", text, to=[address], headers=headers)


def _how_it_went(answer: str) -> str:
    if settings.SMTP:
        return f"E-postservern tog emot mejlet ({answer}). Kommer det inte fram: titta i skräpposten och i dess logg."
    saved = sorted(Path(settings.EML_DIR).glob("*.eml"))
    where = saved[-1] if saved else settings.EML_DIR
    return f"Mejlet sparades som fil: {where}\nSätt EMAIL_URL för att det ska gå iväg (docs/drift.md)."


def _what_is_wrong(error: CarrierError) -> str:
    """In a sentence what failed, and what to look at."""
    match error:
        case NoAnswer():
            return f"{error} Texten hade lämnat programmet, så mejlet kan ha kommit fram."
        case Rejected(is_address=True):
            return f"E-postservern godtar inte mottagaren: {error}"
        case Rejected():
            return f"E-postservern avvisade mejlet: {error}"
        case Refused():
            return f"E-postservern vill ha mejlet senare: {error}"
        case _:
            return f"Det gick inte att lämna mejlet till e-postservern. {error}"
