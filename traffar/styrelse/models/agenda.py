"""What a meeting takes up, item by item, and what is written of it."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from distrikt.organisation.models import Body
from traffar.styrelse.models.locking import Lockable
from traffar.styrelse.models.meetings import BoardMeeting, Presence
from traffar.styrelse.rules import reads_all, reads_confidential

if TYPE_CHECKING:
    from distrikt.access import Viewer

LONGEST_TEXT = 20_000


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, viewer: "Viewer") -> "AgendaItemQuerySet":
        """Those of the meetings whose papers the viewer reads; the confidential ones for the board, and for auditors
        once they are adjusted.

        Who sees a meeting only because its minutes are published reads them there (`PublishedMinutes`), not here.
        """
        seen = self.filter(meeting__in=BoardMeeting.objects.minutes_for(viewer))
        return seen.filter(Q(is_confidential=False) | Q(meeting__in=BoardMeeting.objects.all_of_it_for(viewer)))

    def in_order(self) -> "AgendaItemQuerySet":
        return self.order_by("position", "pk")

    def put_off(self) -> "AgendaItemQuerySet":
        """Those that come back by themselves on a later agenda."""
        return self.filter(outcome__in=[AgendaItem.Outcome.TABLED, AgendaItem.Outcome.REFERRED])


class AgendaItem(Lockable):
    """An item of the agenda, and its paragraph (§) in the minutes."""

    class Kind(models.TextChoices):
        OPENING = "opening", "öppnande"
        CHAIR = "chair", "mötesordförande"
        SECRETARY = "secretary", "sekreterare"
        ADJUSTERS = "adjusters", "justerare"
        AGENDA = "agenda", "dagordning"
        PREVIOUS = "previous", "föregående protokoll"
        REPORT = "report", "rapport"
        MATTER = "matter", "ärende"
        OTHER = "other", "övrigt"
        NEXT = "next", "nästa möte"
        CLOSING = "closing", "avslutande"

    class Outcome(models.TextChoices):
        NONE = "", "behandlad"
        TABLED = "tabled", "bordlagd"
        REFERRED = "referred", "återremitterad"
        DROPPED = "dropped", "utgår"

    UNLOCKED = ("version",)
    GIVEN_LATER = ("paragraph", "series")

    meeting = models.ForeignKey(BoardMeeting, models.CASCADE, related_name="items", verbose_name="möte")
    position = models.PositiveSmallIntegerField("plats på dagordningen")
    kind = models.CharField("slag", max_length=10, choices=Kind, default=Kind.MATTER)
    title = models.CharField("rubrik", max_length=200)
    background = models.TextField("underlag", blank=True, max_length=LONGEST_TEXT)
    text = models.TextField("protokollstext", blank=True, max_length=LONGEST_TEXT)
    outcome = models.CharField("utgång", max_length=10, choices=Outcome, blank=True)
    is_confidential = models.BooleanField("sluten punkt", default=False)
    # What it was taken up for: a registered source ("commitment", "decision", "item" …) and its id.
    source_kind = models.CharField("ur", max_length=20, blank=True)
    source_id = models.PositiveBigIntegerField("id i källan", null=True, blank=True)
    # Given when the meeting is closed: without gaps within the series, which the database holds it to.
    paragraph = models.PositiveIntegerField("paragraf", null=True, blank=True)
    series = models.CharField("paragrafserie", max_length=40, null=True, blank=True)  # noqa: DJ001 - NULL: not given yet
    # Omedelbar justering: the chair and the adjusters are asked to approve it before the rest, and all have.
    immediate_asked_at = models.DateTimeField("till omedelbar justering", null=True, blank=True)
    immediate_at = models.DateTimeField("omedelbart justerad", null=True, blank=True)
    # The room as it was then, whatever is noted of it later.
    immediate_voting = models.PositiveSmallIntegerField("röstande vid justeringen", null=True, blank=True)
    immediate_quorum = models.BooleanField("beslutsfört vid justeringen", null=True, blank=True)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "ärende"
        verbose_name_plural = "ärenden"
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["source_kind", "source_id"], name="agenda_item_by_source")]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "paragraph"], condition=Q(paragraph__isnull=False), name="agenda_item_paragraph_once"
            ),
            models.CheckConstraint(
                condition=Q(paragraph=None, series=None) | Q(paragraph__isnull=False, series__isnull=False),
                name="agenda_item_paragraph_has_a_series",
            ),
            models.CheckConstraint(
                condition=Q(paragraph=None) | Q(paragraph__gte=1), name="agenda_item_paragraph_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"§ {self.paragraph} {self.title}" if self.paragraph else self.title

    @property
    def returns(self) -> bool:
        """It comes back by itself on the next agenda."""
        return self.outcome in {self.Outcome.TABLED, self.Outcome.REFERRED}


class PresenceChange(Lockable):
    """That somebody came or went at an item: from that item on."""

    class Kind(models.TextChoices):
        ARRIVES = "arrives", "ankommer"
        LEAVES = "leaves", "lämnar mötet"

    presence = models.ForeignKey(Presence, models.CASCADE, related_name="changes", verbose_name="närvaro")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="presence_changes", verbose_name="ärende")
    kind = models.CharField("vad", max_length=10, choices=Kind)

    class Meta:
        verbose_name = "ankomst eller avgång"
        verbose_name_plural = "ankomster och avgångar"
        ordering = ["item__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["presence", "item"],
                name="presence_changes_once_an_item",
                violation_error_message="Personen har redan kommit eller gått vid den punkten.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.presence} {self.get_kind_display()}"


class Recusal(Lockable):
    """Jäv: somebody takes no part in an item, and counts as absent there."""

    presence = models.ForeignKey(Presence, models.CASCADE, related_name="recusals", verbose_name="närvaro")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="recusals", verbose_name="ärende")

    class Meta:
        verbose_name = "jäv"
        verbose_name_plural = "jäv"
        constraints = [
            models.UniqueConstraint(
                fields=["presence", "item"],
                name="recusal_once_an_item",
                violation_error_message="Jävet är redan antecknat.",
            )
        ]

    def __str__(self) -> str:
        return f"jäv: {self.presence}"


class ItemApproval(Lockable):
    """That the chair or an adjuster approves a paragraph before the rest, as it stood then."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="approvals", verbose_name="ärende")
    presence = models.ForeignKey(Presence, models.CASCADE, related_name="approvals", verbose_name="närvaro")
    approved_at = models.DateTimeField("godkände")
    # That of the paragraph (`minutes.paragraph_hash`): what is changed afterwards has to be approved again.
    content_hash = models.CharField("godkänd kontrollsumma", max_length=64)

    class Meta:
        verbose_name = "omedelbart godkännande"
        verbose_name_plural = "omedelbara godkännanden"
        ordering = ["approved_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["presence", "item"], name="item_approval_once")]

    def __str__(self) -> str:
        return f"godkänt: {self.presence}"


class Proposal(Lockable):
    """Yrkande: what somebody proposes under an item."""

    UNLOCKED = ("version",)

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="proposals", verbose_name="ärende")
    name = models.CharField("vem yrkar", max_length=125)
    text = models.TextField("yrkande", max_length=2000)
    is_carried = models.BooleanField("bifallet", null=True, blank=True)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        verbose_name = "yrkande"
        verbose_name_plural = "yrkanden"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"


