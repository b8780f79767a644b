"""Decisions: what was decided, by whom it is done, and how it goes."""

import re
import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from distrikt.organisation.models import Body
from plan.models import Commitment
from plan.wording import capitalised
from traffar.styrelse.models.agenda import AgendaItem
from traffar.styrelse.models.circular import CircularDecision
from traffar.styrelse.models.locking import Lockable
from traffar.styrelse.rules import reads_all, reads_confidential

if TYPE_CHECKING:
    from distrikt.access import Viewer

LONGEST_DECISION = 5000
_DECIDES = re.compile(r"^(?:\w[\w ]{0,40} )?beslut\w+ att ", re.IGNORECASE)
LARGEST_AMOUNT = 1_000_000_000


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, viewer: "Viewer") -> "DecisionQuerySet":
        """The board's and the ombudsman's; auditors see what has been adjusted. Confidential ones: board and auditors.

        Whoever is to carry a decision out sees it, wherever it was made.
        """
        own = Q(responsible=viewer.person_id)
        if reads_all(viewer):
            return self if reads_confidential(viewer) else self.filter(own | Q(is_confidential=False))
        if reads_confidential(viewer):
            return self.filter(own | Q(locked_at__isnull=False) | Q(item=None))
        return self.filter(own)

    def open(self) -> "DecisionQuerySet":
        return self.filter(state=Decision.State.OPEN)

    def with_origin(self) -> "DecisionQuerySet":
        """With what their references are made of."""
        return self.select_related("item__meeting__activity", "circular", "body", "responsible")

    def overdue(self, day: date) -> "DecisionQuerySet":
        return self.open().filter(due_on__lt=day)


class Decision(Lockable):
    """What the board has decided: under an item, per capsulam, or before the program was there."""

    class Method(models.TextChoices):
        ACCLAMATION = "acclamation", "acklamation"
        COUNT = "count", "rösträkning"

    class State(models.TextChoices):
        NOTHING = "nothing", "inget att göra"
        OPEN = "open", "öppet"
        DONE = "done", "genomfört"
        DROPPED = "dropped", "genomförs inte"

    # How it is carried out goes on after the minutes are locked.
    UNLOCKED = ("version", "responsible", "state", "done_on", "note")

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="organ")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="ärende"
    )
    circular = models.OneToOneField(
        CircularDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decision",
        verbose_name="beslut per capsulam",
    )
    # "§ 12/2019" of one from before the program.
    reference = models.CharField("beteckning", max_length=40, blank=True)
    decided_on = models.DateField("beslutat")
    position = models.PositiveSmallIntegerField("ordning", default=1)
    text = models.TextField("beslut", max_length=LONGEST_DECISION)
    method = models.CharField("hur", max_length=12, choices=Method, default=Method.ACCLAMATION)
    votes_for = models.PositiveSmallIntegerField("ja", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("nej", null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField("avstår", null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="ansvarig"
    )
    responsible_name = models.CharField("ansvarig (namn)", max_length=125, blank=True)
    due_on = models.DateField("klart senast", null=True, blank=True)
    amount = models.PositiveBigIntegerField(
        "belopp i kronor", null=True, blank=True, validators=[MaxValueValidator(LARGEST_AMOUNT, "Högst en miljard.")]
    )
    commitments = models.ManyToManyField(
        Commitment, blank=True, related_name="+", verbose_name="hör till punkterna i planen"
    )
    is_confidential = models.BooleanField("slutet", default=False)
    state = models.CharField("läge", max_length=10, choices=State, default=State.NOTHING)
    done_on = models.DateField("genomfört den", null=True, blank=True)
    note = models.CharField("så gick det", max_length=300, blank=True)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        ordering = ["-decided_on", F("item__paragraph").asc(nulls_last=True), "position", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="decision_by_due_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False) | Q(circular__isnull=False) | ~Q(reference=""),
                name="decision_was_made_somewhere",
                violation_error_message="Skriv var beslutet togs, till exempel § 12/2019.",
            ),
            models.CheckConstraint(
                condition=~Q(method="count") | Q(votes_for__isnull=False, votes_against__isnull=False),
                name="decision_count_has_votes",
                violation_error_message="Skriv hur många som röstade ja och nej.",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False), name="decision_done_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def to_do(self) -> str:
        """What is to be done, without "Styrelsen beslutar att"."""
        return capitalised(_DECIDES.sub("", self.text))

    @property
    def is_made(self) -> bool:
        """Its meeting has ended, or it was made elsewhere. Needs the item with its meeting."""
        return self.item is None or self.item.meeting.has_ended

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today
