"""People, and what they are assigned to."""

import unicodedata
import uuid
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.utils import timezone

from distrikt.access import Viewer
from distrikt.organisation.models.bodies import Body
from distrikt.organisation.roles import DISTRICT_KINDS, Role


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
    bounced_email = models.EmailField("adress som inte tar emot mejl", blank=True, default="", editable=False)
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

    @property
    def email_bounces(self) -> bool:
        """The mail server of the address has said for good that nobody is there; a new address is another matter."""
        return bool(self.bounced_email) and self.bounced_email == self.email

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
