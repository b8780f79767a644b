"""Board meetings: from plan and call to minutes that are locked."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from distrikt.organisation.models import Assignment, Body
from distrikt.organisation.roles import BOARD
from traffar.models import Activity, ActivityKind
from traffar.styrelse.models.locking import Lockable
from traffar.styrelse.rules import reads_all, reads_all_confidential, reads_own_body
from traffar.when import local_day

if TYPE_CHECKING:
    from distrikt.access import Viewer

# Days.
LONGEST_NOTICE = 60
AGENDA = """\
Mötets öppnande
Val av mötesordförande
Val av sekreterare
Val av justerare
Fastställande av dagordning
Föregående protokoll
Ombudsmannens rapport
Rapporter
Ärenden
Övriga frågor
Nästa möte
Mötets avslutande
"""


class BoardRules(models.Model):
    """How the district's board works, as far as the statutes leave it open; one row."""

    class Numbering(models.TextChoices):
        MEETING = "meeting", "börja om på 1 varje möte"
        YEAR = "year", "löpande genom året"

    class Quorum(models.TextChoices):
        MORE_THAN_HALF = "more_than_half", "fler än hälften av de röstberättigade"
        HALF = "half", "minst hälften av de röstberättigade"
        TWO_THIRDS = "two_thirds", "minst två tredjedelar av de röstberättigade"

    numbering = models.CharField("paragrafnumrering", max_length=10, choices=Numbering, default=Numbering.YEAR)
    quorum = models.CharField("beslutsför när", max_length=20, choices=Quorum, default=Quorum.MORE_THAN_HALF)
    notice_days = models.PositiveSmallIntegerField(
        "kallelse, dagar före", default=7, validators=[MaxValueValidator(LONGEST_NOTICE, "Högst 60 dagar.")]
    )
    calls_substitutes = models.BooleanField("alla ersättare kallas", default=True)
    publishes_minutes = models.BooleanField("justerade protokoll kan publiceras för medlemmarna", default=True)
    agenda = models.TextField("dagordning, en rad per punkt", default=AGENDA, max_length=4000)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        verbose_name = "styrelsens regler"
        verbose_name_plural = "styrelsens regler"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="board_rules_are_one")]

    def __str__(self) -> str:
        return "styrelsens regler"


class BoardMeetingQuerySet(models.QuerySet["BoardMeeting"]):
    def visible_to(self, viewer: "Viewer") -> "BoardMeetingQuerySet":
        """The board and the ombudsman see all, auditors what has been adjusted, those called to it their own meetings;
        others those whose minutes have been published (role table of `2-domain.md`, "board papers and minutes")."""
        if reads_all(viewer):
            return self
        seen = _papers_of(viewer)
        return self.filter(seen | _is_published() if viewer.sees_content else seen)

    def minutes_for(self, viewer: "Viewer") -> "BoardMeetingQuerySet":
        """Those whose minutes the viewer reads, in whatever state: not only what has been published of them."""
        return self if reads_all(viewer) else self.filter(_papers_of(viewer))

    def all_of_it_for(self, viewer: "Viewer") -> "BoardMeetingQuerySet":
        """Those whose confidential items the viewer reads by role: the board all, auditors what has been adjusted."""
        if reads_all_confidential(viewer):
            return self
        return self.filter(status=BoardMeeting.Status.ADJUSTED) if reads_own_body(viewer) else self.none()

    def whole_minutes_for(self, viewer: "Viewer") -> "BoardMeetingQuerySet":
        """Those whose minutes the viewer reads with the confidential items: who adjusts minutes reads all of them."""
        adjusts = Adjuster.objects.filter(presence__person=viewer.person_id).values("meeting")
        by_role = BoardMeeting.objects.all_of_it_for(viewer).values("pk")
        return self.minutes_for(viewer).filter(Q(pk__in=adjusts) | Q(pk__in=by_role))

    def published_for(self, viewer: "Viewer") -> "BoardMeetingQuerySet":
        """Those that anybody who belongs to the district may read, as they were published: none while the board's
        rules say that minutes are not."""
        return self.filter(_is_published()) if viewer.sees_content else self.none()

    def under_way(self) -> "BoardMeetingQuerySet":
        return self.filter(status=BoardMeeting.Status.OPEN)

    def with_activity(self) -> "BoardMeetingQuerySet":
        return self.select_related("activity", "body")


def _papers_of(viewer: "Viewer") -> Q:
    """Those whose papers somebody reads who is not on the board: what they are called to, and what they audit."""
    # Who is co-opted may hold no role at all.
    seen = Q(pk__in=Presence.objects.in_force(viewer.today).filter(person=viewer.person_id).values("meeting"))
    return seen | Q(status=BoardMeeting.Status.ADJUSTED) if reads_own_body(viewer) else seen


def _is_published() -> Q:
    kept = BoardRules.objects.filter(publishes_minutes=False)
    return Q(published__isnull=False) & Q(~Exists(kept))


