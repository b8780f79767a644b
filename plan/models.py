"""The year plan: its areas, its commitments, and the ledger of what was done towards them."""

import re
import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from distrikt.organisation.models import Body
from plan.rules import drafts_plans

if TYPE_CHECKING:
    from distrikt.access import Viewer


# The rows that a plan consists of: its areas, its commitments.
Parts = TypeVar("Parts", "AreaQuerySet", "CommitmentQuerySet")

# What a title says of a plan that nobody has adopted, before it or after it.
_PROPOSAL = re.compile(
    r"^(?:\w*styrelsens\s+)?(?:förslag|utkast)(?:\s+(?:på|till)\b)?[\s:–-]+|[\s,(–-]+(?:förslag|utkast)\)?$",
    re.IGNORECASE,
)


class YearPlanQuerySet(models.QuerySet["YearPlan"]):
    def visible_to(self, viewer: "Viewer") -> "YearPlanQuerySet":
        """Adopted plans are everyone's; a draft is the board's and the ombudsman's."""
        if not viewer.sees_content:
            return self.none()
        return self if drafts_plans(viewer) else self.exclude(status=YearPlan.Status.DRAFT)

    def current(self, day: date) -> "YearPlan | None":
        """The adopted plan whose period holds the day, else the latest that has begun, else the first to come."""
        adopted = self.exclude(status=YearPlan.Status.DRAFT)
        return (
            adopted.filter(starts_on__lte=day).order_by("-starts_on").first() or adopted.order_by("starts_on").first()
        )


def _in_plans_seen_by(viewer: "Viewer", rows: Parts) -> Parts:
    """Those of the plans that the viewer sees; whoever sees drafts sees all, and is spared the question."""
    return rows if drafts_plans(viewer) else rows.filter(plan__in=YearPlan.objects.visible_to(viewer))


class YearPlan(models.Model):
    """A district's verksamhetsplan for a year, with the document it was read from."""

    class Status(models.TextChoices):
        DRAFT = "draft", "utkast"
        ADOPTED = "adopted", "antagen"
        CLOSED = "closed", "avslutad"

    year = models.PositiveSmallIntegerField(
        "år", unique=True, error_messages={"unique": "Det finns redan en verksamhetsplan för det året."}
    )
    title = models.CharField("rubrik", max_length=300)
    organisation = models.CharField("organisation", max_length=200, blank=True)
    starts_on = models.DateField("gäller från")
    ends_on = models.DateField("gäller till")
    status = models.CharField("läge", max_length=10, choices=Status, default=Status.DRAFT)
    adopted_on = models.DateField("antagen den", null=True, blank=True)
    decision = models.CharField("beslut", max_length=300, blank=True, help_text="Till exempel Årskonferensen § 14.")
    source_name = models.CharField("dokumentets filnamn", max_length=200, blank=True)
    source_text = models.TextField("dokumentets text", blank=True)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    created_at = models.DateTimeField("skapad", default=timezone.now, editable=False)

    objects = YearPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "verksamhetsplan"
        verbose_name_plural = "verksamhetsplaner"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="plan_ends_after_start",
                violation_error_message="Planen kan inte sluta innan den börjar.",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(adopted_on__isnull=False),
                name="plan_adopted_has_date",
                violation_error_message="En antagen plan måste ha ett datum för beslutet.",
            ),
        ]

    def __str__(self) -> str:
        return f"Verksamhetsplan {self.year}"

    @property
    def adopted_title(self) -> str:
        """The title without what it no longer is once adopted: "Förslag på verksamhetsplan", "… (utkast)"."""
        title = _PROPOSAL.sub("", self.title).strip() or self.title
        return title[:1].upper() + title[1:]

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, viewer: "Viewer") -> "IntakeQuerySet":
        """Those who draft plans review what has been read together."""
        return self if drafts_plans(viewer) else self.none()

    def listed(self) -> "IntakeQuerySet":
        """What a list says of them: the document and the choices made in it stay in the database."""
        return self.defer("source_text", "headings", "candidates").select_related("read_by")


