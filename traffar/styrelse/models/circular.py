"""Beslut per capsulam: a question that the board answers between its meetings."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from distrikt.organisation.models import Body
from plan.models import Commitment
from traffar.styrelse.models.agenda import AgendaItem
from traffar.styrelse.rules import reads_confidential

if TYPE_CHECKING:
    from distrikt.access import Viewer


class CircularDecisionQuerySet(models.QuerySet["CircularDecision"]):
    def visible_to(self, viewer: "Viewer") -> "CircularDecisionQuerySet":
        """The board's and the auditors'. Whoever was asked and has left the board sees them no longer."""
        return self if reads_confidential(viewer) else self.none()

    def open(self) -> "CircularDecisionQuerySet":
        return self.filter(status=CircularDecision.Status.OPEN)


class CircularDecision(models.Model):
    """A proposal that is decided by mail, if every voting member agrees to do it so.

    Who sees to it, by when, what it costs and what it serves become the decision's when it is carried;
    `responsible_name` is whom the question was asked with, whoever takes over meanwhile.
    """

    class Status(models.TextChoices):
        OPEN = "open", "pågår"
        CARRIED = "carried", "bifallen"
        REJECTED = "rejected", "avslagen"
        NO_CONSENT = "no_consent", "alla gick inte med på formen"
        WITHDRAWN = "withdrawn", "återtagen"

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="organ")
    title = models.CharField("rubrik", max_length=200)
    background = models.TextField("bakgrund", blank=True, max_length=10_000)
    text = models.TextField("förslag till beslut", max_length=5000)
    is_confidential = models.BooleanField(
        "slutet", default=False, help_text="Beslutet och punkten i protokollet syns bara för styrelsen och revisorerna."
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="ansvarig"
    )
    responsible_name = models.CharField("ansvarig (namn)", max_length=125, blank=True, db_default="")
    due_on = models.DateField("klart senast", null=True, blank=True)
    amount = models.PositiveBigIntegerField("belopp i kronor", null=True, blank=True)
    commitments = models.ManyToManyField(
        Commitment, blank=True, related_name="+", verbose_name="hör till punkterna i planen"
    )
    status = models.CharField("läge", max_length=12, choices=Status, default=Status.OPEN)
    closes_at = models.DateTimeField("svara senast")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="ställd av"
    )
    asked_at = models.DateTimeField("ställd", default=timezone.now)
    ended_at = models.DateTimeField("avslutad", null=True, blank=True)
    # Where the next minutes enter it.
    item = models.OneToOneField(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="circular", verbose_name="infört i protokollet"
    )
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)

    objects = CircularDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "beslut per capsulam"
        verbose_name_plural = "beslut per capsulam"
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    def get_absolute_url(self) -> str:
        return reverse("styrelse:circular_detail", args=[self.pk])


class CircularAnswer(models.Model):
    """A voting member who is asked, and what they answer: whether it may be decided so, and then how."""

    class Vote(models.TextChoices):
        NONE = "", "har inte svarat"
        YES = "yes", "ja"
        NO = "no", "nej"
        ABSTAINS = "abstains", "avstår"

    circular = models.ForeignKey(
        CircularDecision, models.CASCADE, related_name="answers", verbose_name="beslut per capsulam"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="person"
    )
    name = models.CharField("namn", max_length=125)
    consents = models.BooleanField("går med på att det beslutas per capsulam", null=True, blank=True)
    vote = models.CharField("röst", max_length=10, choices=Vote, blank=True)
    answered_at = models.DateTimeField("svarade", null=True, blank=True)

    class Meta:
        verbose_name = "svar per capsulam"
        verbose_name_plural = "svar per capsulam"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["circular", "person"], condition=Q(person__isnull=False), name="circular_answer_once"
            ),
            models.CheckConstraint(condition=Q(vote="") | Q(consents=True), name="circular_vote_needs_consent"),
        ]

    def __str__(self) -> str:
        return self.name
