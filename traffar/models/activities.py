"""Activities: everything that happens at a time."""

import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from distrikt.organisation.models import Body
from traffar.models.kinds import FAMILY_OF, ActivityKind, Family
from traffar.models.series import ActivitySeries
from traffar.rules import organising_bodies
from traffar.when import local_day

if TYPE_CHECKING:
    from distrikt.access import Viewer
    from distrikt.organisation.models import User


# From a Friday evening to the Sunday after the next: longer than any conference.
LONGEST = timedelta(days=10)


class ActivityQuerySet(models.QuerySet["Activity"]):
    def organised_by(self, viewer: "Viewer") -> "ActivityQuerySet":
        """Those that the viewer may change: of bodies the viewer acts for, as organiser or co-host."""
        bodies = organising_bodies(viewer)
        return self if bodies is None else self.arranged_by(bodies)

    def arranged_by(self, bodies: Collection[int]) -> "ActivityQuerySet":
        """Those of these bodies (ids), as organiser or co-host."""
        return self.filter(_of_bodies(bodies))

    def visible_to(self, viewer: "Viewer") -> "ActivityQuerySet":
        """Published activities are everyone's; a draft is seen by those who may change it."""
        if not viewer.sees_content:
            return self.none()
        bodies = organising_bodies(viewer)
        return self if bodies is None else self.filter(~Q(status=Activity.Status.DRAFT) | _of_bodies(bodies))

    def published_to(self, viewer: "Viewer") -> "ActivityQuerySet":
        """What the viewer sees without their own drafts: the same for all, and cheaper to ask for."""
        return self.exclude(status=Activity.Status.DRAFT) if viewer.sees_content else self.none()

    def public(self) -> "ActivityQuerySet":
        """What anybody may see, without an account: published, and for everyone."""
        return self.filter(audience=Activity.Audience.EVERYONE).exclude(status=Activity.Status.DRAFT)

    def with_hosts(self) -> "ActivityQuerySet":
        """With what an open page says of who arranges it, in two queries."""
        return self.select_related("organiser__branch", "contact").prefetch_related("co_hosts")

    def drafts(self) -> "ActivityQuerySet":
        return self.filter(status=Activity.Status.DRAFT).order_by("starts_at")

    def counted(self) -> "ActivityQuerySet":
        """Those that count in the plan's ledger: planned and held."""
        return self.filter(status__in=[Activity.Status.PLANNED, Activity.Status.HELD])

    def coming(self, now: datetime) -> "ActivityQuerySet":
        """Published and not over yet, the nearest first. Cancelled ones are among them: people should know."""
        ahead = [Activity.Status.PLANNED, Activity.Status.CANCELLED]
        return self.filter(status__in=ahead, starts_at__gte=now - LONGEST, ends_at__gte=now).order_by("starts_at")

    def held(self) -> "ActivityQuerySet":
        return self.filter(status=Activity.Status.HELD).order_by("-starts_at")

    def awaiting_outcome(self, now: datetime) -> "ActivityQuerySet":
        """Over, but nobody has told how it went; the latest first."""
        over = self.filter(status=Activity.Status.PLANNED, starts_at__lt=now, ends_at__lt=now)
        return over.order_by("-starts_at")

    def unfinished(self, now: datetime, *, since: datetime) -> "ActivityQuerySet":
        """What its organisers have left to do: over since then but not told about, then drafts; the latest first."""
        untold = Q(status=Activity.Status.PLANNED, starts_at__gte=since, starts_at__lt=now, ends_at__lt=now)
        return self.filter(untold | Q(status=Activity.Status.DRAFT)).order_by("-status", "-starts_at")

    def overlapping(self, start: datetime, end: datetime) -> "ActivityQuerySet":
        """Those that happen at some time between the two moments.

        The forms let nothing last longer than `LONGEST`: so the index on the start serves here and in `coming` too.
        """
        return self.filter(starts_at__gte=start - LONGEST, starts_at__lt=end, ends_at__gte=start)


def _of_bodies(bodies: Collection[int]) -> Q:
    return Q(organiser__in=bodies) | Q(pk__in=co_hosted_by(bodies))


def co_hosted_by(bodies: Collection[int]) -> "models.QuerySet[Any, Any]":
    """Ids of the activities that these bodies (ids) co-host, to ask for within a question."""
    return Activity.co_hosts.through.objects.filter(body__in=bodies).values("activity")


