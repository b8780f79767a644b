"""Who has read about whom."""

from datetime import timedelta

from django.db import models

from distrikt.organisation.models.people import User


class AccessRecord(models.Model):
    """That a person has read something about others: once per person, object and day ("vem har sett")."""

    # The page about a person, `object_id` is whom it is about.
    PERSON = "person"
    KEPT = timedelta(days=365)

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="person")
    object_kind = models.CharField("slag", max_length=60)
    object_id = models.BigIntegerField("nummer")
    day = models.DateField("dag")

    class Meta:
        verbose_name = "läsning"
        verbose_name_plural = "läsningar"
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["object_kind", "object_id", "user", "day"], name="access_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.object_kind} {self.object_id}, {self.day}"
