"""Mail on its way, letters and long work, as rows: what is to be done, how far it has come, how it ended."""

import uuid
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from distrikt.mail import MailKind, QueuedMail
from distrikt.mail import kinds as mail_kinds
from distrikt.utskick.jobs import JobKind, kinds
from distrikt.utskick.rules import knows_everybody, looks_after_outbox

if TYPE_CHECKING:
    from distrikt.access import Viewer


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, viewer: "Viewer") -> "JobQuerySet":
        """A job is seen by those who today may see what it is about: its file can be shared, and goes with the role."""
        seen = Q(pk__in=[])
        for key, kind in kinds:
            seen |= Q(kind=key, object_id__in=kind.objects(viewer).values("pk"))
        return self.filter(seen)

    def due(self, now: datetime) -> "JobQuerySet":
        """Jobs that nobody works on: waiting ones, and running ones whose lease has run out."""
        return self.filter(Q(status=Job.Status.WAITING) | Q(status=Job.Status.RUNNING, lease_until__lt=now)).order_by(
            "created_at"
        )

    def not_failed(self) -> "JobQuerySet":
        return self.exclude(status=Job.Status.FAILED)

    def over(self) -> "JobQuerySet":
        return self.filter(status__in=[Job.Status.DONE, Job.Status.FAILED])


class Job(models.Model):
    """Long work (PDF, import, export), done by the worker and followed on the page."""

    class Status(models.TextChoices):
        WAITING = "waiting", "väntar"
        RUNNING = "running", "pågår"
        DONE = "done", "klar"
        FAILED = "failed", "misslyckades"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("slag", max_length=40)
    object_id = models.BigIntegerField("nummer")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="beställd av"
    )
    status = models.CharField("läge", max_length=10, choices=Status, default=Status.WAITING)
    progress = models.PositiveSmallIntegerField("procent klart", default=0)
    message = models.TextField("meddelande", blank=True)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    filename = models.CharField("filens namn", max_length=120, blank=True)
    result = models.FileField("fil", upload_to="jobb/", blank=True)
    content_hash = models.CharField("innehållets kontrollsumma", max_length=64, blank=True)
    created_at = models.DateTimeField("skapad", default=timezone.now)
    lease_until = models.DateTimeField("upptagen till", null=True, blank=True)
    ended_at = models.DateTimeField("avslutad", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "jobb"
        verbose_name_plural = "jobb"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["status", "lease_until"], name="job_due")]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_is_percent"),
            # Two clicks, or two people, are one job as long as the content is the same.
            models.UniqueConstraint(
                fields=["kind", "object_id", "content_hash"],
                condition=~Q(content_hash="") & ~Q(status="failed"),
                name="job_once_per_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.get_status_display()}"

    @property
    def is_over(self) -> bool:
        return self.status in {self.Status.DONE, self.Status.FAILED}

    @property
    def rule(self) -> JobKind:
        """What the app said of this kind. KeyError when no app does it any longer."""
        return kinds[self.kind]

    @property
    def storage_name(self) -> str:
        """Where the file lies: known beforehand, so that a second attempt writes over what a crash left."""
        return f"jobb/{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("utskick:job_detail", args=[self.pk])


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, viewer: "Viewer") -> "MessageQuerySet":
        """The outbox is looked after by chair, secretary and ombudsman."""
        return self if looks_after_outbox(viewer) else self.none()

    def due(self, now: datetime) -> "MessageQuerySet":
        """What waits and whose time has come, the oldest first."""
        return self.filter(status=Message.Status.WAITING, due_at__lte=now).order_by("due_at", "pk")

    def late(self, now: datetime) -> "MessageQuerySet":
        """What should have gone by now and has not, the one that has waited longest first.

        One that the server has asked to wait is no sign that mail stands still.
        """
        never_out = Q(status=Message.Status.WAITING, attempts=0) | Q(status=Message.Status.SENDING)
        return self.filter(never_out, wanted_at__lte=now).order_by("wanted_at")

    def abandoned(self, now: datetime) -> "MessageQuerySet":
        """What somebody took on to send and never came back about."""
        return self.filter(status=Message.Status.SENDING, lease_until__lt=now)

    def on_its_way(self) -> "MessageQuerySet":
        """Not sent, and somebody may still have to do something about it; what a person must decide first."""
        unfinished = [status for status in Message.Status if status not in Message.OVER]
        return self.filter(status__in=unfinished).order_by("due_at", "pk")

    def over(self) -> "MessageQuerySet":
        return self.filter(status__in=Message.OVER).order_by("-ended_at", "-pk")

    def secret(self) -> "MessageQuerySet":
        """Those of kinds that open something."""
        return self.filter(kind__in=[key for key, kind in mail_kinds if kind.is_secret])


