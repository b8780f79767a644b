"""Long work as rows: what is to be made, how far it has come, how it ended."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from distrikt.access import Viewer

# A job that has shown no sign of life for this long was lost with its worker.
LEASE = timedelta(minutes=5)


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, viewer: "Viewer") -> "JobQuerySet":
        """A job belongs to the person who asked for it."""
        return self.filter(requested_by=viewer.person_id)

    def due(self, now: datetime) -> "JobQuerySet":
        """Jobs that nobody works on: waiting ones, and running ones whose lease has run out."""
        return self.filter(
            models.Q(status=Job.Status.WAITING) | models.Q(status=Job.Status.RUNNING, lease_until__lt=now)
        ).order_by("created_at")


class Job(models.Model):
    """Long work (PDF, import, export), done by the worker and followed on the page."""

    class Status(models.TextChoices):
        WAITING = "waiting", "väntar"
        RUNNING = "running", "pågår"
        DONE = "done", "klar"
        FAILED = "failed", "misslyckades"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("slag", max_length=40)
    object_id = models.BigIntegerField("nummer")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name="beställd av"
    )
    status = models.CharField("läge", max_length=10, choices=Status, default=Status.WAITING)
    progress = models.PositiveSmallIntegerField("procent klart", default=0)
    message = models.TextField("meddelande", blank=True)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    result = models.FileField("fil", upload_to="jobb/", blank=True)
    content_hash = models.CharField("innehållets kontrollsumma", max_length=64, blank=True)
    created_at = models.DateTimeField("skapad", default=timezone.now)
    lease_until = models.DateTimeField("upptagen till", null=True, blank=True)
    ended_at = models.DateTimeField("avslutad", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "jobb"
        verbose_name_plural = "jobb"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["status", "lease_until"], name="job_due")]
        constraints = [models.CheckConstraint(condition=models.Q(progress__lte=100), name="job_progress_is_percent")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.get_status_display()}"

    @property
    def is_over(self) -> bool:
        return self.status in {self.Status.DONE, self.Status.FAILED}
