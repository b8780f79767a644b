"""What repeats itself: activities that belong together."""

from django.db import models


class ActivitySeries(models.Model):
    """Activities that were registered together as one that repeats itself. Each lives its own life afterwards."""

    rule = models.TextField("regel i ord")

    class Meta:
        verbose_name = "serie"
        verbose_name_plural = "serier"

    def __str__(self) -> str:
        return self.rule