class Message(models.Model):
    """One mail to one person, from the moment that it was decided until it is known what became of it.

    Written in the same transaction as what it tells of; its key is unique, so that nobody is told the same thing twice.
    `text_sent_at` is noted just before the text leaves: after that, silence means that nobody knows.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "väntar"
        SENDING = "sending", "skickas"
        SENT = "sent", "skickat"
        FAILED = "failed", "misslyckades"
        UNCERTAIN = "uncertain", "osäker"
        TOO_LATE = "too_late", "för sent"
        CANCELLED = "cancelled", "inställt"

    OVER = (Status.SENT, Status.TOO_LATE, Status.CANCELLED)
    # What a person must decide about.
    TROUBLE = (Status.FAILED, Status.UNCERTAIN)
    # What a person may send again.
    AGAIN = (Status.FAILED, Status.UNCERTAIN, Status.TOO_LATE, Status.CANCELLED)
    # How long the outbox remembers, so that nothing is told twice.
    KEPT = timedelta(days=400)
    # How long the text is kept: to answer "what did you write to me?".
    TEXT_KEPT = timedelta(days=90)
    SECRET_KEPT = timedelta(days=1)
    # What went to somebody without an account, of a kind that hides its recipient.
    GUESTS_KEPT = timedelta(days=30)

    key = models.CharField("nyckel", max_length=300, unique=True, editable=False)
    kind = models.CharField("slag", max_length=40)
    object_id = models.BigIntegerField("nummer", default=0)
    occurrence = models.CharField("tillfälle", max_length=120, blank=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="messages", verbose_name="mottagare"
    )
    email = models.EmailField("e-post")
    payload = models.JSONField("uppgifter", default=dict)
    status = models.CharField("läge", max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField("skapat", default=timezone.now)
    # Each failed attempt moves the time to try again, never when it should have gone.
    due_at = models.DateTimeField("ska skickas", default=timezone.now)
    wanted_at = models.DateTimeField("skulle gå", default=timezone.now)
    not_after = models.DateTimeField("senast", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    claim = models.UUIDField("upptaget av", null=True, editable=False)
    lease_until = models.DateTimeField("upptaget till", null=True, blank=True)
    text_sent_at = models.DateTimeField("texten lämnade programmet", null=True, blank=True)
    ended_at = models.DateTimeField("avslutat", null=True, blank=True)
    answer = models.TextField("svar", blank=True)
    message_id = models.CharField("brevets nummer", max_length=120, unique=True, editable=False)
    subject = models.CharField("ämne", max_length=300, blank=True)
    text = models.TextField("text", blank=True)
    html = models.TextField("text med utseende", blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "mejl"
        verbose_name_plural = "mejl"
        ordering = ["-due_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "due_at"], name="message_due"),
            models.Index(fields=["status", "wanted_at"], name="message_wanted"),
            models.Index(fields=["status", "ended_at"], name="message_over"),
            models.Index(fields=["claim"], name="message_claim"),
            models.Index(fields=["recipient", "ended_at"], name="message_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.get_status_display()}"

    @classmethod
    def of(cls, mail: QueuedMail) -> "Message":
        """The row of a mail, not saved."""
        message = cls(
            key=mail.key,
            kind=mail.kind,
            object_id=mail.object_id,
            occurrence=mail.occurrence,
            recipient_id=mail.person_id,
            email=mail.email,
            payload=dict(mail.payload),
            not_after=mail.not_after,
            message_id=make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
        )
        if mail.due_at:
            message.due_at = mail.due_at
        message.wanted_at = message.due_at
        return message

    @property
    def rule(self) -> MailKind | None:
        """What the app said of this kind; None when no app sends it any longer."""
        return mail_kinds.get(self.kind)

    @property
    def name(self) -> str:
        return self.rule.name if self.rule else self.kind

    @property
    def is_secret(self) -> bool:
        return self.rule is None or self.rule.is_secret

    def is_read_by(self, viewer: "Viewer") -> bool:
        """Whether the viewer may see subject and text: nobody what is secret, and what tells of people with protected
        personal data only those who know of them."""
        if self.is_secret:
            return False
        tells = self.rule is None or self.rule.names_people or (self.recipient and self.recipient.is_protected)
        return not tells or knows_everybody(viewer)

    @property
    def can_be_sent_again(self) -> bool:
        return self.status in self.AGAIN and not (self.is_secret and not self.payload)

    @property
    def can_be_cancelled(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.FAILED, self.Status.UNCERTAIN)

    def get_absolute_url(self) -> str:
        return reverse("utskick:message_detail", args=[self.pk])


class Pulse(models.Model):
    """When a part of the program last showed a sign of life. One row a part: today the worker's, at every sweep."""

    WORKER = "worker"

    part = models.CharField("del", max_length=20, primary_key=True)
    beat_at = models.DateTimeField("livstecken")

    class Meta:
        verbose_name = "livstecken"
        verbose_name_plural = "livstecken"

    def __str__(self) -> str:
        return f"{self.part} {self.beat_at:%Y-%m-%d %H:%M}"


