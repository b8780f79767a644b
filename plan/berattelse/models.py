"""The annual report: its chapters, and what became of each commitment."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from distrikt.organisation.models import Body
from plan.berattelse.rules import sees_draft_reports
from plan.models import Commitment, YearPlan

if TYPE_CHECKING:
    from distrikt.access import Viewer


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def visible_to(self, viewer: "Viewer") -> "AnnualReportQuerySet":
        """The board, the ombudsman and those with a paragraph of their own see the draft, auditors from the board's
        approval on, everybody else the approved report."""
        if not viewer.sees_content:
            return self.none()
        return self if sees_draft_reports(viewer) else self.filter(status=AnnualReport.Status.APPROVED)

    def drafts(self) -> "AnnualReportQuerySet":
        return self.filter(status=AnnualReport.Status.DRAFT)


class AnnualReport(models.Model):
    """The plan read back with "så blev det"."""

    class Status(models.TextChoices):
        DRAFT = "draft", "utkast"
        APPROVED = "approved", "godkänd av styrelsen"

    plan = models.OneToOneField(YearPlan, models.PROTECT, related_name="annual_report", verbose_name="verksamhetsplan")
    status = models.CharField("läge", max_length=10, choices=Status, default=Status.DRAFT)
    approved_on = models.DateField("godkänd den", null=True, blank=True)
    place_and_date = models.CharField("ort och datum", max_length=120, blank=True)
    created_at = models.DateTimeField("skapad", default=timezone.now, editable=False)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = "verksamhetsberättelse"
        verbose_name_plural = "verksamhetsberättelser"
        ordering = ["-plan__year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft") | Q(approved_on__isnull=False), name="report_approved_has_date"
            )
        ]

    def __str__(self) -> str:
        return f"Verksamhetsberättelse {self.plan.year}"

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT


class Edition(models.Model):
    """The report as the board approved it, drawn once as HTML: what is edited afterwards does not change it."""

    report = models.OneToOneField(
        AnnualReport, models.CASCADE, related_name="edition", verbose_name="verksamhetsberättelse"
    )
    page = models.TextField("sidan")
    document = models.TextField("dokumentet")

    class Meta:
        verbose_name = "godkänd upplaga"
        verbose_name_plural = "godkända upplagor"

    def __str__(self) -> str:
        return str(self.report)


class Chapter(models.Model):
    """The text of one chapter. Empty until a person writes: until then the program's own draft is shown.

    A paragraph of a branch, a network or the region group belongs to that body, whose people write it.
    """

    report = models.ForeignKey(
        AnnualReport, models.CASCADE, related_name="chapters", verbose_name="verksamhetsberättelse"
    )
    key = models.CharField("kapitel", max_length=90)
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organets eget kapitel"
    )
    text = models.TextField("text", blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="skrivet av"
    )
    written_at = models.DateTimeField("skrivet", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        verbose_name = "kapitel"
        verbose_name_plural = "kapitel"
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="chapter_once_in_report")]

    def __str__(self) -> str:
        return self.key


class Outcome(models.Model):
    """What became of a commitment, as the board decided it, with a comment."""

    class Value(models.TextChoices):
        FULFILLED = "fulfilled", "uppfyllt"
        PARTLY = "partly", "delvis uppfyllt"
        NOT = "not", "inte uppfyllt"
        DROPPED = "dropped", "utgått"

    report = models.ForeignKey(
        AnnualReport, models.CASCADE, related_name="outcomes", verbose_name="verksamhetsberättelse"
    )
    commitment = models.OneToOneField(Commitment, models.CASCADE, related_name="outcome", verbose_name="åtagande")
    value = models.CharField("utfall", max_length=10, choices=Value, blank=True)
    comment = models.TextField("kommentar", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="avgjort av"
    )
    decided_at = models.DateTimeField("avgjort", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        verbose_name = "utfall"
        verbose_name_plural = "utfall"

    def __str__(self) -> str:
        return f"{self.commitment.number}: {self.get_value_display()}"
