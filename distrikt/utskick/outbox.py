"""The outbox: every mail is a row until it is known what became of it (`4-promises.md`, 1–6).

The database is the truth. A sender claims rows by a conditional UPDATE with a lease, asks again whether each should
still go, notes the moment before the text leaves, and notes the answer. Whoever dies before that moment has sent
nothing, and the row is taken up anew; whoever dies after it leaves a row that nobody can be sure of, and a person
decides. Celery only nudges.
"""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from uuid import uuid4

import structlog
from celery import current_app
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.db.transaction import on_commit

from distrikt.mail import NoLonger, QueuedMail, kinds
from distrikt.organisation.models import District, User
from distrikt.utskick.calm import Calm
from distrikt.utskick.carriers import Carrier, CutOff, NoAnswer, Refused, Rejected, Unreachable, open_carrier
from distrikt.utskick.letterhead import Written, build, write
from distrikt.utskick.models import Message, Pulse

Clock = Callable[[], datetime]
Done = TypeVar("Done")

# Claimed together; each is looked at anew before it is sent.
BATCH = 20
# Long enough for a slow server, short enough that what a lost worker held goes soon.
LEASE = timedelta(minutes=3)
# How long to wait after each failed attempt; after the last the mail has failed.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
# When the server does not answer, everything waits this long.
SERVER_REST = timedelta(minutes=1)
# After this a sender lets other work of the same worker in between, and is nudged anew.
ROUND = timedelta(minutes=1)
# Seconds to wait for a database that has cut the connection: long enough for its server to be started anew.
RECONNECT = (0.1, 1, 4, 15, 30)

NOBODY_KNOWS = "Programmet avbröts efter att texten hade lämnat det. Mejlet kan ha kommit fram."
NOT_WRITTEN = "Något gick fel när mejlet skulle skrivas. Felet är antecknat."
CRASHED = "Programmet har avbrutits varje gång som mejlet skulle skickas."
EXPIRED = "Tiden gick ut innan mejlet kunde skickas."

log = structlog.get_logger(__name__)


class ClaimLost(Exception):
    """Somebody else has the row now: the lease ran out, or a person cancelled it."""


def queue(mail: QueuedMail) -> bool:
    """Write down one mail. False when its key is there already. A worker is nudged once it is saved.

    What can wait is for the morning when it is written in quiet hours.
    """
    message = Message.of(mail)
    if message.rule and message.rule.can_wait:
        message.due_at = message.wanted_at = Calm.of_district().free_moment(message.due_at, mail.not_after)
    # One statement: a row that is there already breaks no transaction, on either database.
    Message.objects.bulk_create([message], ignore_conflicts=True)
    is_new = Message.objects.filter(message_id=message.message_id).exists()
    if is_new and mail.due_at is None:
        _nudge_once_saved()
    return is_new


def _nudge_once_saved() -> None:
    """One nudge a transaction, however many its mails: with a broker that swallows everything, each costs seconds."""
    if not any(nudge_senders in entry for entry in connection.run_on_commit):
        on_commit(nudge_senders, robust=True)


def nudge_senders() -> None:
    """Ask a worker to look at once. May raise when there is no broker; the sweep every minute does the work then."""
    current_app.send_task("distrikt.utskick.tasks.send_due", retry=False, ignore_result=True)


def send_due(*, clock: Clock) -> int:
    """Send all whose time has come, one after another. Returns how many were tried.

    May run in any number of processes at once. A first batch that is full calls for one more pair of hands, and who
    has been at it for a round hands over to the next nudge.
    """
    began = clock()
    Pulse.objects.update_or_create(part=Pulse.WORKER, defaults={"beat_at": began})
    settle_abandoned(now=began)
    expire(now=began)
    tried = 0
    with open_carrier() as carrier:
        while batch := _lasting(lambda: claim(now=clock())):
            if tried == 0 and len(batch) == BATCH:
                _nudge_if_possible()
            tried += len(batch)
            if not _send_batch(batch, carrier, clock):
                break
            if clock() - began > ROUND:
                _nudge_if_possible()
                break
    return tried


def _lasting(work: Callable[[], Done]) -> Done:
    """Do what may be done twice, and do it again when the database has cut the connection or is still busy."""
    for seconds in RECONNECT:
        try:
            return work()
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block:
                raise
            log.warning("database_lost", error=type(error).__name__)
            connection.close()
            time.sleep(seconds)
    return work()


def _nudge_if_possible() -> None:
    try:
        nudge_senders()
    except Exception as error:
        # Without a broker one sender does it all, a round at each sweep.
        log.warning("no_broker", error=type(error).__name__)


