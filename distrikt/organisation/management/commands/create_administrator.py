from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from distrikt.organisation.actions import grant_assignment
from distrikt.organisation.models import Assignment, Body, User
from distrikt.organisation.roles import BodyKind, Role


class Command(BaseCommand):
    help = "Ger en person administratörens uppdrag; finns inget konto med adressen läggs det upp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="personens e-postadress")
        parser.add_argument("--first-name", default="", help="förnamn, för ett nytt konto")
        parser.add_argument("--last-name", default="", help="efternamn, för ett nytt konto")
        parser.add_argument("--no-password", action="store_true", help="logga in med mailad kod i stället för lösenord")

    @transaction.atomic
    def handle(self, *args: Any, email: str, **options: Any) -> None:
        today = timezone.localdate()
        district = Body.objects.filter(kind=BodyKind.DISTRICT).first()
        if district is None:
            raise CommandError("Distriktet finns inte ännu. Kör manage.py first_run_link och öppna länken.")
        person = User.objects.with_email(email) or self._new_person(email, options)
        held = Assignment.objects.current_or_coming(today).filter(user=person, role=Role.ADMINISTRATOR)
        if held.exists():
            raise CommandError(f"{email} är redan administratör.")
        assignment = Assignment(user=person, body=district, role=Role.ADMINISTRATOR, starts_on=today)
        grant_assignment(assignment=assignment, by=None, today=today)
        self.stdout.write(f"{email} är nu administratör.")

    def _new_person(self, email: str, options: dict[str, Any]) -> User:
        names = {"first_name": options["first_name"] or email.split("@")[0][:60], "last_name": options["last_name"]}
        password = "" if options["no_password"] else getpass("Lösenord: ")
        try:
            validate_email(email)
            if password:
                validate_password(password, User(email=email, **names))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return User.objects.create_user(email, password, **names)
