"""What mails there are, and the one way into the outbox.

Each app registers its kinds of mail in `kinds`. `queue_mail` writes down that somebody is to be told of something, in
the transaction of what caused it; what the mail says is worked out by its kind when it is sent, and whether it should
still go is asked then too. The outbox itself is upstairs in `distrikt.utskick`, and registers here.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from distrikt.registry import Registry


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along, such as an invitation to a calendar ("text/calendar; method=REQUEST")."""

    filename: str
    content: bytes
    mimetype: str


@dataclass(frozen=True, slots=True)
class Mail:
    """What is said: `template` names a folder and stem such as `organisation/email/invitation`.

    Its `_subject.txt`, `.txt` and `.html` are rendered with the context, `district`, and `base_url`, the address that
    links in mails begin with. `from_name` stands before the program's own address in From.
    """

    template: str
    context: Mapping[str, Any]
    reply_to: str = ""
    from_name: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """Whom a mail is to tell of what: the row it is about, the person (None: somebody without an account) and address.

    `occurrence` tells one time from another ("2026-09-15T18:00 3d"), `payload` holds what the rows do not know.
    """

    object_id: int
    person_id: int | None
    email: str
    occurrence: str
    payload: Mapping[str, Any]
    at: datetime


class NoLonger(Exception):
    """The mail should not go any more; the text says why, in Swedish, for those who look after the outbox."""


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of mail: its Swedish name, and what it says on an occasion.

    `compose` raises `NoLonger` when what it would tell is no longer so. A secret mail has a link or a code that opens
    something: its text is shown to nobody and wiped once sent. One that names people is read only by those who know of
    everybody, protected or not. What can wait keeps quiet hours and, as far as it is planned ahead, comes at most once
    a day to a person; what is no duty can be switched off by whoever gets it: by the account's own switch, or where
    `way_out` leads from the row that the mail is about. That is a whole address, where a POST alone is enough (RFC
    8058). One that hides its recipient would tell by its list who takes part in something: to whom it went is shown to
    nobody, and a recipient without an account is forgotten after a month.
    """

    name: str
    compose: Callable[[Occasion], Mail]
    is_secret: bool = False
    names_people: bool = False
    is_duty: bool = True
    can_wait: bool = False
    hides_recipient: bool = False
    way_out: Callable[[int], str] | None = None

    @property
    def has_switch(self) -> bool:
        """Whether those who have an account switch it off there."""
        return not self.is_duty and self.way_out is None


kinds: Registry[MailKind] = Registry("mail.kinds")


# A row that a mail tells of: its sort, as the app calls it, and its id.
About = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Topic:
    """What mails of a kind are about: rows of this sort, which `words` tells of without naming anybody, in one query
    whatever their sorts and number."""

    sort: str
    words: Callable[[Collection[About]], Mapping[About, str]]


# Under the key of the kind of mail; not all have one.
topics: Registry[Topic] = Registry("mail.topics")


def register_kinds(entries: Mapping[str, MailKind]) -> None:
    for key, kind in entries.items():
        kinds.register(key, kind)


class Outbox(Protocol):
    """Keeps the mail until it is sent. False when the same key is there already: told once, told for good."""

    def __call__(self, mail: "QueuedMail") -> bool: ...


# One entry, under the key "outbox".
outbox: Registry[Outbox] = Registry("mail.outbox")


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """One mail to one person, as it is written down. `due_at` None means at once; after `not_after` it says nothing."""

    kind: str
    email: str
    person_id: int | None = None
    object_id: int = 0
    occurrence: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None
    not_after: datetime | None = None

    @property
    def key(self) -> str:
        """Unique in the outbox: the same thing is told to the same person once."""
        recipient = self.person_id or self.email.lower()
        return f"{self.kind}:{self.object_id}:{recipient}:{self.occurrence}"


def queue_mail(mail: QueuedMail) -> bool:
    """Put a mail into the outbox, inside the transaction of what it tells of: what is rolled back is told to nobody.

    False when it has been queued before. KeyError for a kind that nobody has registered.
    """
    if mail.kind not in kinds:
        raise KeyError(mail.kind)
    return outbox["outbox"](mail)
