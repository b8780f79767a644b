"""Subscriptions: who gets the weekly mail about what is open to all, without an account."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from distrikt.organisation.models import Body


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> "SubscriptionQuerySet":
        """Those that count: the mailed link has been followed and the button pressed."""
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> "SubscriptionQuerySet":
        return self.filter(confirmed_at=None)


class Subscription(models.Model):
    """That an address gets one mail a week. Whoever ends it is forgotten: the row is deleted.

    The address is its only key, so that a form sent twice is one subscription, and one sent anew with the address
    corrected is another.
    """

    class Source(models.TextChoices):
        PUBLIC = "public", "öppen sida"
        BRANCH = "branch", "föreningens öppna sida"

    # An unconfirmed one that nobody follows up.
    UNCONFIRMED_KEPT = timedelta(days=2)

    email = models.EmailField("e-post", unique=True)
    bodies = models.ManyToManyField(
        Body, related_name="+", blank=True, verbose_name="föreningar", help_text="Inga: hela distriktet."
    )
    confirmed_at = models.DateTimeField("bekräftad", null=True, blank=True)
    source = models.CharField("var samtycket gavs", max_length=10, choices=Source)
    consent_text = models.CharField("samtyckets ordalydelse (version)", max_length=20)
    consent_at = models.DateTimeField("samtycke givet")
    created_at = models.DateTimeField("inlagd", default=timezone.now, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "prenumeration"
        verbose_name_plural = "prenumerationer"
        ordering = ["pk"]
        indexes = [models.Index(fields=["confirmed_at", "created_at"], name="subscription_by_time")]

    def __str__(self) -> str:
        return f"prenumeration {self.pk}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None