class Intake(models.Model):
    """A document that has been read and is under review. Gone when its plan is saved, or when it has been left lying.

    `headings` and `candidates` are what `plan.intake.review.Review` holds, as JSON: offsets in the text and choices,
    never sentences, so that what is saved is what the document says. The id becomes the plan's `submission`.
    """

    # How long a document that nobody saves as a plan is kept.
    KEPT = timedelta(days=30)

    id = models.UUIDField("inskickning", primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField("år", null=True, blank=True)
    title = models.CharField("rubrik", max_length=300, blank=True)
    organisation = models.CharField("organisation", max_length=200, blank=True)
    source_name = models.CharField("dokumentets filnamn", max_length=200, blank=True)
    source_text = models.TextField("dokumentets text")
    headings = models.JSONField("rubriker")
    candidates = models.JSONField("kandidater till åtaganden")
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="inläst av"
    )
    read_at = models.DateTimeField("inläst", default=timezone.now, editable=False)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = "inläsning"
        verbose_name_plural = "inläsningar"
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return self.source_name or self.title or "Inklistrad text"


class AreaQuerySet(models.QuerySet["Area"]):
    def visible_to(self, viewer: "Viewer") -> "AreaQuerySet":
        return _in_plans_seen_by(viewer, self)


class Area(models.Model):
    """A heading of the plan. Background areas have no number and no score."""

    class Kind(models.TextChoices):
        BACKGROUND = "background", "bakgrund"
        COMMITMENTS = "commitments", "åtaganden"

    plan = models.ForeignKey(YearPlan, models.CASCADE, related_name="areas", verbose_name="verksamhetsplan")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="överordnat område"
    )
    position = models.PositiveSmallIntegerField("plats i planen")
    number = models.PositiveSmallIntegerField("nummer", null=True, blank=True)
    heading = models.CharField("rubrik", max_length=300, blank=True)
    slug = models.SlugField("adress på webben", max_length=80)
    kind = models.CharField("slag", max_length=12, choices=Kind, default=Kind.COMMITMENTS)
    text = models.TextField("text", blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = "område"
        verbose_name_plural = "områden"
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="area_slug_once_in_plan"),
            models.UniqueConstraint(fields=["plan", "position"], name="area_position_once_in_plan"),
            models.UniqueConstraint(fields=["plan", "number"], name="area_number_once_in_plan"),
            models.CheckConstraint(
                condition=Q(kind="commitments", number__isnull=False) | Q(kind="background", number=None),
                name="area_background_has_no_number",
            ),
        ]

    def __str__(self) -> str:
        return self.heading or "Planen"


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, viewer: "Viewer") -> "CommitmentQuerySet":
        return _in_plans_seen_by(viewer, self)

    def in_plan_order(self) -> "CommitmentQuerySet":
        return self.order_by("area__position", "position")


