"""The ground: the district, its bodies, its people and what they are assigned to."""

import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from distrikt.organisation.roles import Role

if TYPE_CHECKING:
    from distrikt.access import Viewer


class District(models.Model):
    """The one party district that this installation serves."""

    name = models.CharField("namn", max_length=200, help_text="Till exempel Partiet i Granlandet.")
    short_name = models.CharField("kortnamn", max_length=60, blank=True, help_text="Står överst på varje sida.")
    county = models.CharField("län", max_length=100, blank=True)
    official_email = models.EmailField("officiell e-postadress", blank=True)
    logotype = models.ImageField("logotyp", upload_to="logotype/", blank=True)

    class Meta:
        verbose_name = "distrikt"
        verbose_name_plural = "distrikt"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="district_is_one")]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        return self.short_name or self.name


class BodyKind(models.TextChoices):
    DISTRICT = "district", "distrikt"
    BOARD = "board", "distriktsstyrelse"
    EXECUTIVE = "executive", "verkställande utskott"
    BRANCH = "branch", "partiförening"
    NETWORK = "network", "nätverk"
    REGION_GROUP = "region_group", "regiongrupp"
    NOMINATING = "nominating", "valberedning"
    AUDITORS = "auditors", "revisorer"


class BodyQuerySet(models.QuerySet["Body"]):
    def visible_to(self, viewer: "Viewer") -> "BodyQuerySet":
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
    name = models.CharField("namn", max_length=120, unique=True)
    slug = models.SlugField("adress på webben", max_length=60, unique=True)
    is_active = models.BooleanField("verksamt", default=True)

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


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, viewer: "Viewer") -> "UserQuerySet":
        """Chair, secretary, ombudsman and administrator see everyone, a contact the own branch's people, all themselves.

        People with protected personal data show only to the ombudsman and the chair (role table, `2-domain.md`).
        """
        if viewer.holds(Role.CHAIR, Role.OMBUDSMAN):
            return self
        own = Q(pk=viewer.person_id)
        if viewer.holds(Role.SECRETARY, Role.ADMINISTRATOR):
            return self.filter(own | Q(is_protected=False))
        branches = viewer.bodies(Role.CONTACT)
        return (
            self.filter(own | Q(is_protected=False, assignments__body__in=branches)).distinct()
            if branches
            else self.filter(own)
        )


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: "Viewer") -> UserQuerySet:
        return self.get_queryset().visible_to(viewer)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who can log in. Without a password only by a mailed code."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person. What they may do follows from their assignments alone: no groups, no superuser."""

    email = models.EmailField("e-post", unique=True, error_messages={"unique": "Adressen används redan av någon."})
    first_name = models.CharField("förnamn", max_length=60)
    last_name = models.CharField("efternamn", max_length=60)
    phone = models.CharField("telefon", max_length=30, blank=True)
    is_protected = models.BooleanField(
        "skyddade personuppgifter", default=False, help_text="Visas bara för ombudsmannen och ordföranden."
    )
    is_active = models.BooleanField("kan logga in", default=True)
    date_joined = models.DateTimeField("upplagd", default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects = UserManager()

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        ordering = ["first_name", "last_name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_once", violation_error_message="Adressen används redan av någon."
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def get_short_name(self) -> str:
        return self.first_name


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force(self, day: date) -> "AssignmentQuerySet":
        """Those that hold on the day, first and last day included."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def visible_to(self, viewer: "Viewer") -> "AssignmentQuerySet":
        return self.filter(user__in=User.objects.visible_to(viewer))


class Assignment(models.Model):
    """A role that a person has in a body, from a day until a day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments", verbose_name="person")
    body = models.ForeignKey(Body, models.PROTECT, related_name="assignments", verbose_name="organ")
    role = models.CharField("roll", max_length=20, choices=Role)
    starts_on = models.DateField("från och med")
    ends_on = models.DateField("till och med", null=True, blank=True)
    public_consent = models.BooleanField("får nämnas offentligt", default=False)
    granted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="tilldelat av"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "uppdrag"
        verbose_name_plural = "uppdrag"
        ordering = ["body__name", "role", "starts_on"]
        indexes = [models.Index(fields=["user", "starts_on", "ends_on", "role", "body"], name="assignment_in_force")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_start",
                violation_error_message="Uppdraget kan inte sluta innan det börjar.",
            ),
            models.UniqueConstraint(
                fields=["user", "body", "role"],
                condition=Q(ends_on=None),
                name="assignment_open_once",
                violation_error_message="Personen har redan det uppdraget.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.body}"


INVITATION_DAYS = 14


class Invitation(models.Model):
    """An offer to join, mailed to one person: opens once, and not after its last day.

    The link's token is not stored, only a keyed hash of it: who reads the database cannot use the link.
    """

    email = models.EmailField("e-post")
    first_name = models.CharField("förnamn", max_length=60)
    last_name = models.CharField("efternamn", max_length=60)
    body = models.ForeignKey(Body, models.CASCADE, related_name="+", verbose_name="organ")
    role = models.CharField("roll", max_length=20, choices=Role)
    token_hash = models.CharField("kontrollsumma", max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name="inbjuden av")
    created_at = models.DateTimeField("skapad", default=timezone.now)
    expires_at = models.DateTimeField("gäller till")
    accepted_at = models.DateTimeField("antagen", null=True, blank=True)

    class Meta:
        verbose_name = "inbjudan"
        verbose_name_plural = "inbjudningar"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(24)

    @staticmethod
    def hash_of(token: str) -> str:
        return salted_hmac("organisation.invitation", token, algorithm="sha256").hexdigest()

    def matches(self, token: str) -> bool:
        return constant_time_compare(self.token_hash, self.hash_of(token))

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and now < self.expires_at


class AccessRecord(models.Model):
    """That a person has read something about others: once per person, object and day ("vem har sett")."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="person")
    object_kind = models.CharField("slag", max_length=60)
    object_id = models.BigIntegerField("nummer")
    day = models.DateField("dag")

    class Meta:
        verbose_name = "läsning"
        verbose_name_plural = "läsningar"
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["object_kind", "object_id", "user", "day"], name="access_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.object_kind} {self.object_id}, {self.day}"