def claim(*, now: datetime) -> list[Message]:
    """Take the oldest due rows; of several senders each row is one's alone."""
    mine = uuid4()
    with transaction.atomic():
        # PostgreSQL steps past what another is taking; SQLite lets one write at a time.
        free = Message.objects.due(now).select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH]
        taken = Message.objects.filter(pk__in=list(free), status=Message.Status.WAITING).update(
            status=Message.Status.SENDING, claim=mine, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    held = Message.objects.filter(claim=mine, status=Message.Status.SENDING)
    return list(held.order_by("due_at", "pk")) if taken else []


def _send_batch(batch: list[Message], carrier: Carrier, clock: Clock) -> bool:
    """Send each; False when the server cannot be reached or has gone silent, and the rest has been put back."""
    district = _lasting(District.objects.first)
    for number, message in enumerate(batch):
        try:
            _Sending(message, carrier, clock, district).run()
        except ClaimLost:
            log.warning("claim_lost", message=message.pk)
        except (Unreachable, NoAnswer) as error:
            log.warning("mail_server_rests", error=type(error).__name__)
            for rest in batch[number:]:
                # One that the server has been told of has its own end or time by now, and is left as it is.
                _put_back(rest, due_at=clock() + SERVER_REST, answer=str(error))
            return False
    return True


@dataclass(slots=True)
class _Sending:
    """One attempt at one mail."""

    message: Message
    carrier: Carrier
    clock: Clock
    district: District | None
    has_left: bool = field(default=False, init=False)

    def run(self) -> None:
        """Send it, or note why not. Raises `ClaimLost`, and `Unreachable` and `NoAnswer` for the sake of the others."""
        message, now = self.message, self.clock()
        if message.not_after and message.not_after < now:
            _end(message, Message.Status.TOO_LATE, at=now, answer=EXPIRED)
            return
        if self._is_for_the_morning(now):
            return
        try:
            written = _lasting(partial(write, message, at=now, district=self.district))
            built = build(message, written)
            answer = self.carrier.carry(built, before_text=partial(self._note, written))
        except NoLonger as reason:
            _end(message, Message.Status.CANCELLED, at=now, answer=str(reason))
        except NoAnswer as error:
            _end(message, Message.Status.UNCERTAIN, at=self.clock(), answer=str(error))
            raise
        except CutOff as error:
            self._try_later(str(error))
            raise
        except Rejected as error:
            self._reject(error)
        except Refused as error:
            self._try_later(str(error))
        except (ClaimLost, Unreachable, OperationalError, InterfaceError):
            raise
        except Exception:
            # A fault of this mail, such as an address that no header can hold, is no reason to stop the others.
            log.exception("mail_not_written", message=message.pk, kind=message.kind)
            ended = Message.Status.UNCERTAIN if self.has_left else Message.Status.FAILED
            _end(message, ended, at=now, answer=NOBODY_KNOWS if self.has_left else NOT_WRITTEN)
        else:
            _end(message, Message.Status.SENT, at=self.clock(), answer=answer)

    def _is_for_the_morning(self, now: datetime) -> bool:
        """Held back: it should have gone by day, has been delayed into quiet hours, and can wait. What was wanted in
        the night, because somebody sends it again or the morning is too late, goes."""
        message, calm = self.message, Calm.of_district(self.district)
        if not (message.rule and message.rule.can_wait) or calm.next_moment(message.wanted_at) != message.wanted_at:
            return False
        morning = calm.free_moment(now, message.not_after)
        if morning == now:
            return False
        held = {"due_at": morning, "wanted_at": morning, "attempts": F("attempts") - 1}
        _lasting(lambda: _mine(message).update(**held, **_FREE))
        return True

    def _note(self, written: Written) -> None:
        """The moment before the text leaves, with the text as it leaves."""
        now = self.clock()
        noted = {"text_sent_at": now, "lease_until": now + LEASE, "subject": written.subject[:300]}
        if not self.message.is_secret:
            noted |= {"text": written.text, "html": written.html}
        if not _lasting(lambda: _mine(self.message).update(**noted)):
            raise ClaimLost
        self.has_left = True

    def _reject(self, error: Rejected) -> None:
        log.warning("mail_rejected", message=self.message.pk, is_address=error.is_address)
        if error.is_address:
            email = self.message.email
            User.objects.filter(pk=self.message.recipient_id, email=email).update(bounced_email=email)
        _end(self.message, Message.Status.FAILED, at=self.clock(), answer=str(error))

    def _try_later(self, answer: str) -> None:
        now, attempts = self.clock(), self.message.attempts
        if attempts > len(BACK_OFF):
            _end(self.message, Message.Status.FAILED, at=now, answer=answer)
        else:
            _put_back(self.message, due_at=now + BACK_OFF[attempts - 1], answer=answer, counted=True)


def _mine(message: Message) -> QuerySet[Message]:
    """The row as long as nobody else has taken it since."""
    return Message.objects.filter(pk=message.pk, claim=message.claim, status=Message.Status.SENDING)


def _end(message: Message, status: Message.Status, *, at: datetime, answer: str) -> None:
    ended = {"status": status, "ended_at": at, "lease_until": None, "answer": answer, "claim": None}
    if message.is_secret and status in Message.OVER:
        ended["payload"] = {}
    # A sender that came back later than its lease still knows what nobody else does.
    uncertain = Message.objects.filter(pk=message.pk, claim=message.claim, status=Message.Status.UNCERTAIN)
    _lasting(lambda: _mine(message).update(**ended) or uncertain.update(**ended))


def _put_back(message: Message, *, due_at: datetime, answer: str, counted: bool = False) -> None:
    """Let it wait again; an attempt that never reached the server does not count."""
    attempts = F("attempts") if counted else F("attempts") - 1
    again = {"due_at": due_at, "answer": answer, "attempts": attempts}
    _lasting(lambda: _mine(message).update(**again, **_FREE))


# What waits anew will be written anew: the words of an attempt that came to nothing are nobody's.
_FREE = {
    "status": Message.Status.WAITING,
    "claim": None,
    "lease_until": None,
    "text_sent_at": None,
    "subject": "",
    "text": "",
    "html": "",
}


def settle_abandoned(*, now: datetime) -> None:
    """Of rows whose sender is gone: what never left waits again, what had left nobody can be sure of.

    What has never left however often it was begun may itself be what kills the senders.
    """
    lost = Message.objects.abandoned(now)
    # The claim stays: should the sender only be slow, it may still say how it went.
    lost.exclude(text_sent_at=None).update(
        status=Message.Status.UNCERTAIN, ended_at=now, lease_until=None, answer=NOBODY_KNOWS
    )
    lost.filter(attempts__gt=len(BACK_OFF)).update(
        status=Message.Status.FAILED, ended_at=now, claim=None, lease_until=None, answer=CRASHED
    )
    lost.update(**_FREE)


def expire(*, now: datetime) -> None:
    """What would come too late is not sent, and what would have opened something is forgotten."""
    waiting = Message.objects.filter(status=Message.Status.WAITING, not_after__lt=now)
    late = {"status": Message.Status.TOO_LATE, "ended_at": now, "answer": EXPIRED}
    waiting.secret().update(**late, payload={})
    waiting.update(**late)


def send_again(*, message: Message, by: int, at: datetime) -> bool:
    """Let a mail that did not go, or may not have arrived, go once more. False when somebody was faster."""
    anew = {"due_at": at, "wanted_at": at, "not_after": None, "attempts": 0, "answer": "", "ended_at": None}
    changed = Message.objects.filter(pk=message.pk, status__in=Message.AGAIN).update(**_FREE, **anew)
    if changed:
        log.info("message_sent_again", message=message.pk, by=by)
        _nudge_once_saved()
    return bool(changed)


def send_sample(*, message: Message, to: User, at: datetime) -> None:
    """Send what the mail says, as it was sent or would be now, to one of those who look after the outbox.

    Asked for twice in a minute, it is the same press of the button.
    """
    asked = f"{at:%Y-%m-%dT%H:%M}"
    queue(QueuedMail(kind="sample", email=to.email, person_id=to.pk, object_id=message.pk, occurrence=asked))


def cancel(*, message: Message, by: int, at: datetime) -> bool:
    """Take a mail out of the queue. False when it has left already."""
    stoppable = [Message.Status.WAITING, Message.Status.FAILED, Message.Status.UNCERTAIN]
    stopped = {"status": Message.Status.CANCELLED, "ended_at": at, "answer": "Inställt för hand."}
    if message.is_secret:
        stopped["payload"] = {}
    changed = Message.objects.filter(pk=message.pk, status__in=stoppable).update(**stopped)
    if changed:
        log.info("message_cancelled", message=message.pk, by=by)
    return bool(changed)


def forget_about(*, kinds: Iterable[str], object_ids: Collection[int]) -> None:
    """All mails of these kinds about these rows, sent or not, with their addresses: who got them is nobody's business
    any more. One that is just being sent goes, or does not, and is not noted."""
    Message.objects.filter(kind__in=list(kinds), object_id__in=object_ids).delete()


def forget_old_messages(*, now: datetime) -> None:
    """Texts go after a season, rows when nothing could be told twice any more, and secrets that nobody has sent after
    a day: by then somebody has decided, or the code is worth nothing."""
    over = Message.objects.exclude(status__in=[Message.Status.WAITING, Message.Status.SENDING])
    over.secret().filter(ended_at__lt=now - Message.SECRET_KEPT).exclude(payload={}).update(payload={})
    over.filter(ended_at__lt=now - Message.TEXT_KEPT).exclude(text="").update(text="", html="", payload={})
    over.filter(ended_at__lt=now - Message.KEPT).delete()
    hidden = [key for key, kind in kinds if kind.hides_recipient]
    over.filter(kind__in=hidden, recipient=None, ended_at__lt=now - Message.GUESTS_KEPT).delete()
