"""Tasks: what somebody has taken on, with a day by which it is done."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from plan.uppgifter.rules import sees_others_tasks
from plan.uppgifter.sources import sources

if TYPE_CHECKING:
    from distrikt.access import Viewer


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, viewer: "Viewer") -> "TaskQuerySet":
        """One's own, and what one has asked for; the board and the ombudsman see all but the private ones (role table
        of `2-domain.md`). What comes from a source is seen by those who see that: a private one then too. It is the
        source that asks then, and not whoever wrote it down."""
        asked = Q(created_by=viewer.person_id, source_kind="")
        seen = Q(responsible=viewer.person_id) | asked
        if sees_others_tasks(viewer):
            seen |= Q(is_private=False)
        for kind, source in sources:
            seen |= Q(source_kind=kind, source_id__in=source.visible_to(viewer))
        return self.filter(seen)

    def open(self) -> "TaskQuerySet":
        return self.filter(state=Task.State.OPEN)

    def in_order(self) -> "TaskQuerySet":
        """By the day; those without one last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")

    def overdue(self, day: date) -> "TaskQuerySet":
        return self.open().filter(due_on__lt=day)


class Task(models.Model):
    """Something to be done. What it comes from is a registered source (`plan.uppgifter.sources`) and its id."""

    class State(models.TextChoices):
        OPEN = "open", "att göra"
        DONE = "done", "gjord"
        DROPPED = "dropped", "utgår"

    title = models.CharField("vad", max_length=300)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name="ansvarig"
    )
    due_on = models.DateField("klar senast", null=True, blank=True)
    state = models.CharField("läge", max_length=8, choices=State, default=State.OPEN)
    done_on = models.DateField("gjord den", null=True, blank=True)
    note = models.CharField("så gick det", max_length=300, blank=True)
    is_private = models.BooleanField("bara för mig", default=False)
    # Whose it was before somebody else took over, for the page that hands over.
    taken_over_from = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="övertagen från",
    )
    source_kind = models.CharField("ur", max_length=20, blank=True)
    source_id = models.PositiveBigIntegerField("id i källan", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="inlagd av"
    )
    created_at = models.DateTimeField("inlagd", default=timezone.now, editable=False)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "uppgift"
        verbose_name_plural = "uppgifter"
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["responsible", "state", "due_on"], name="task_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_id"], condition=~Q(source_kind=""), name="task_source_once"
            ),
            models.CheckConstraint(condition=~Q(state="done") | Q(done_on__isnull=False), name="task_done_has_a_day"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
