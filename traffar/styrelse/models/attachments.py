"""Papers of a meeting: handed out before it, attached to its minutes, or its minutes themselves from elsewhere."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from traffar.styrelse.models.agenda import AgendaItem
from traffar.styrelse.models.locking import Lockable
from traffar.styrelse.models.meetings import BoardMeeting

if TYPE_CHECKING:
    from distrikt.access import Viewer


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, viewer: "Viewer") -> "AttachmentQuerySet":
        """All of those meetings whose minutes the viewer reads the whole of; of others what is not closed, with the
        items that the viewer sees. Signed pages and minutes from elsewhere hold the closed items too."""
        items = AgendaItem.objects.visible_to(viewer)
        open_ones = Q(item__in=items) | Q(item=None, meeting__in=items.values("meeting"))
        whole = Q(meeting__in=BoardMeeting.objects.whole_minutes_for(viewer))
        return self.filter(whole | (open_ones & Q(is_confidential=False, kind=Attachment.Kind.PAPER)))


class Attachment(Lockable):
    """A file that belongs to a meeting or to one of its items. Once the meeting is closed its papers are numbered."""

    class Kind(models.TextChoices):
        PAPER = "paper", "handling"
        MINUTES = "minutes", "uppladdat protokoll"
        SIGNED = "signed", "underskriven sida"

    UNLOCKED = ("uploaded_by",)
    GIVEN_LATER = ("number",)

    meeting = models.ForeignKey(BoardMeeting, models.CASCADE, related_name="attachments", verbose_name="möte")
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name="ärende"
    )
    kind = models.CharField("slag", max_length=10, choices=Kind, default=Kind.PAPER)
    title = models.CharField("rubrik", max_length=200)
    file = models.FileField("fil", upload_to="styrelsen/")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    number = models.PositiveSmallIntegerField("bilaga", null=True, blank=True)
    is_confidential = models.BooleanField("sluten", default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="inlagd av"
    )
    uploaded_at = models.DateTimeField("inlagd", default=timezone.now)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "handling"
        verbose_name_plural = "handlingar"
        ordering = [F("number").asc(nulls_last=True), F("item__position").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], condition=Q(number__isnull=False), name="attachment_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.title
