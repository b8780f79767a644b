"""Speaking share: turns and time by groups that a meeting chooses, as totals."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from traffar.models.activities import Activity

if TYPE_CHECKING:
    from distrikt.access import Viewer

FEWEST_GROUPS, MOST_GROUPS = 2, 4


class SpeakingCount(models.Model):
    """Which form or telephone counted last at an activity, so that two do not overwrite each other unseen."""

    activity = models.OneToOneField(
        Activity, models.CASCADE, primary_key=True, related_name="speaking_count", verbose_name="aktivitet"
    )
    submission = models.UUIDField("inskickning", default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        verbose_name = "taltidsräkning"
        verbose_name_plural = "taltidsräkningar"

    def __str__(self) -> str:
        return f"taltidsräkning, version {self.version}"


class SpeakingShareQuerySet(models.QuerySet["SpeakingShare"]):
    def visible_to(self, viewer: "Viewer") -> "SpeakingShareQuerySet":
        return self.filter(activity__in=Activity.objects.visible_to(viewer))

    def counted_between(self, first: datetime, last: datetime) -> "SpeakingShareQuerySet":
        """Turns at activities that count in the plan, and begin from the first moment until before the last."""
        of_these = [Activity.Status.PLANNED, Activity.Status.HELD]
        return self.filter(
            turns__gt=0, activity__status__in=of_these, activity__starts_at__gte=first, activity__starts_at__lt=last
        )


class SpeakingShare(models.Model):
    """How many turns a group had at an activity, and for how long together. A group is a word, never a person."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="speaking_shares", verbose_name="aktivitet")
    group = models.CharField("grupp", max_length=24)
    turns = models.PositiveIntegerField("inlägg")
    seconds = models.PositiveIntegerField("sekunder")

    objects = SpeakingShareQuerySet.as_manager()

    class Meta:
        verbose_name = "taltid"
        verbose_name_plural = "taltider"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "group"],
                name="speaking_group_once",
                violation_error_message="Två grupper kan inte heta likadant.",
            ),
            models.CheckConstraint(
                condition=Q(seconds=0) | Q(turns__gt=0),
                name="speaking_time_has_turns",
                violation_error_message="Den som har talat har gjort minst ett inlägg.",
            ),
        ]

    def __str__(self) -> str:
        return self.group
