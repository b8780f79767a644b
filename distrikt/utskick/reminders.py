"""What people are reminded of. Each app registers its rules; `planning.py` asks them, keeps the peace, and queues.

To add a reminder: a kind of mail with its templates (`distrikt.mail.kinds`), a `ReminderRule` here, and a test
(`docs/paminnelser.md`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from distrikt.registry import Registry


@dataclass(frozen=True, slots=True)
class Reminder:
    """That one person is to be told something at a time; after `not_after` it says nothing.

    `person_id` is None for somebody without an account.
    """

    person_id: int | None
    email: str
    object_id: int
    occurrence: str
    due_at: datetime
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """Which reminders of a kind of mail fall due until a moment.

    `plan(now, until, days)` gives them in a fixed number of queries; those given before are known by their key. `days`
    is the timing, which the district may change, and `timing` says in Swedish what the days are ("dagar före").
    """

    plan: Callable[[datetime, datetime, Sequence[int]], Iterable[Reminder]]
    days: tuple[int, ...]
    timing: str


# Under the key of the kind of mail that tells of it.
reminder_rules: Registry[ReminderRule] = Registry("utskick.reminders")


@dataclass(frozen=True, slots=True)
class Line:
    """Something that can wait for Monday's mail: what, where it leads, and how much it matters (larger first)."""

    person_id: int
    email: str
    text: str
    url: str
    weight: int


# `source(monday)` gives the lines of all people for that week, in a fixed number of queries.
digest_sources: Registry[Callable[[date], Iterable[Line]]] = Registry("utskick.digest")

# `planner(now)` queues what keeps a time of its own, through `planning.queue_planned`, and once however often it is
# asked. Returns how many are new.
planners: Registry[Callable[[datetime], int]] = Registry("utskick.planners")
