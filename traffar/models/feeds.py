"""The secret addresses by which people follow activities in their own calendar."""

import secrets
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from distrikt.organisation.models import Body

if TYPE_CHECKING:
    from distrikt.access import Viewer


def new_token() -> str:
    """192 random bits, as they stand in an address."""
    return secrets.token_urlsafe(24)


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, viewer: "Viewer") -> "CalendarFeedQuerySet":
        """Nobody sees another's addresses."""
        return self.filter(owner=viewer.person_id)

    def open(self) -> "CalendarFeedQuerySet":
        return self.filter(revoked_at=None)


class CalendarFeed(models.Model):
    """An address that a person's calendar asks by itself, and that shows what the person may see when it asks.

    The token is stored as it is, unlike that of an invitation: the person comes back to copy the address to a new
    phone. Who can read the database can read there all that the address would show.
    """

    class Kind(models.TextChoices):
        OWN = "own", "det som rör mig"
        ALL = "all", "allt i distriktet"
        BODY = "body", "det ett organ ordnar"

    token = models.CharField("nyckel", max_length=64, unique=True, default=new_token, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="ägare")
    kind = models.CharField("innehåll", max_length=10, choices=Kind)
    body = models.ForeignKey(Body, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="organ")
    created_at = models.DateTimeField("gjord", default=timezone.now, editable=False)
    last_read_on = models.DateField("senast hämtad", null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField("stängd", null=True, blank=True, editable=False)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = "kalenderflöde"
        verbose_name_plural = "kalenderflöden"
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="body", body__isnull=False) | (~Q(kind="body") & Q(body=None)),
                name="calendar_feed_of_a_body_names_it",
                violation_error_message="Välj vems aktiviteter som ska stå i kalendern.",
            ),
            models.UniqueConstraint(
                fields=["owner", "kind"],
                condition=Q(body=None, revoked_at=None),
                name="calendar_feed_open_once",
                violation_error_message="Du har redan en adress till den kalendern.",
            ),
            models.UniqueConstraint(
                fields=["owner", "body"],
                condition=Q(revoked_at=None),
                name="calendar_feed_of_a_body_open_once",
                violation_error_message="Du har redan en adress till den kalendern.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.body) if self.body else self.get_kind_display()
