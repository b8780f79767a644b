"""Offers to join."""

import secrets
import uuid
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from distrikt.access import Viewer, may
from distrikt.organisation.models.bodies import Body
from distrikt.organisation.models.people import Assignment, User
from distrikt.organisation.roles import Role


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
