"""What the program holds about a person: each app registers every model that has personal data.

A test walks all models and fails for a personal field without an entry. The copy that a person takes along is made
from the same entries.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
    # Swedish words for the fields of a library's model that has none.
    labels: Mapping[str, str] = field(default_factory=dict)


registry: Registry[PersonalData] = Registry("organisation.privacy")


def register(*entries: PersonalData) -> None:
    for entry in entries:
        registry.register(entry.model._meta.label, entry)


def copy_for(person: User) -> list[dict[str, Any]]:
    """Everything that is held about the person, model by model. Other people are not named in it."""
    return [{"vad": entry.title, "sparas": entry.kept, "uppgifter": _rows(entry, person)} for _, entry in registry]


def _rows(entry: PersonalData, person: User) -> list[dict[str, Any]]:
    first = {path: _first_field(entry, path) for path in entry.fields}
    rows = entry.model._default_manager.filter(entry.about(person)).order_by("pk").values(*entry.fields)
    return [
        {label_of(entry, path): _readable(value, path, first[path], person) for path, value in row.items()}
        for row in rows
    ]


def label_of(entry: PersonalData, path: str) -> str:
    """What the copy calls a field."""
    return str(entry.labels.get(path) or _first_field(entry, path).verbose_name)


def _first_field(entry: PersonalData, path: str) -> Any:
    return entry.model._meta.get_field(path.split("__")[0])


def _readable(value: Any, path: str, first: Any, person: User) -> Any:
    """The value in words: who it is without a name, a choice by its Swedish label."""
    if path != first.name:
        return value
    if first.related_model is User:
        return _whose(value, person)
    return dict(first.flatchoices).get(value, value)


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
        fields=(
            "email",
            "bounced_email",
            "first_name",
            "last_name",
            "phone",
            "is_protected",
            "is_active",
            "date_joined",
            "last_login",
        ),
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
        labels={"user": "person", "type": "slag", "created_at": "tillagd", "last_used_at": "senast använd"},
    ),
    PersonalData(
        model=UserSession,
        title="Enheter där du är inloggad",
        about=lambda person: Q(user=person),
        fields=("user", "ip", "user_agent", "created_at", "last_seen_at"),
        kept="Tills du loggar ut eller inloggningen går ut.",
        labels={
            "user": "person",
            "ip": "ip-adress",
            "user_agent": "enhet",
            "created_at": "inloggad",
            "last_seen_at": "senast använd",
        },
    ),
)
