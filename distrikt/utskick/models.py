"""Long work as rows: what is to be made, how far it has come, how it ended."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from distrikt.utskick.jobs import JobKind, kinds

if TYPE_CHECKING:
    from distrikt.access import Viewer


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, viewer: "Viewer") -> "JobQuerySet":
        """A job is seen by those who today may see what it is about: its file can be shared, and goes with the role."""
        seen = Q(pk__in=[])
        for key, kind in kinds:
            seen |= Q(kind=key, object_id__in=kind.objects(viewer).values("pk"))
        return self.filter(seen)

    def due(self, now: datetime) -> "JobQuerySet":
        """Jobs that nobody works on: waiting ones, and running ones whose lease has run out."""
        return self.filter(Q(status=Job.Status.WAITING) | Q(status=Job.Status.RUNNING, lease_until__lt=now)).order_by(
            "created_at"
        )

    def not_failed(self) -> "JobQuerySet":
        return self.exclude(status=Job.Status.FAILED)

    def over(self) -> "JobQuerySet":
        return self.filter(status__in=[Job.Status.DONE, Job.Status.FAILED])


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
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="beställd av"
    )
    status = models.CharField("läge", max_length=10, choices=Status, default=Status.WAITING)
    progress = models.PositiveSmallIntegerField("procent klart", default=0)
    message = models.TextField("meddelande", blank=True)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    filename = models.CharField("filens namn", max_length=120, blank=True)
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
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_is_percent"),
            # Two clicks, or two people, are one job as long as the content is the same.
            models.UniqueConstraint(
                fields=["kind", "object_id", "content_hash"],
                condition=~Q(content_hash="") & ~Q(status="failed"),
                name="job_once_per_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.get_status_display()}"

    @property
    def is_over(self) -> bool:
        return self.status in {self.Status.DONE, self.Status.FAILED}

    @property
    def rule(self) -> JobKind:
        """What the app said of this kind. KeyError when no app does it any longer."""
        return kinds[self.kind]

    @property
    def storage_name(self) -> str:
        """Where the file lies: known beforehand, so that a second attempt writes over what a crash left."""
        return f"jobb/{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("utskick:job_detail", args=[self.pk])