class Preference(models.Model):
    """Whether a person wants a kind of mail that is no duty. Without a row they do."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences", verbose_name="person"
    )
    kind = models.CharField("slag", max_length=40)
    is_on = models.BooleanField("får komma", default=True)

    class Meta:
        verbose_name = "mejl till mig"
        verbose_name_plural = "mejl till mig"
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="preference_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {'på' if self.is_on else 'av'}"


class ReminderSetting(models.Model):
    """What the district has changed about a rule of reminders. Without a row the rule's own timing holds."""

    kind = models.CharField("slag", max_length=40, primary_key=True)
    is_on = models.BooleanField("på", default=True)
    days = models.CharField("dagar", max_length=40, blank=True)

    class Meta:
        verbose_name = "påminnelseregel"
        verbose_name_plural = "påminnelseregler"

    def __str__(self) -> str:
        return f"{self.kind}: {self.days if self.is_on else 'av'}"

    @property
    def days_before(self) -> tuple[int, ...]:
        return tuple(int(day) for day in self.days.split(",") if day.strip())


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, viewer: "Viewer") -> "LetterQuerySet":
        """A draft is seen by its writer; what is sent also by those who look after the outbox."""
        own = Q(writer=viewer.person_id)
        return self.filter(own | Q(status=Letter.Status.SENT) if looks_after_outbox(viewer) else own)

    def drafts(self) -> "LetterQuerySet":
        return self.filter(status=Letter.Status.DRAFT).order_by("-created_at", "-pk")

    def sent(self) -> "LetterQuerySet":
        return self.filter(status=Letter.Status.SENT).order_by("-sent_at", "-pk")


class Letter(models.Model):
    """What a person writes to a group: a draft until it is sent, one mail to each, and never changed after that."""

    class Status(models.TextChoices):
        DRAFT = "draft", "utkast"
        SENT = "sent", "skickat"

    LONGEST = 20_000

    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters", verbose_name="skrivet av"
    )
    # The group's key, and its name when the letter was saved last: the group itself is worked out when it is needed.
    group = models.CharField("till vem", max_length=60)
    group_name = models.CharField("gruppens namn", max_length=200, editable=False)
    subject = models.CharField("ämne", max_length=150)
    body = models.TextField("text", max_length=LONGEST)
    status = models.CharField("läge", max_length=10, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField("påbörjat", default=timezone.now, editable=False)
    sent_at = models.DateTimeField("skickat", null=True, blank=True)
    recipients = models.PositiveIntegerField("mottagare", default=0)
    submission = models.UUIDField("inskickning", default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "brev"
        verbose_name_plural = "brev"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "sent_at"], name="letter_sent"),
            models.Index(fields=["writer", "status"], name="letter_writer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft", sent_at=None) | Q(status="sent", sent_at__isnull=False),
                name="letter_is_sent_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    def get_absolute_url(self) -> str:
        return reverse("utskick:letter_detail", args=[self.pk])
