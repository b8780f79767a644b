"""Photos of activities."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from traffar.models.activities import Activity

if TYPE_CHECKING:
    from distrikt.access import Viewer


class ActivityPhotoQuerySet(models.QuerySet["ActivityPhoto"]):
    def visible_to(self, viewer: "Viewer") -> "ActivityPhotoQuerySet":
        return self.filter(activity__in=Activity.objects.visible_to(viewer))


class ActivityPhoto(models.Model):
    """A photo of what happened: resized, with nothing of what the camera hid in it."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="photos", verbose_name="aktivitet")
    image = models.ImageField("foto", upload_to="foton/")
    alt = models.CharField("vad bilden visar", max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="inlagt av"
    )
    uploaded_at = models.DateTimeField("inlagt", default=timezone.now)
    # What those who are in it have agreed to, as whoever uploaded it has said; "" from before that was kept.
    consent_text = models.CharField("samtyckets ordalydelse (version)", max_length=20, blank=True, db_default="")
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)

    objects = ActivityPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "foto"
        verbose_name_plural = "foton"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.alt