class Activity(models.Model):
    """Something that a body of the district arranges at a time: from a board meeting to a stall on the square."""

    class Status(models.TextChoices):
        DRAFT = "draft", "utkast"
        PLANNED = "planned", "planerad"
        HELD = "held", "hållen"
        CANCELLED = "cancelled", "inställd"

    class Audience(models.TextChoices):
        OWN = "own", "de egna medlemmarna"
        MEMBERS = "members", "medlemmar"
        INVITED = "invited", "inbjudna"
        EVERYONE = "everyone", "alla"

    kind = models.CharField("vad", max_length=24, choices=ActivityKind)
    title = models.CharField("rubrik", max_length=160, blank=True, help_text="Tom rubrik blir aktivitetens slag.")
    organiser = models.ForeignKey(Body, models.PROTECT, related_name="activities", verbose_name="arrangör")
    co_hosts = models.ManyToManyField(Body, related_name="co_hosted", blank=True, verbose_name="medarrangörer")
    audience = models.CharField("för vem", max_length=10, choices=Audience, default=Audience.MEMBERS)
    starts_at = models.DateTimeField("börjar")
    ends_at = models.DateTimeField("slutar")
    place = models.CharField("plats", max_length=160, blank=True)
    description = models.TextField("beskrivning", blank=True)
    bring = models.CharField("ta med", max_length=200, blank=True)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="kontakt"
    )
    contact_phone = models.CharField("kontaktens telefon", max_length=30, blank=True)
    series = models.ForeignKey(
        ActivitySeries, models.SET_NULL, null=True, blank=True, related_name="activities", verbose_name="serie"
    )
    status = models.CharField("läge", max_length=10, choices=Status, default=Status.PLANNED)
    cancel_reason = models.CharField("skäl till att den ställdes in", max_length=300, blank=True)
    headcount = models.PositiveIntegerField("antal som kom", null=True, blank=True)
    from_other_branches = models.PositiveIntegerField("varav från andra föreningar", null=True, blank=True)
    outcome = models.CharField("hur det gick, i en mening", max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="inlagd av"
    )
    created_at = models.DateTimeField("inlagd", default=timezone.now, editable=False)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, editable=False)
    occurrence = models.PositiveSmallIntegerField("tillfälle i inskickningen", default=0, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "aktivitet"
        verbose_name_plural = "aktiviteter"
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["starts_at", "status"], name="activity_by_time"),
            models.Index(fields=["status", "starts_at", "ends_at"], name="activity_by_status"),
            models.Index(fields=["organiser", "starts_at"], name="activity_by_organiser"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["submission", "occurrence"], name="activity_submitted_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")),
                name="activity_ends_after_start",
                violation_error_message="Aktiviteten kan inte sluta innan den börjar.",
            ),
            models.CheckConstraint(
                condition=Q(from_other_branches=None) | Q(headcount__gte=F("from_other_branches")),
                name="activity_guests_within_headcount",
                violation_error_message="De som kom från andra föreningar kan inte vara fler än alla som kom.",
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""),
                name="activity_cancelled_with_reason",
                violation_error_message="Skriv varför aktiviteten ställs in.",
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    @property
    def display_title(self) -> str:
        return self.title or ActivityKind(self.kind).heading

    @property
    def family(self) -> Family:
        return FAMILY_OF[ActivityKind(self.kind)]

    @property
    def named_contact(self) -> "User | None":
        """The contact, unless their personal data are protected. Comes with the activity, or costs a query."""
        return self.contact if self.contact and not self.contact.is_protected else None

    @property
    def named_phone(self) -> str:
        """The contact's telephone, where the contact may be named."""
        return "" if self.contact and not self.named_contact else self.contact_phone

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_planned(self) -> bool:
        return self.status == self.Status.PLANNED

    @property
    def is_held(self) -> bool:
        return self.status == self.Status.HELD

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def is_public(self) -> bool:
        """It has an open page."""
        return self.audience == self.Audience.EVERYONE and not self.is_draft

    @property
    def counts(self) -> bool:
        """A draft does not count towards the plan, nor does what was cancelled."""
        return self.is_planned or self.is_held

    def is_to_come(self, now: datetime) -> bool:
        """It is to be, and has not begun."""
        return self.is_planned and self.starts_at > now

    def can_be_reported(self, now: datetime) -> bool:
        """How it went can be told once it has begun."""
        return self.counts and self.starts_at <= now

    def can_be_restored(self, now: datetime) -> bool:
        """What was cancelled can come about after all until its time is over."""
        return self.is_cancelled and self.ends_at >= now

    def can_be_counted_at(self, today: date) -> bool:
        """The speaking share can be counted from the day it is."""
        return self.counts and local_day(self.starts_at) <= today

    def get_absolute_url(self) -> str:
        return reverse("traffar:activity_detail", args=[self.pk])
