"""The district and its bodies."""

import uuid
from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from distrikt.access import Viewer
from distrikt.organisation.roles import BodyKind

_KEPT_DAYS = [
    MinValueValidator(1, "Minst en dag."),
    MaxValueValidator(366, "Högst ett år, 366 dagar: uppgifter om vilka som kommit sparas inte längre än så."),
]


class District(models.Model):
    """The one party district that this installation serves."""

    name = models.CharField("namn", max_length=200, help_text="Till exempel Partiet i Granlandet.")
    short_name = models.CharField("kortnamn", max_length=60, blank=True, help_text="Står överst på varje sida.")
    county = models.CharField("län", max_length=100, blank=True)
    official_email = models.EmailField("officiell e-postadress", blank=True)
    logotype = models.ImageField("logotyp", upload_to="logotyp/", blank=True)
    quiet_from = models.TimeField("tyst från", default=time(21))
    quiet_until = models.TimeField("tyst till", default=time(7))
    quiet_weeks = models.CharField(
        "veckor utan måndagsmejl", max_length=60, blank=True, help_text="Till exempel 28–31, 52."
    )
    # Days after an activity, then only numbers are left of those who signed up (`4-promises.md`, 21).
    answers_kept = models.PositiveSmallIntegerField(
        "svar om mat, barn och resa", default=14, db_default=14, validators=_KEPT_DAYS
    )
    contacts_kept = models.PositiveSmallIntegerField(
        "adresser till dem utan konto", default=30, db_default=30, validators=_KEPT_DAYS
    )
    names_kept = models.PositiveSmallIntegerField("namn på anmälda", default=92, db_default=92, validators=_KEPT_DAYS)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        verbose_name = "distrikt"
        verbose_name_plural = "distrikt"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="district_is_one"),
            models.CheckConstraint(
                condition=Q(answers_kept__range=(1, 366), contacts_kept__range=(1, 366), names_kept__range=(1, 366)),
                name="district_keeps_guests_some_days",
            ),
            models.CheckConstraint(
                condition=Q(names_kept__gte=F("contacts_kept"), contacts_kept__gte=F("answers_kept")),
                name="district_keeps_names_longest",
                violation_error_message="Svaren tas bort först, sedan adresserna och sist namnen. Välj dagar efter det",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        return self.short_name or self.name


class BodyQuerySet(models.QuerySet["Body"]):
    def visible_to(self, viewer: Viewer) -> "BodyQuerySet":
        """Every body is known to all who have a role."""
        return self if viewer.roles else self.none()

    def active(self) -> "BodyQuerySet":
        return self.filter(is_active=True)

    def branches(self) -> "BodyQuerySet":
        return self.active().filter(kind=BodyKind.BRANCH).order_by("name")

    def board(self) -> "Body":
        """The district board; there is one."""
        return self.get(kind=BodyKind.BOARD)


class Body(models.Model):
    """An organ: what arranges activities, answers for commitments and gives assignments."""

    kind = models.CharField("slag", max_length=20, choices=BodyKind)
    name = models.CharField(
        "namn", max_length=120, unique=True, error_messages={"unique": "Det finns redan ett organ med det namnet."}
    )
    slug = models.SlugField("adress på webben", max_length=60, unique=True)
    is_active = models.BooleanField(
        "verksamt",
        default=True,
        help_text="Ett organ som inte är verksamt finns kvar i historiken men går inte att välja.",
    )
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = "organ"
        verbose_name_plural = "organ"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind__in=["district", "board"]),
                name="body_one_district_and_one_board",
                violation_error_message="Det finns redan ett sådant organ.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Branch(models.Model):
    """A local party association, one for each part of the county."""

    body = models.OneToOneField(Body, models.CASCADE, primary_key=True, related_name="branch", verbose_name="organ")
    municipality = models.CharField("kommun", max_length=60)
    official_email = models.EmailField("officiell e-postadress", blank=True)

    class Meta:
        verbose_name = "partiförening"
        verbose_name_plural = "partiföreningar"

    def __str__(self) -> str:
        return self.municipality
