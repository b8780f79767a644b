"""8: hours that come twice or not at all, the turn of the year, leap days, and a clock that jumps while a mail goes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from distrikt.utskick import outbox
from distrikt.utskick.carriers import SmtpCarrier
from distrikt.utskick.models import Message
from tests.drills import apps
from tests.drills.drill import Outcome, drill
from tests.drills.mails import put, result
from tests.drills.parts import Place

SWEDEN = ZoneInfo("Europe/Stockholm")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

# What is asked for by the clock on the wall, and when it comes.
MOMENTS = {
    "25 oktober 2026 kl. 02.30, första": (datetime(2026, 10, 25, 2, 30), "2026-10-25 02:30 +0200"),
    "25 oktober 2026 kl. 02.30, andra": (datetime(2026, 10, 25, 2, 30, fold=1), "2026-10-25 02:30 +0100"),
    "28 mars 2027 kl. 02.30, finns inte": (datetime(2027, 3, 28, 2, 30), "2027-03-28 03:30 +0200"),
    "31 december 2026 kl. 23.59": (datetime(2026, 12, 31, 23, 59), "2026-12-31 23:59 +0100"),
    "29 februari 2028 kl. 08.00": (datetime(2028, 2, 29, 8), "2028-02-29 08:00 +0100"),
}


class _Clock:
    """One that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@drill("Klockan på väggen")
def hours_of_the_wall(place: Place) -> list[Outcome]:
    return [_moment(place, case, *what) for case, what in MOMENTS.items()]


def _moment(place: Place, case: str, on_the_wall: datetime, comes_at: str) -> Outcome:
    """Sweeps every five minutes, from an hour and a half before until as long after."""
    _clear(place)
    message = put(due_at=on_the_wall.replace(tzinfo=SWEDEN))
    for minutes in range(-90, 95, 5):
        outbox.send_due(clock=_Clock(message.due_at.astimezone(UTC) + minutes * MINUTE))
    message.refresh_from_db()
    left_at = message.text_sent_at
    when = f"{left_at.astimezone(SWEDEN):%Y-%m-%d %H:%M %z}" if left_at else "aldrig"
    return Outcome(f"{comes_at} · 1 skickat · 1 mejl", f"{when} · {result(place)}", case=case)


@drill("Klockan hoppar")
def the_clock_jumps(place: Place) -> list[Outcome]:
    return [
        _jump(place, "En timme fram, före texten", HOUR, before_the_text=True),
        _jump(place, "En timme bak, före texten", -HOUR, before_the_text=True),
        _jump(place, "En timme fram, efter texten", HOUR, before_the_text=False),
        _jump(place, "En timme bak, efter texten", -HOUR, before_the_text=False),
        _left_lying(place, "En timme fram, avsändaren dör", HOUR),
        _left_lying(place, "En timme bak, avsändaren dör", -HOUR),
    ]


NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)


def _jump(place: Place, case: str, jump: timedelta, *, before_the_text: bool) -> Outcome:
    """While one sender is at it the clock jumps, and another sweeps."""
    _clear(place)
    put(due_at=NOON)
    clock = _Clock(NOON)

    def meanwhile() -> None:
        clock.now += jump
        outbox.send_due(clock=clock)

    if before_the_text:
        apps.meanwhile.append(meanwhile)
        outbox.send_due(clock=clock)
    else:
        with _at_the_answer(meanwhile):
            outbox.send_due(clock=clock)
    _sweep(clock)
    return Outcome("1 skickat · 1 mejl", result(place), case=case)


@contextmanager
def _at_the_answer(what: Callable[[], None]) -> Iterator[None]:
    """Does something once the text has left, before the sender knows the answer."""
    usual = SmtpCarrier._hand_over

    def hand_over(*arguments: Any) -> str:
        SmtpCarrier._hand_over = usual
        answer = usual(*arguments)
        what()
        return answer

    SmtpCarrier._hand_over = hand_over
    try:
        yield
    finally:
        SmtpCarrier._hand_over = usual


def _left_lying(place: Place, case: str, jump: timedelta) -> Outcome:
    _clear(place)
    put(due_at=NOON)
    clock = _Clock(NOON)
    outbox.claim(now=clock())
    clock.now += jump
    _sweep(clock)
    return Outcome("1 skickat · 1 mejl", result(place), case=case)


def _sweep(clock: _Clock) -> None:
    """For two hours, which is longer than any jump."""
    for _ in range(24):
        clock.now += 5 * MINUTE
        outbox.send_due(clock=clock)


def _clear(place: Place) -> None:
    Message.objects.all().delete()
    place.smtp.forget()
