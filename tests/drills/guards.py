"""The guards of the outbox that can be taken away, to show that the drills would see it.

`python -m tests.drills --without-guard` takes them away one at a time, in every process, and holds the drill that must
then fail (`tests.drills.names`).
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.cache.backends.redis import RedisCache
from django.db.models import F
from django.db.transaction import on_commit

from distrikt.cache import RedisOrFiles
from distrikt.celery import app
from distrikt.mail import NoLonger
from distrikt.utskick import carriers, outbox
from distrikt.utskick.letterhead import Written, write
from distrikt.utskick.models import Message


def _no_lease() -> None:
    outbox.settle_abandoned = lambda *, now: None


def _no_note_before_the_text() -> None:
    outbox._Sending._note = lambda sending, written: None


def _no_uncertainty() -> None:
    usual = carriers.SmtpCarrier._hand_over

    def hand_over(*arguments: Any) -> str:
        try:
            return usual(*arguments)
        except carriers.NoAnswer as error:
            raise carriers.Refused(str(error)) from error

    carriers.SmtpCarrier._hand_over = hand_over


def _no_conditional_update() -> None:
    def claim(*, now: Any) -> list[Message]:
        due = list(Message.objects.due(now)[: outbox.BATCH])
        taken = {"status": Message.Status.SENDING, "claim": uuid4(), "lease_until": now + outbox.LEASE}
        Message.objects.filter(pk__in=[message.pk for message in due]).update(**taken, attempts=F("attempts") + 1)
        return due

    outbox.claim = claim
    _no_claim_at_the_text()


def _no_claim_at_the_text() -> None:
    outbox._mine = lambda message: Message.objects.filter(pk=message.pk)


def _no_second_try_at_the_database() -> None:
    outbox._lasting = lambda work: work()


def _no_second_look() -> None:
    def write_anyway(*arguments: Any, **options: Any) -> Written:
        try:
            return write(*arguments, **options)
        except NoLonger:
            return Written("Drill", "Ett mejl.", "<p>Ett mejl.</p>", "", ())

    outbox.write = write_anyway


def _no_files_beside_redis() -> None:
    for name in ("add", "get", "set", "delete", "get_many"):
        setattr(RedisOrFiles, name, getattr(RedisCache, name))


def _no_robust_nudge() -> None:
    outbox.on_commit = lambda nudge, robust: on_commit(nudge)


def _no_sweep() -> None:
    app.conf.beat_schedule = {}


def _no_care_for_a_clock_set_back() -> None:
    app.conf.beat_scheduler = "celery.beat:PersistentScheduler"


def _no_back_off() -> None:
    outbox.BACK_OFF = tuple(0 * wait for wait in outbox.BACK_OFF)


TAKE_AWAY: dict[str, Callable[[], None]] = {
    "lease": _no_lease,
    "note": _no_note_before_the_text,
    "cache": _no_files_beside_redis,
    "robust": _no_robust_nudge,
    "sweep": _no_sweep,
    "beat": _no_care_for_a_clock_set_back,
    "reconnect": _no_second_try_at_the_database,
    "claim": _no_conditional_update,
    "uncertain": _no_uncertainty,
    "back-off": _no_back_off,
    "second-look": _no_second_look,
    "claim-at-text": _no_claim_at_the_text,
}
