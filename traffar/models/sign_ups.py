"""Sign-up: on which terms people come to an activity, and who does."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

from distrikt.organisation.roles import Role
from traffar.models.activities import Activity
from traffar.rules import bodies_acted_for
from traffar.when import local_day

if TYPE_CHECKING:
    from distrikt.access import Viewer


class SignUpTerms(models.Model):
    """What holds for signing up to one activity. Without a row nobody signs up: people just come."""

    class OpenTo(models.TextChoices):
        MEMBERS = "members", "medlemmar"
        EVERYONE = "everyone", "alla"

    activity = models.OneToOneField(
        Activity, models.CASCADE, primary_key=True, related_name="sign_up_terms", verbose_name="aktivitet"
    )
    open_to = models.CharField("vem kan anmäla sig", max_length=10, choices=OpenTo, default=OpenTo.MEMBERS)
    capacity = models.PositiveIntegerField("antal platser", null=True, blank=True)
    closes_on = models.DateField("sista dag att anmäla sig", null=True, blank=True)
    hours_to_accept = models.PositiveSmallIntegerField("timmar att tacka ja till en plats", default=24)
    asks_food = models.BooleanField("fråga om mat och allergi", default=False)
    asks_childcare = models.BooleanField("fråga om barnpassning", default=False)
    asks_rides = models.BooleanField("fråga om samåkning", default=False)
    own_question = models.CharField("egen fråga", max_length=200, blank=True)
    place_for_signed_up = models.CharField("plats som bara anmälda får se", max_length=160, blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        verbose_name = "anmälningsvillkor"
        verbose_name_plural = "anmälningsvillkor"
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1),
                name="terms_have_a_place",
                violation_error_message="Minst en plats. Lämna tomt om det inte finns någon gräns.",
            ),
            models.CheckConstraint(
                condition=Q(hours_to_accept__gte=1, hours_to_accept__lte=168),
                name="terms_give_time_to_accept",
                violation_error_message="Mellan 1 och 168 timmar (en vecka).",
            ),
        ]

    def __str__(self) -> str:
        return f"anmälan till {self.activity}"

    def is_open(self, now: datetime) -> bool:
        """Sign-up ends with its last day, and at the latest when the activity begins."""
        if not self.activity.is_to_come(now):
            return False
        return self.closes_on is None or local_day(now) <= self.closes_on

    @property
    def place(self) -> str:
        """Where it is, for those who have a place."""
        return self.place_for_signed_up or self.activity.place

    @property
    def has_questions(self) -> bool:
        return self.asks_food or self.asks_childcare or self.asks_rides or bool(self.own_question)

    def offer_until(self, at: datetime) -> datetime:
        """How long a place that came free is kept for the first in the queue: never longer than to the start."""
        return min(at + timedelta(hours=self.hours_to_accept), self.activity.starts_at)


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def visible_to(self, viewer: "Viewer") -> "SignUpQuerySet":
        """One's own, and by name those of activities that the viewer is responsible for.

        People with protected personal data are seen by the chair and the ombudsman alone, wherever they sign up.
        """
        own = Q(person=viewer.person_id)
        bodies = bodies_acted_for(viewer)
        if bodies is None:
            return self
        hosted = Activity.co_hosts.through.objects.filter(body__in=bodies).values("activity")
        theirs = Q(activity__organiser__in=bodies) | Q(activity__in=hosted) | Q(activity__contact=viewer.person_id)
        if not viewer.holds(Role.CHAIR, Role.OMBUDSMAN):
            theirs &= Q(person=None) | Q(person__is_protected=False)
        return self.filter(own | theirs)

    def live(self) -> "SignUpQuerySet":
        """Those that are not over: coming, waiting, or not confirmed yet."""
        return self.exclude(status=SignUp.Status.ENDED)

    def known(self) -> "SignUpQuerySet":
        """Those that are not over, and of which it is known that they are meant: the address has been confirmed."""
        return self.live().exclude(status=SignUp.Status.UNCONFIRMED)

    def placed(self) -> "SignUpQuerySet":
        """Those that have a place, or one kept for them."""
        return self.filter(status__in=SignUp.HOLDING)

    def coming(self) -> "SignUpQuerySet":
        return self.filter(status=SignUp.Status.COMING)

    def queued(self) -> "SignUpQuerySet":
        """Those who wait for a place, in the order that they came."""
        return self.filter(status=SignUp.Status.QUEUED).order_by("turn")

    def who_came(self) -> int | None:
        """How many have been ticked at the door; None when nobody has."""
        ticked: int | None = self.aggregate(came=Sum("came"))["came"]
        return ticked

    def parties(self) -> list[int]:
        """How many people each of them is, companions included."""
        return [1 + companions for companions in self.order_by().values_list("companions", flat=True)]

    def seats(self) -> int:
        """How many people they are, companions included."""
        return int(self.aggregate(seats=Sum("companions") + models.Count("pk"))["seats"] or 0)


class SignUp(models.Model):
    """That somebody comes to an activity, with companions: a person with an account, or a name and an address."""

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", "väntar på bekräftelse"
        COMING = "coming", "anmäld"
        QUEUED = "queued", "i kö"
        OFFERED = "offered", "erbjuden plats"
        ENDED = "ended", "avanmäld"

    class Ride(models.TextChoices):
        NONE = "", "ordnar det själv"
        NEEDS = "needs", "behöver skjuts"
        GIVES = "gives", "har plats i bilen"

    class Source(models.TextChoices):
        ACCOUNT = "account", "inloggad"
        PUBLIC = "public", "öppen sida"
        BY_HAND = "by_hand", "inlagd av arrangören"

    # What takes up a place.
    HOLDING = (Status.COMING, Status.OFFERED)
    MOST_COMPANIONS = 9
    # An unconfirmed sign-up that nobody follows up.
    UNCONFIRMED_KEPT = timedelta(days=2)

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sign_ups", verbose_name="aktivitet")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="sign_ups", verbose_name="person"
    )
    name = models.CharField("namn", max_length=100, blank=True)
    email = models.EmailField("e-post", blank=True)
    # Of those who are written in by hand, and have no address.
    phone = models.CharField("telefon", max_length=30, blank=True, db_default="")
    companions = models.PositiveSmallIntegerField("hur många har du med dig?", default=0)
    status = models.CharField("läge", max_length=12, choices=Status)
    # Its turn among those of the activity, given when it is confirmed: the clock would not tell who was first.
    turn = models.PositiveIntegerField("i tur", null=True, blank=True)
    offered_until = models.DateTimeField("platsen hålls till", null=True, blank=True)
    food = models.CharField("mat och allergi", max_length=200, blank=True)
    childcare = models.CharField("barnpassning", max_length=200, blank=True)
    ride = models.CharField("samåkning", max_length=5, choices=Ride, blank=True)
    ride_seats = models.PositiveSmallIntegerField("platser i bilen", default=0)
    own_answer = models.CharField("svar på egen fråga", max_length=300, blank=True)
    source = models.CharField("hur anmälan kom", max_length=10, choices=Source)
    consent_text = models.CharField("samtyckets ordalydelse (version)", max_length=20, blank=True)
    consent_at = models.DateTimeField("samtycke givet", null=True, blank=True)
    # How many of them came; who did not is not recorded.
    came = models.PositiveSmallIntegerField("hur många som kom", null=True, blank=True)
    created_at = models.DateTimeField("inlagd", default=timezone.now, editable=False)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)
    # With a default of the database's own: the code from before it was there can still write.
    version = models.PositiveIntegerField("version", default=1, db_default=1, editable=False)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = "anmälan"
        verbose_name_plural = "anmälningar"
        ordering = ["turn", "pk"]
        indexes = [
            models.Index(fields=["activity", "status", "turn"], name="sign_up_in_line"),
            models.Index(fields=["status", "offered_until"], name="sign_up_offers"),
            models.Index(fields=["email", "created_at"], name="sign_up_by_address"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "person"],
                condition=Q(person__isnull=False) & ~Q(status="ended"),
                name="sign_up_person_once",
                violation_error_message="Personen är redan anmäld.",
            ),
            models.UniqueConstraint(
                fields=["activity", "email"],
                condition=~Q(email="") & ~Q(status="ended"),
                name="sign_up_address_once",
                violation_error_message="Den adressen är redan anmäld.",
            ),
            models.UniqueConstraint(fields=["activity", "turn"], name="sign_up_turn_once"),
            models.CheckConstraint(
                condition=~Q(status="offered") | Q(offered_until__isnull=False), name="sign_up_offer_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        return str(self.person) if self.person else self.name or "utan namn"

    @property
    def seats(self) -> int:
        return 1 + self.companions

    @property
    def is_coming(self) -> bool:
        return self.status == self.Status.COMING

    @property
    def is_queued(self) -> bool:
        return self.status == self.Status.QUEUED

    @property
    def is_offered(self) -> bool:
        return self.status == self.Status.OFFERED

    @property
    def is_unconfirmed(self) -> bool:
        return self.status == self.Status.UNCONFIRMED

    @property
    def has_ended(self) -> bool:
        return self.status == self.Status.ENDED

    @property
    def address(self) -> str:
        """Where mails about it go; "" when nobody can be told."""
        return self.person.email if self.person else self.email
