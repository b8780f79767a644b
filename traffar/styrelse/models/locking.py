"""What is locked when minutes are adjusted: for everybody, by the database itself (`traffar.styrelse.locks`)."""

from typing import ClassVar

from django.db import models


class Lockable(models.Model):
    """A row whose content nobody can change or remove once it is locked.

    `UNLOCKED` are the columns that are not content, and may still be written: how a decision is carried out, and the
    person behind a name, who may be forgotten. `GIVEN_LATER` are empty (NULL) when a row is locked before the meeting
    ends, and are filled in once.
    """

    UNLOCKED: ClassVar[tuple[str, ...]] = ("person", "version")
    GIVEN_LATER: ClassVar[tuple[str, ...]] = ()

    locked_at = models.DateTimeField("låst", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None