class Reservation(Lockable):
    """That somebody does not stand behind a decision."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="reservations", verbose_name="ärende")
    name = models.CharField("vem reserverar sig", max_length=125)
    text = models.TextField("motivering", max_length=2000, blank=True)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = "reservation"
        verbose_name_plural = "reservationer"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"reservation: {self.name}"


class MinutesCommentQuerySet(models.QuerySet["MinutesComment"]):
    def visible_to(self, viewer: "Viewer") -> "MinutesCommentQuerySet":
        """Those of minutes that the viewer reads all of."""
        return self.filter(item__meeting__in=BoardMeeting.objects.whole_minutes_for(viewer))

    def waiting(self) -> "MinutesCommentQuerySet":
        return self.filter(settled_at=None)


class MinutesComment(models.Model):
    """What an adjuster says of an item before the minutes are adjusted. No part of them; only the board sees it."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="comments", verbose_name="ärende")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="skriven av"
    )
    text = models.TextField("kommentar", max_length=2000)
    written_at = models.DateTimeField("skriven", default=timezone.now)
    settled_at = models.DateTimeField("åtgärdad", null=True, blank=True)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)

    objects = MinutesCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "justeringskommentar"
        verbose_name_plural = "justeringskommentarer"
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text


class AgendaRequestQuerySet(models.QuerySet["AgendaRequest"]):
    def waiting(self) -> "AgendaRequestQuerySet":
        return self.filter(item=None, dismissed_at=None)

    def visible_to(self, viewer: "Viewer") -> "AgendaRequestQuerySet":
        """The board's and the ombudsman's; what somebody else has asked for, that person's own too."""
        if not reads_all(viewer):
            return self.filter(requested_by=viewer.person_id)
        return self if reads_confidential(viewer) else self.filter(is_confidential=False)


class AgendaRequest(models.Model):
    """Ta upp på nästa möte: something that waits for the next meeting of a body. Taken up, it has an item."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="organ")
    title = models.CharField("rubrik", max_length=200)
    background = models.TextField("varför", blank=True, max_length=LONGEST_TEXT)
    source_kind = models.CharField("ur", max_length=20, blank=True)
    source_id = models.PositiveBigIntegerField("id i källan", null=True, blank=True)
    is_confidential = models.BooleanField("sluten punkt", default=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="begärd av"
    )
    requested_at = models.DateTimeField("begärd", default=timezone.now)
    dismissed_at = models.DateTimeField("avförd", null=True, blank=True)
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="requests", verbose_name="ärende"
    )
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)

    objects = AgendaRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "begärt ärende"
        verbose_name_plural = "begärda ärenden"
        ordering = [F("requested_at").asc(), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "source_kind", "source_id"],
                condition=Q(item=None, dismissed_at=None, source_id__isnull=False),
                name="agenda_request_once",
                violation_error_message="Det väntar redan på nästa möte.",
            )
        ]

    def __str__(self) -> str:
        return self.title