class BoardMeeting(Lockable):
    """A meeting of the board or its executive committee. When and where stand in its activity until it is closed."""

    class Status(models.TextChoices):
        PLANNED = "planned", "planerat"
        CALLED = "called", "kallat"
        OPEN = "open", "pågår"
        DRAFT = "draft", "utkast till protokoll"
        REVIEW = "review", "till justering"
        ADJUSTED = "adjusted", "justerat"

    UNLOCKED = ("version", "created_by")

    activity = models.OneToOneField(
        Activity, models.PROTECT, primary_key=True, related_name="board_meeting", verbose_name="aktivitet"
    )
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="organ")
    year = models.PositiveSmallIntegerField("år")
    number = models.PositiveSmallIntegerField("nummer i året")
    status = models.CharField("läge", max_length=10, choices=Status, default=Status.PLANNED)
    called_at = models.DateTimeField("kallat", null=True, blank=True)
    # Noted when it is called: fewer days before than the rules say.
    is_called_late = models.BooleanField("kallat senare än reglerna säger", default=False)
    # What they said then. Empty for a call that went before this was noted: its minutes say nothing of it.
    notice_days = models.PositiveSmallIntegerField("reglernas dagar för kallelsen", null=True, blank=True)
    opened_at = models.DateTimeField("öppnat", null=True, blank=True)
    closed_at = models.DateTimeField("avslutat", null=True, blank=True)
    # What the minutes say, whatever becomes of the activity; filled in when the meeting is closed.
    held_on = models.DateField("hållet", null=True, blank=True)
    body_name = models.CharField("organets namn", max_length=120, blank=True)
    place = models.CharField("plats", max_length=160, blank=True)
    quorum = models.CharField(
        "beslutsför när", max_length=20, choices=BoardRules.Quorum, default=BoardRules.Quorum.MORE_THAN_HALF
    )
    review_at = models.DateTimeField("lämnat till justering", null=True, blank=True)
    is_entered_afterwards = models.BooleanField("infört i efterhand", default=False)
    # Who has said that uploaded minutes are the adjusted ones.
    confirmed_by = models.CharField("bekräftat av", max_length=125, blank=True)
    # SHA-256 of the canonical content, in hexadecimal; its beginning is the code on page and PDF.
    content_hash = models.CharField("kontrollsumma", max_length=64, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="inlagt av"
    )
    created_at = models.DateTimeField("inlagt", default=timezone.now, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = BoardMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "styrelsemöte"
        verbose_name_plural = "styrelsemöten"
        ordering = ["activity__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "number"], name="board_meeting_number_once"),
            models.CheckConstraint(
                condition=~Q(status="adjusted") | Q(locked_at__isnull=False), name="board_meeting_adjusted_is_locked"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Styrelsemöte 4/2026; by the title of its own that the activity has, if any. Needs the activity.

        One that is called "Styrelsemöte 4" in the calendar has a number there already.
        """
        usual = ActivityKind(self.activity.kind).heading
        own = self.activity.title
        return f"{usual if own.startswith(usual) else own or usual} {self.number}/{self.year}"

    @property
    def day(self) -> date:
        return self.held_on or local_day(self.activity.starts_at)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_planned(self) -> bool:
        """Nobody has been called to it yet."""
        return self.status == self.Status.PLANNED

    @property
    def is_called(self) -> bool:
        return self.status == self.Status.CALLED

    @property
    def is_adjusted(self) -> bool:
        return self.status == self.Status.ADJUSTED

    @property
    def is_in_review(self) -> bool:
        return self.status == self.Status.REVIEW

    @property
    def has_ended(self) -> bool:
        """It has been held, whether its minutes are adjusted or not."""
        return self.status in {self.Status.DRAFT, self.Status.REVIEW, self.Status.ADJUSTED}

    @property
    def is_before(self) -> bool:
        """Its agenda can still be changed as one likes."""
        return self.status in {self.Status.PLANNED, self.Status.CALLED}

    @property
    def takes_minutes(self) -> bool:
        """Minutes are written: at the table, and after it until they are handed to the adjusters."""
        return self.status in {self.Status.OPEN, self.Status.DRAFT}

    @property
    def has_come_back(self) -> bool:
        """Its minutes were handed to the adjusters, and are written again."""
        return self.status == self.Status.DRAFT and self.review_at is not None

    @property
    def code(self) -> str:
        """What page and PDF show of the hash: 3F2A-91C0-7B."""
        code = self.content_hash[:10].upper()
        return "-".join(filter(None, (code[:4], code[4:8], code[8:])))

    def get_absolute_url(self) -> str:
        return reverse("styrelse:meeting_detail", args=[self.pk])


class PresenceQuerySet(models.QuerySet["Presence"]):
    def in_force(self, day: date) -> "PresenceQuerySet":
        """Those that still call somebody to the meeting: until it begins, who has left the body is called no longer.

        Once it has begun, those on the list were to be there, whatever becomes of them.
        """
        held = Assignment.objects.current_or_coming(day).filter(
            user=OuterRef("person"), body=OuterRef("meeting__body"), role__in=BOARD
        )
        before = [BoardMeeting.Status.PLANNED, BoardMeeting.Status.CALLED]
        has_begun = ~Q(meeting__status__in=before)
        return self.filter(Q(standing=Presence.Standing.CO_OPTED) | has_begun | Exists(held))

    def adjusting(self) -> "PresenceQuerySet":
        """Those who adjust minutes: the adjusters and the chair, never who kept them."""
        return self.filter(adjusts__isnull=False).exclude(duty=Presence.Duty.SECRETARY)


class Presence(Lockable):
    """Somebody called to a meeting, and whether they were there. Name and role stay as text when the person goes.

    When they came and went are `PresenceChange`; who serves for whom follows from the order of the substitutes.
    """

    class Standing(models.TextChoices):
        MEMBER = "member", "ledamot"
        SUBSTITUTE = "substitute", "ersättare"
        CO_OPTED = "co_opted", "adjungerad"

    class Answer(models.TextChoices):
        NONE = "", "har inte svarat"
        COMING = "coming", "kommer"
        APOLOGY = "apology", "har anmält förhinder"

    class Duty(models.TextChoices):
        NONE = "", "–"
        CHAIR = "chair", "mötesordförande"
        SECRETARY = "secretary", "mötessekreterare"

    meeting = models.ForeignKey(BoardMeeting, models.CASCADE, related_name="presences", verbose_name="möte")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="person"
    )
    name = models.CharField("namn", max_length=125)
    role = models.CharField("roll", max_length=60)
    standing = models.CharField("som", max_length=10, choices=Standing)
    # In the order that the substitutes serve; among the others, that of the list.
    order = models.PositiveSmallIntegerField("ordning", default=0)
    answer = models.CharField("svar på kallelsen", max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField("svarade", null=True, blank=True)
    is_present = models.BooleanField("närvarande från början", default=False)
    may_speak = models.BooleanField("yttranderätt", default=True)
    may_propose = models.BooleanField("förslagsrätt", default=True)
    duty = models.CharField("uppdrag vid mötet", max_length=10, choices=Duty, blank=True)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = "närvaro"
        verbose_name_plural = "närvaro"
        ordering = ["standing", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                name="presence_person_once",
                violation_error_message="Personen står redan på listan.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "duty"],
                condition=~Q(duty=""),
                name="presence_duty_once",
                violation_error_message="Någon annan har redan det uppdraget vid mötet.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_vote(self) -> bool:
        """Members vote; substitutes when they serve, which the room tells (`traffar.styrelse.room`)."""
        return self.standing == self.Standing.MEMBER

    @property
    def is_coming(self) -> bool:
        return self.answer == self.Answer.COMING

    @property
    def is_away(self) -> bool:
        return self.answer == self.Answer.APOLOGY

    @property
    def is_substitute(self) -> bool:
        return self.standing == self.Standing.SUBSTITUTE

    @property
    def is_co_opted(self) -> bool:
        return self.standing == self.Standing.CO_OPTED


class Adjuster(Lockable):
    """Who is to approve the minutes: those chosen at the meeting, and its chair."""

    UNLOCKED = ()

    class Way(models.TextChoices):
        NONE = "", "väntar"
        APP = "app", "i programmet"
        PAPER = "paper", "underskriven sida"

    meeting = models.ForeignKey(BoardMeeting, models.CASCADE, related_name="adjusters", verbose_name="möte")
    presence = models.OneToOneField(Presence, models.CASCADE, related_name="adjusts", verbose_name="närvaro")
    name = models.CharField("namn", max_length=125)
    role = models.CharField("roll", max_length=60)
    is_chair = models.BooleanField("mötesordförande", default=False)
    approved_at = models.DateTimeField("godkände", null=True, blank=True)
    approved_hash = models.CharField("godkänd kontrollsumma", max_length=64, blank=True)
    way = models.CharField("hur", max_length=5, choices=Way, blank=True)

    class Meta:
        verbose_name = "justerare"
        verbose_name_plural = "justerare"
        ordering = ["is_chair", "pk"]

    def __str__(self) -> str:
        return self.name


class PublishedMinutes(models.Model):
    """The minutes as members may read them: the content as JSON, without what was confidential when it was made."""

    meeting = models.OneToOneField(
        BoardMeeting, models.CASCADE, primary_key=True, related_name="published", verbose_name="möte"
    )
    content = models.JSONField("innehåll")
    removed = models.PositiveSmallIntegerField("borttagna punkter", default=0)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="publicerat av"
    )
    published_at = models.DateTimeField("publicerat", default=timezone.now)

    class Meta:
        verbose_name = "publicerat protokoll"
        verbose_name_plural = "publicerade protokoll"

    def __str__(self) -> str:
        return f"publicerat protokoll {self.meeting_id}"
