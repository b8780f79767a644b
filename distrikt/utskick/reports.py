"""The outbox and the letters in rows and words, and whether mail gets away at all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from distrikt.access import Viewer
from distrikt.mail import kinds, topics
from distrikt.utskick.models import Letter, LetterQuerySet, Message, Pulse

# A mail that has waited longer than this past its time, or a worker that has been silent so long, is an alarm.
LONGEST_WAIT = timedelta(minutes=15)
LONGEST_SILENCE = timedelta(minutes=5)
ALARM_KEPT_SECONDS = 60

_BADGES = {
    Message.Status.SENT: "badge-green",
    Message.Status.FAILED: "badge-red",
    Message.Status.UNCERTAIN: "badge-amber",
    Message.Status.TOO_LATE: "badge-amber",
}


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A line of the outbox. `title` is the subject where it is known and may be read, and else the kind's name and what
    the mail is about. `name` is the kind's, where the title does not say it."""

    url: str
    title: str
    name: str
    recipient: str
    when: str
    state: str
    badge: str
    answer: str


def message_rows(messages: Iterable[Message], viewer: Viewer) -> list[MessageRow]:
    """The rows in the given order, with their recipients at hand. What the viewer may not read has the kind's name.

    One query for the subjects of letters that wait, and one for what the other mails are about.
    """
    rows = list(messages)
    unsent = [message for message in rows if message.kind == "letter" and not message.subject]
    letters = Letter.objects.filter(pk__in=[message.object_id for message in unsent])
    subjects = dict(letters.values_list("pk", "subject")) if unsent else {}
    for message in unsent:
        message.subject = subjects.get(message.object_id, "")
    read = {message.pk for message in rows if message.is_read_by(viewer)}
    about = _about([message for message in rows if not (message.subject and message.pk in read)])
    return [_row(message, is_read=message.pk in read, about=about.get(message.pk, "")) for message in rows]


def _about(messages: Iterable[Message]) -> dict[int, str]:
    """{message id: what it is about}, of those whose kind says it. One query for each app that has such kinds."""
    told = [(message, topic) for message in messages if (topic := topics.get(message.kind))]
    found: dict[int, str] = {}
    for words in {topic.words for _, topic in told}:
        rows = {message.pk: (topic.sort, message.object_id) for message, topic in told if topic.words is words}
        known = words(set(rows.values()))
        found |= {pk: known.get(row, "") for pk, row in rows.items()}
    return found


def _row(message: Message, *, is_read: bool, about: str) -> MessageRow:
    subject = message.subject if is_read else ""
    return MessageRow(
        url=message.get_absolute_url(),
        title=subject or ": ".join(filter(None, (message.name, about))),
        name=message.name if subject else "",
        recipient=recipient_words(message, is_read=is_read),
        when=_when(message.status, message.due_at, message.ended_at),
        state=str(message.get_status_display()),
        badge=_BADGES.get(Message.Status(message.status), ""),
        answer="" if message.status == Message.Status.SENT else answer_words(message, is_read=is_read),
    )


def answer_words(message: Message, *, is_read: bool) -> str:
    """What the server answered; it often names the address."""
    return "" if _is_hidden(message, is_read=is_read) else message.answer


def recipient_words(message: Message, *, is_read: bool) -> str:
    """To whom. Secret mails say it too, but not to whom somebody with protected personal data."""
    person = message.recipient
    if message.rule and message.rule.hides_recipient:
        return "någon som är anmäld"
    if _is_hidden(message, is_read=is_read):
        return "en person med skyddade uppgifter"
    return str(person) if person else message.email


def _is_hidden(message: Message, *, is_read: bool) -> bool:
    """Whether it is not to be seen whom the mail is to."""
    if message.rule and message.rule.hides_recipient:
        return True
    return message.recipient is not None and message.recipient.is_protected and not is_read


def _name(kind: str) -> str:
    rule = kinds.get(kind)
    return rule.name if rule else kind


def _when(status: str, due_at: datetime, ended_at: datetime | None) -> str:
    moment = ended_at or due_at
    words = date_format(localtime(moment), "j F Y H:i")
    return words if status in Message.OVER or ended_at else f"ska skickas {words}"


def kind_choices(keys: Iterable[str]) -> list[tuple[str, str]]:
    """(key, Swedish name) of these kinds, by name."""
    return sorted(((key, _name(key)) for key in keys), key=lambda choice: choice[1])


def people_words(number: int) -> str:
    """23 personer, 1 person; "ingen just nu" for none."""
    return f"{number} {'person' if number == 1 else 'personer'}" if number else "ingen just nu"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a letter's mails: how many are sent, on their way, for somebody to look at, and never went."""

    sent: int = 0
    on_its_way: int = 0
    failed: int = 0
    uncertain: int = 0
    not_sent: int = 0


def deliveries(letters: Collection[int]) -> dict[int, Delivery]:
    """{letter id: what became of its mails}, in one query. A letter whose mails are forgotten is not in it."""
    mails = Message.objects.filter(kind="letter", object_id__in=letters).order_by()
    found: dict[int, dict[str, int]] = {}
    for letter, status, number in mails.values_list("object_id", "status").annotate(Count("pk")):
        found.setdefault(letter, {})[status] = number
    return {letter: _delivery(by_status) for letter, by_status in found.items()}


