"""The ground: the district, its bodies, its people and what they are assigned to."""

import secrets
import unicodedata
import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from distrikt.access import Viewer, may
from distrikt.organisation.roles import DISTRICT_KINDS, Role
from distrikt.organisation.roles import BodyKind as BodyKind


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
    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        verbose_name = "distrikt"
        verbose_name_plural = "distrikt"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="district_is_one")]

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


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, viewer: Viewer) -> "UserQuerySet":
        """Chair, secretary, ombudsman and administrator see all, a contact the own branch's people, others themselves.

        People with protected personal data show only to the ombudsman and the chair (role table, `2-domain.md`).
        """
        if viewer.holds(Role.CHAIR, Role.OMBUDSMAN):
            return self
        own = Q(pk=viewer.person_id)
        if viewer.holds(Role.SECRETARY, Role.ADMINISTRATOR):
            return self.filter(own | Q(is_protected=False))
        branches = viewer.bodies(Role.CONTACT)
        if not branches:
            return self.filter(own)
        held = Assignment.objects.current_or_coming(viewer.today).filter(body__in=branches)
        return self.filter(own | Q(is_protected=False, pk__in=held.values("user")))

    def holding(self, *, role: str, body: Body | None, day: date) -> "UserQuerySet":
        """Those with an assignment in force on the day; an empty role or no body stands for any."""
        held = Assignment.objects.in_force(day)
        held = held.filter(role=role) if role else held
        return self.filter(pk__in=(held.filter(body=body) if body else held).values("user"))

    def with_email(self, email: str) -> "User | None":
        return self.filter(email__iexact=email.strip()).first()

    def named_like(self, text: str) -> "UserQuerySet":
        """Those whose name or address has every word of the text, however it is typed.

        SQLite compares only a–z without regard to case, so å, ä and ö are asked for in both.
        """
        found = self
        for word in unicodedata.normalize("NFC", text).split():
            match = Q()
            for spelling in {word.lower(), word.capitalize()}:
                for name in ("first_name", "last_name", "email"):
                    match |= Q(**{f"{name}__icontains": spelling})
            found = found.filter(match)
        return found


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # made at run time
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who can log in, with an address known to be theirs. Without a password only by a mailed code."""
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        with transaction.atomic():
            user.save()
            # Without this row allauth takes the address for an unproven one, and drops it when another is added.
            user.emailaddress_set.create(  # type: ignore[attr-defined]  # allauth carries no types
                email=user.email, verified=True, primary=True
            )
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        person: User = self.get(email__iexact=username)
        return person


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
    version = models.PositiveIntegerField("version", default=1, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects = UserManager()

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        # Namesakes keep their order from one page of a list to the next.
        ordering = ["first_name", "last_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_once", violation_error_message="Adressen används redan av någon."
            ),
            models.CheckConstraint(condition=~Q(email=""), name="user_has_email"),
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
        return self.current_or_coming(day).filter(starts_on__lte=day)

    def current_or_coming(self, day: date) -> "AssignmentQuerySet":
        """Those that hold on the day or will later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def visible_to(self, viewer: Viewer) -> "AssignmentQuerySet":
        return self.filter(user__in=User.objects.visible_to(viewer))

    def governing(self, day: date) -> "AssignmentQuerySet":
        """Those by which somebody can fill every post. Without any nobody could give out assignments again."""
        roles = [Role.CHAIR, Role.SECRETARY, Role.ADMINISTRATOR]
        return self.in_force(day).filter(role__in=roles, user__is_active=True)

    def viewer(self, person_id: int | None, today: date) -> Viewer:
        """The person as a viewer: what they hold today among these assignments. Nobody (None) holds nothing.

        One query, at every request: of what is held, and of the district's bodies (their rows come without a role).
        """
        held = self.in_force(today).filter(user=person_id).order_by().values_list("role", "body_id")
        district = Body.objects.filter(kind__in=DISTRICT_KINDS).order_by().values_list(Value(""), "pk")
        rows = list(held.union(district, all=True))
        return Viewer(
            person_id=person_id or 0,
            roles=frozenset((role, body) for role, body in rows if role),
            today=today,
            district_bodies=frozenset(body for role, body in rows if not role),
        )


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
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)

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

    def is_held(self, today: date) -> bool:
        """True when the person has, or will have, the same role in the same body."""
        same = Assignment.objects.filter(user=self.user_id, body=self.body_id, role=self.role)
        return same.current_or_coming(today).exists()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, viewer: Viewer) -> "InvitationQuerySet":
        """Those who may invite anyone see all, a contact those to the own branch."""
        if viewer.holds(Role.CHAIR, Role.SECRETARY, Role.OMBUDSMAN, Role.ADMINISTRATOR):
            return self
        return self.filter(body__in=viewer.bodies(Role.CONTACT))

    def unanswered(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; its time may have run out."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self, now: datetime) -> "InvitationQuerySet":
        return self.unanswered().filter(expires_at__gt=now)


class Invitation(models.Model):
    """An offer to join, mailed to one person: opens once, and not after its last day.

    The link's token is not stored, only a keyed hash of it: who reads the database cannot use the link.
    """

    LIFETIME = timedelta(days=14)
    # How long the row is kept after the last day of the link.
    KEPT = timedelta(days=30)

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
    withdrawn_at = models.DateTimeField("återtagen", null=True, blank=True)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "inbjudan"
        verbose_name_plural = "inbjudningar"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "body",
                "role",
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_unanswered_once",
                violation_error_message="Personen är redan inbjuden till det uppdraget. Skicka den inbjudan igen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(24)

    @staticmethod
    def hash_of(token: str) -> str:
        return salted_hmac("organisation.invitation", token, algorithm="sha256").hexdigest()

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at

    def stands(self, person: User | None, today: date) -> bool:
        """True while the body is at work, the account (if there is one) open, and who invited may still give the post.

        A role ends with all that hangs on it; and nobody comes round a rule by way of an invitation to themselves.
        """
        inviter = Assignment.objects.filter(user__is_active=True).viewer(self.invited_by_id, today)
        welcome = person is None or person.is_active
        return welcome and self.body.is_active and may(inviter, "organisation.grant_assignment", self.offered(person))

    def offered(self, person: User | None = None) -> Assignment:
        """The assignment that the invitation stands for, not saved; nobody's until there is a person."""
        return Assignment(user=person, body_id=self.body_id, role=self.role)


class AccessRecord(models.Model):
    """That a person has read something about others: once per person, object and day ("vem har sett")."""

    # The page about a person, `object_id` is whom it is about.
    PERSON = "person"
    KEPT = timedelta(days=365)

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
