"""Helping each other: what an activity needs ("vi behöver"), and what other bodies bring ("vi kan komma")."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from distrikt.organisation.models import Body
from traffar.amounts import KINDS, Amounts
from traffar.models.activities import Activity, co_hosted_by

if TYPE_CHECKING:
    from distrikt.access import Viewer

MOST = 200
# After that nobody is asked to thank any more.
THANKED_WITHIN = timedelta(days=60)


def _number(name: str) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(
        name, default=0, blank=True, validators=[MaxValueValidator(MOST, f"Högst {MOST}.")]
    )


def _some() -> Q:
    """At least one of the kinds of help."""
    return ~Q(**dict.fromkeys(KINDS, 0))


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    def visible_to(self, viewer: "Viewer") -> "HelpRequestQuerySet":
        """Those of the activities that the viewer sees: a draft's by its organisers alone."""
        return self.filter(activity__in=Activity.objects.visible_to(viewer).order_by())

    def published_to(self, viewer: "Viewer") -> "HelpRequestQuerySet":
        """Those of published activities: the same for all who see content, and cheaper to ask for."""
        return self.exclude(activity__status=Activity.Status.DRAFT) if viewer.sees_content else self.none()

    def open(self, now: datetime) -> "HelpRequestQuerySet":
        """Those that can be answered: not closed, of an activity that is planned and has not begun; nearest first."""
        planned = self.filter(is_closed=False, activity__status=Activity.Status.PLANNED, activity__starts_at__gt=now)
        return planned.order_by("activity__starts_at", "pk")

    def current(self, now: datetime) -> "HelpRequestQuerySet":
        """Those to come, drafts and closed ones too, and those held that somebody came to and nobody has thanked."""
        ahead = Q(activity__starts_at__gt=now) & ~Q(activity__status=Activity.Status.CANCELLED)
        answered = Q(pk__in=HelpOffer.objects.order_by().values("request"))
        lately = Q(activity__status=Activity.Status.HELD, activity__starts_at__gt=now - THANKED_WITHIN)
        return self.filter(ahead | (answered & lately & Q(is_thanked=False)))

    def asked_by(self, bodies: Collection[int]) -> "HelpRequestQuerySet":
        """Those of activities that these bodies (ids) organise or co-host."""
        return self.filter(_asked_by(bodies))

    def left_to(self, bodies: Collection[int]) -> "HelpRequestQuerySet":
        """Those that none of these bodies (ids) asks for itself or has answered."""
        answered = HelpOffer.objects.filter(body__in=bodies).order_by().values("request")
        return self.exclude(_asked_by(bodies) | Q(pk__in=answered))


def _asked_by(bodies: Collection[int]) -> Q:
    return Q(activity__organiser__in=bodies) | Q(activity__in=co_hosted_by(bodies))


class HelpRequest(models.Model):
    """What the organisers of an activity ask other bodies for."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="help_requests", verbose_name="aktivitet")
    people = _number("personer")
    cars = _number("bilar")
    material = _number("antal av materialet")
    material_words = models.CharField("material", max_length=80, blank=True)
    speakers = _number("talare")
    topic = models.CharField("vad talaren ska tala om", max_length=80, blank=True)
    meets_at = models.TimeField("samling", null=True, blank=True)
    place = models.CharField("samlingsplats", max_length=160, blank=True)
    message = models.CharField("en mening", max_length=300, blank=True)
    is_closed = models.BooleanField("klarar sig nu", default=False)
    thanks = models.CharField("tack", max_length=300, blank=True)
    is_thanked = models.BooleanField("tackad", default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="inlagd av"
    )
    created_at = models.DateTimeField("inlagd", default=timezone.now, editable=False)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "vi behöver"
        verbose_name_plural = "vi behöver"
        ordering = ["activity__starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=_some(),
                name="help_request_asks_for_something",
                violation_error_message="Skriv vad ni behöver: personer, bilar, material eller talare.",
            ),
            models.CheckConstraint(
                condition=Q(material=0) | ~Q(material_words=""),
                name="help_request_names_material",
                violation_error_message="Skriv vad för material ni behöver.",
            ),
        ]

    def __str__(self) -> str:
        return f"Hjälp till {self.activity}"

    @property
    def asked(self) -> Amounts:
        return Amounts(*(getattr(self, kind) for kind in KINDS))

    def is_open(self, now: datetime) -> bool:
        """Whether it can be answered at the moment."""
        return not self.is_closed and self.is_ahead(now)

    def is_ahead(self, now: datetime) -> bool:
        """Whether the activity is planned and has not begun: what has been promised can be changed."""
        return self.activity.is_planned and self.activity.starts_at > now


class HelpOfferQuerySet(models.QuerySet["HelpOffer"]):
    def visible_to(self, viewer: "Viewer") -> "HelpOfferQuerySet":
        return self.filter(request__in=HelpRequest.objects.visible_to(viewer).order_by())


class HelpOffer(models.Model):
    """What one body brings to an activity that has asked for help; afterwards, whether it came and with how many."""

    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="offers", verbose_name="vi behöver")
    body = models.ForeignKey(Body, models.PROTECT, related_name="help_offers", verbose_name="vilka som kommer")
    people = _number("personer")
    cars = _number("bilar")
    seats = _number("lediga platser i bilarna")
    material = _number("antal av materialet")
    brings = models.CharField("vi tar med", max_length=120, blank=True)
    speakers = _number("talare")
    came = models.BooleanField("kom", default=False)
    came_people = _number("personer som kom")
    came_cars = _number("bilar som kom")
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="svarat av"
    )
    created_at = models.DateTimeField("svarat", default=timezone.now, editable=False)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = HelpOfferQuerySet.as_manager()

    class Meta:
        verbose_name = "vi kan komma"
        verbose_name_plural = "vi kan komma"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "body"],
                name="help_offer_once_a_body",
                violation_error_message="De har redan svarat. Ändra det svaret i stället.",
            ),
            models.CheckConstraint(
                condition=_some() | ~Q(brings=""),
                name="help_offer_brings_something",
                violation_error_message="Skriv hur många ni kommer, eller vad ni tar med.",
            ),
            models.CheckConstraint(
                condition=Q(seats=0) | Q(cars__gt=0),
                name="help_offer_seats_are_in_cars",
                violation_error_message="Skriv också hur många bilar ni kommer med.",
            ),
            models.CheckConstraint(
                condition=Q(came=True) | Q(came_people=0, came_cars=0),
                name="help_offer_counts_only_who_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} kommer till {self.request.activity}"

    @property
    def promised(self) -> Amounts:
        return Amounts(*(getattr(self, kind) for kind in KINDS))
