"""What the program holds about a person: each app registers every model that has personal data.

A test walks all models and fails for a personal field without an entry. The copy that a person takes along is made
from the same entries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import models
from django.db.models import Q

from distrikt.organisation.models import AccessRecord, Assignment, Invitation, User
from distrikt.registry import Registry


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What one model holds about people."""

    model: type[models.Model]
    # Swedish heading in the person's copy.
    title: str
    # Which rows are about the person.
    about: Callable[[User], Q]
    # What the copy shows: every personal field, and what makes it understandable.
    fields: tuple[str, ...]
    # How long it is kept and why, in Swedish.
    kept: str


registry: Registry[PersonalData] = Registry("organisation.privacy")


def register(*entries: PersonalData) -> None:
    for entry in entries:
        registry.register(entry.model._meta.label, entry)


def copy_for(person: User) -> list[dict[str, Any]]:
    """Everything that is held about the person, model by model. Other people are not named in it."""
    return [{"vad": entry.title, "sparas": entry.kept, "uppgifter": _rows(entry, person)} for _, entry in registry]


def _rows(entry: PersonalData, person: User) -> list[dict[str, Any]]:
    first = {path: entry.model._meta.get_field(path.split("__")[0]) for path in entry.fields}
    rows = entry.model._default_manager.filter(entry.about(person)).order_by("pk").values(*entry.fields)
    return [
        {
            str(getattr(first[path], "verbose_name", path)): (
                _whose(value, person) if path == first[path].name and first[path].related_model is User else value
            )
            for path, value in row.items()
        }
        for row in rows
    ]


def _whose(user_id: int | None, person: User) -> str | None:
    if user_id is None:
        return None
    return "du" if user_id == person.pk else "någon annan"


WITH_ACCOUNT = "Så länge du har ett konto."

PERSONAL_DATA = (
    PersonalData(
        model=User,
        title="Dina uppgifter",
        about=lambda person: Q(pk=person.pk),
        fields=("email", "first_name", "last_name", "phone", "is_protected", "is_active", "date_joined", "last_login"),
        kept=WITH_ACCOUNT,
    ),
    PersonalData(
        model=Assignment,
        title="Uppdrag",
        about=lambda person: Q(user=person),
        fields=("user", "role", "body__name", "starts_on", "ends_on", "public_consent", "granted_by"),
        kept="Så länge distriktet behöver visa vem som haft vilket uppdrag.",
    ),
    PersonalData(
        model=Invitation,
        title="Inbjudningar",
        about=lambda person: Q(email__iexact=person.email),
        fields=(
            *("email", "first_name", "last_name", "role", "body__name", "invited_by"),
            *("created_at", "expires_at", "accepted_at", "withdrawn_at"),
        ),
        kept=f"{Invitation.KEPT.days} dagar efter att inbjudan har gått ut.",
    ),
    PersonalData(
        model=AccessRecord,
        title="Vem har sett",
        about=lambda person: Q(user=person) | Q(object_kind=AccessRecord.PERSON, object_id=person.pk),
        fields=("user", "object_kind", "day"),
        kept=f"{AccessRecord.KEPT.days} dagar.",
    ),
    PersonalData(
        model=EmailAddress,
        title="Adresser att logga in med",
        about=lambda person: Q(user=person),
        fields=("user", "email", "verified", "primary"),
        kept=WITH_ACCOUNT,
    ),
    PersonalData(
        model=EmailConfirmation,
        title="Adresser som väntar på bekräftelse",
        about=lambda person: Q(email_address__user=person),
        fields=("email_address__email", "created", "sent"),
        kept="Tills adressen är bekräftad.",
    ),
    PersonalData(
        model=Authenticator,
        title="Tvåstegsinloggning",
        about=lambda person: Q(user=person),
        fields=("user", "type", "created_at", "last_used_at"),
        kept="Tills du stänger av den.",
    ),
    PersonalData(
        model=UserSession,
        title="Enheter där du är inloggad",
        about=lambda person: Q(user=person),
        fields=("user", "ip", "user_agent", "created_at", "last_seen_at"),
        kept="Tills du loggar ut eller sessionen går ut.",
    ),
)
