"""8: hours that come twice or not at all, the turn of the year, leap days, and a clock that jumps while a mail goes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from distrikt.clock import STOCKHOLM
from distrikt.utskick import outbox
from distrikt.utskick.carriers import SmtpCarrier
from distrikt.utskick.models import Message, Pulse
from tests.drills import apps
from tests.drills.drill import Outcome, drill
from tests.drills.mails import put, result
from tests.drills.parts import Place
from tests.drills.processes import until

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

# What is asked for by the clock on the wall, and when it comes.
MOMENTS = {
    "25 oktober 2026 kl. 02.30, första": (datetime(2026, 10, 25, 2, 30), "2026-10-25 02:30 +0200"),
    "25 oktober 2026 kl. 02.30, andra": (datetime(2026, 10, 25, 2, 30, fold=1), "2026-10-25 02:30 +0100"),
    "28 mars 2027 kl. 02.30, finns inte": (datetime(2027, 3, 28, 2, 30), "2027-03-28 03:30 +0200"),
    "31 december 2026 kl. 23.59": (datetime(2026, 12, 31, 23, 59), "2026-12-31 23:59 +0100"),
    "29 februari 2028 kl. 08.00": (datetime(2028, 2, 29, 8), "2028-02-29 08:00 +0100"),
}


# Minutes from the moment, at each of which the clock is set and the sweep is waited for.
STEPS = (-60, -1, 0, 60)


@drill("Klockan på väggen")
def hours_of_the_wall(place: Place) -> list[Outcome]:
    """A worker with its beat lives through all of them, and through the hour before and after each."""
    place.clock.set(min(at.replace(tzinfo=STOCKHOLM) for at, _ in MOMENTS.values()) - 2 * HOUR)
    place.worker()
    assert until(Pulse.objects.exists)
    return [_moment(place, case, *what) for case, what in MOMENTS.items()]


def _moment(place: Place, case: str, on_the_wall: datetime, comes_at: str) -> Outcome:
    _clear(place)
    message = put(due_at=on_the_wall.replace(tzinfo=STOCKHOLM))
    for minutes in STEPS:
        if not _swept_at(place, message.due_at.astimezone(UTC) + minutes * MINUTE):
            break
    message.refresh_from_db()
    left_at = message.text_sent_at
    when = f"{left_at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M %z}" if left_at else "aldrig"
    return Outcome(f"{comes_at} · 1 skickat · 1 mejl", f"{when} · {result(place)}", case=case)


def _swept_at(place: Place, now: datetime) -> bool:
    """Sets the clock of the program, and waits until the outbox has been gone through by it.

    The only sender begins a second sweep when it has ended the first.
    """
    place.clock.set(now)
    swept = Pulse.objects.filter(beat_at__range=(now, now + MINUTE))
    return _anew(swept.exists) and _anew(swept.exists)


def _anew(beats: Callable[[], bool]) -> bool:
    Pulse.objects.all().delete()
    return until(beats, 20)


@drill("Datorns klocka ställs om medan arbetaren går")
def the_clock_of_the_machine_jumps(place: Place) -> list[Outcome]:
    place.clock.set(NOON)
    place.worker()
    assert until(Pulse.objects.exists)
    jumps = {"En timme fram": NOON + HOUR, "En timme bak": NOON, "Ett dygn bak": NOON - 24 * HOUR}
    return [_set_to(place, case, now) for case, now in jumps.items()]


def _set_to(place: Place, case: str, now: datetime) -> Outcome:
    _clear(place)
    put(due_at=now)
    swept = "gicks igenom" if _swept_at(place, now) else "stod stilla"
    return Outcome("gicks igenom · 1 skickat · 1 mejl", f"{swept} · {result(place)}", case=case)


class _Clock:
    """One that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


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