def _delivery(by_status: dict[str, int]) -> Delivery:
    def count(*statuses: Message.Status) -> int:
        return sum(by_status.get(status, 0) for status in statuses)

    return Delivery(
        sent=count(Message.Status.SENT),
        on_its_way=count(Message.Status.WAITING, Message.Status.SENDING),
        failed=count(Message.Status.FAILED),
        uncertain=count(Message.Status.UNCERTAIN),
        not_sent=count(Message.Status.TOO_LATE, Message.Status.CANCELLED),
    )


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A line of the list of letters. `note` says how it fares when it is not all sent."""

    url: str
    title: str
    meta: str
    note: str
    badge: str


def draft_rows(letters: LetterQuerySet) -> list[LetterRow]:
    """The drafts in the given order, in one query."""
    start = reverse("utskick:letter_list")
    rows = letters.values_list("pk", "subject", "group_name", "created_at")
    return [
        LetterRow(
            url=f"{start}{pk}/",
            title=subject,
            meta=f"Till {group} · påbörjat {date_format(localtime(created_at), 'j F')}",
            note="",
            badge="",
        )
        for pk, subject, group, created_at in rows
    ]


def sent_rows(letters: LetterQuerySet, *, reader: int) -> list[LetterRow]:
    """The sent letters in the given order, in two queries. Whose they are is said of others' than the reader's."""
    start = reverse("utskick:letter_list")
    columns = ("pk", "subject", "group_name", "recipients", "sent_at", "writer", "writer__first_name")
    rows = list(letters.values_list(*columns, "writer__last_name"))
    fared = deliveries([row[0] for row in rows])
    found = []
    for pk, subject, group, recipients, sent_at, writer, first_name, last_name in rows:
        note, badge = _fares(fared.get(pk, Delivery(sent=recipients)))
        by = "" if writer == reader else f" · av {first_name} {last_name}"
        moment = date_format(localtime(sent_at), "j F Y H:i")
        meta = f"Till {group} · {people_words(recipients)} · {moment}{by}"
        found.append(LetterRow(f"{start}{pk}/", subject, meta, note, badge))
    return found


def _fares(delivery: Delivery) -> tuple[str, str]:
    """In words and colour how a letter fares, when not all of it is simply sent."""
    if delivery.failed:
        return f"{delivery.failed} kom inte fram", "badge-red"
    if delivery.uncertain:
        return f"{delivery.uncertain} osäkra" if delivery.uncertain > 1 else "1 osäkert", "badge-amber"
    if delivery.on_its_way:
        return f"{delivery.on_its_way} på väg", ""
    return ("skickat", "badge-green") if delivery.sent else ("inställt", "badge-amber")


@dataclass(frozen=True, slots=True)
class Health:
    """How mail and background work fare at a moment."""

    oldest_due_at: datetime | None
    worker_seen_at: datetime | None
    waiting: int
    in_trouble: int
    late_minutes: int
    is_late: bool
    is_silent: bool
    # What kept the oldest from going, when the server could not be reached.
    obstacle: str

    @property
    def alarm(self) -> str:
        """What is wrong, in words; "" when nothing is."""
        if self.is_late:
            return f"Mejlen går inte iväg: det äldsta har väntat i {self.late_minutes} minuter. {self.obstacle}".strip()
        if self.obstacle:
            return f"Mejlen går inte iväg just nu. {self.obstacle}"
        return "Bakgrundsarbetet har inte hörts av på över fem minuter." if self.is_silent else ""


def health(now: datetime) -> Health:
    """Three queries, whatever there is in the outbox."""
    oldest, obstacle = Message.objects.late(now).values_list("wanted_at", "answer").first() or (None, "")
    seen = Pulse.objects.filter(part=Pulse.WORKER).values_list("beat_at", flat=True).first()
    late = now - oldest if oldest else timedelta()
    numbers = Message.objects.on_its_way().order_by().values_list("status").annotate(Count("pk"))
    by_status: dict[str, int] = dict(numbers)
    return Health(
        oldest_due_at=oldest,
        worker_seen_at=seen,
        waiting=by_status.get(Message.Status.WAITING, 0),
        in_trouble=sum(by_status.get(status, 0) for status in Message.TROUBLE),
        late_minutes=int(late.total_seconds() // 60),
        is_late=late > LONGEST_WAIT,
        # A worker that has never been heard of is missed once there is something for it to do.
        obstacle=obstacle,
        is_silent=now - seen > LONGEST_SILENCE if seen else late > LONGEST_SILENCE,
    )


def recent_alarm(now: datetime) -> tuple[str, int]:
    """The alarm, and how many mails somebody has to decide of, as the start page shows them.

    At most a minute old, as everyone's first page asks for it.
    """
    recent: tuple[str, int] | None = cache.get("utskick-alarm")
    if recent is None:
        now_so = health(now)
        recent = (now_so.alarm, now_so.in_trouble)
        cache.set("utskick-alarm", recent, ALARM_KEPT_SECONDS)
    return recent