class Commitment(models.Model):
    """A sentence of the plan in which the organisation undertakes something, kept to the letter."""

    class Kind(models.TextChoices):
        COUNTABLE = "countable", "räknas"
        ONE_OFF = "one-off", "en gång"
        ONGOING = "ongoing", "löpande"

    class Operator(models.TextChoices):
        AT_LEAST = ">=", "minst"
        OVER = ">", "över"
        AT_MOST = "<=", "högst"
        ABOUT = "~", "ungefär"
        EXACTLY = "=", "just"
        RANGE = "range", "mellan"

    class Strength(models.TextChoices):
        STRONG = "strong", "ska"
        WEAK = "weak", "bör"

    plan = models.ForeignKey(YearPlan, models.CASCADE, related_name="commitments", verbose_name="verksamhetsplan")
    area = models.ForeignKey(Area, models.CASCADE, related_name="commitments", verbose_name="område")
    position = models.PositiveSmallIntegerField("plats i området")
    number = models.CharField("nummer", max_length=12)
    text = models.TextField("lydelse")
    lead_in = models.CharField("inledande rad", max_length=300, blank=True)
    source_start = models.PositiveIntegerField("början i dokumentet", null=True, blank=True)
    kind = models.CharField("slag", max_length=10, choices=Kind)
    strength = models.CharField("styrka", max_length=6, choices=Strength, default=Strength.STRONG)
    target = models.PositiveIntegerField("mål", null=True, blank=True)
    target_max = models.PositiveIntegerField("högsta mål", null=True, blank=True)
    operator = models.CharField("räknas som", max_length=5, choices=Operator, blank=True)
    per = models.CharField("per", max_length=30, blank=True, help_text="Månad, kvartal, termin …")
    unit = models.CharField("vad som räknas", max_length=80, blank=True)
    deadline = models.DateField("senast", null=True, blank=True)
    deadline_text = models.CharField("senast, som det står", max_length=120, blank=True)
    period_text = models.CharField("period, som det står", max_length=120, blank=True)
    responsible = models.ForeignKey(
        Body, models.SET_NULL, null=True, blank=True, related_name="commitments", verbose_name="ansvarigt organ"
    )
    responsible_text = models.CharField("ansvarig, som det står", max_length=120, blank=True)
    last_year = models.PositiveIntegerField("utfall i fjol", null=True, blank=True)
    closed_on = models.DateField("avslutat den", null=True, blank=True)
    checked_in_on = models.DateField("senast avstämt den", null=True, blank=True)
    amended_on = models.DateField("senast ändrat den", null=True, blank=True)
    dropped_on = models.DateField("utgått den", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = "åtagande"
        verbose_name_plural = "åtaganden"
        ordering = ["plan", "area__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="commitment_number_once_in_plan"),
            models.UniqueConstraint(fields=["area", "position"], name="commitment_position_once_in_area"),
            models.CheckConstraint(
                condition=Q(target=None) | Q(kind="countable"),
                name="commitment_target_only_if_countable",
                violation_error_message="Bara ett åtagande som räknas kan ha ett mål i siffror.",
            ),
            models.CheckConstraint(
                condition=Q(target_max=None) | Q(target_max__gte=F("target")),
                name="commitment_range_in_order",
                violation_error_message="Det högsta målet kan inte vara lägre än målet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class CommitmentCounts(models.Model):
    """Which kind of source a commitment counts, e.g. activities of the kind open_event."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="counts", verbose_name="åtagande")
    source_kind = models.CharField("källa", max_length=20, default="activity")
    value = models.CharField("slag", max_length=40)

    class Meta:
        verbose_name = "räkningsregel"
        verbose_name_plural = "räkningsregler"
        constraints = [
            models.UniqueConstraint(fields=["commitment", "source_kind", "value"], name="counts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_kind}: {self.value}"


class Contribution(models.Model):
    """One line of the ledger: that something upstairs is planned or done towards a commitment.

    Written only by `plan.actions.set_contributions`, in the transaction of the action upstairs. `source_kind` and
    `source_id` name the row upstairs; the registry `plan.evidence.sources` knows its link and who may see it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "planerad"
        DONE = "done", "genomförd"

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="contributions", verbose_name="åtagande")
    source_kind = models.CharField("källa", max_length=20)
    source_id = models.BigIntegerField("källans nummer")
    state = models.CharField("läge", max_length=8, choices=State)
    day = models.DateField("dag")
    label = models.CharField("benämning", max_length=200)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="kopplad av"
    )

    class Meta:
        verbose_name = "insats"
        verbose_name_plural = "insatser"
        ordering = ["day"]
        indexes = [models.Index(fields=["commitment", "state", "day"], name="contribution_follow_up")]
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_id", "commitment"], name="contribution_once_per_source"
            )
        ]

    def __str__(self) -> str:
        return self.label


class CheckIn(models.Model):
    """A person's own judgement of a commitment on a day: beside the evidence, never instead of it."""

    class Verdict(models.TextChoices):
        NOTE = "note", "noterar"
        CLOSED = "closed", "avslutar"
        REOPENED = "reopened", "öppnar igen"

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="check_ins", verbose_name="åtagande")
    day = models.DateField("dag")
    verdict = models.CharField("bedömning", max_length=10, choices=Verdict, default=Verdict.NOTE)
    text = models.TextField("hur det går")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="av")
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = "avstämning"
        verbose_name_plural = "avstämningar"
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.commitment.number}, {self.day}"


class Amendment(models.Model):
    """A change of an adopted plan: a commitment reworded or dropped, by decision and with a reason."""

    class Kind(models.TextChoices):
        CHANGED = "changed", "ändrat"
        DROPPED = "dropped", "utgått"

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="amendments", verbose_name="åtagande")
    kind = models.CharField("slag", max_length=10, choices=Kind)
    old_text = models.TextField("tidigare lydelse")
    new_text = models.TextField("ny lydelse", blank=True)
    old_target = models.PositiveIntegerField("tidigare mål", null=True, blank=True)
    new_target = models.PositiveIntegerField("nytt mål", null=True, blank=True)
    old_deadline = models.DateField("tidigare sista dag", null=True, blank=True)
    new_deadline = models.DateField("ny sista dag", null=True, blank=True)
    decision = models.CharField("beslut", max_length=200, help_text="Till exempel § 34/2020.")
    decided_on = models.DateField("beslutat den")
    reason = models.TextField("skäl")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="inlagd av"
    )
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = "ändring"
        verbose_name_plural = "ändringar"
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="dropped", new_text="") | (Q(kind="changed") & ~Q(new_text="")),
                name="amendment_says_what",
                violation_error_message="Skriv den nya lydelsen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment.number} {self.get_kind_display()}, {self.decision}"
