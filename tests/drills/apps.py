"""What every process of a drill has that an installation has not: a kind of mail, shorter times, a clock that can be
set, a guard taken away."""

import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import time_machine
from django.apps import AppConfig

from distrikt.mail import Mail, MailKind, Occasion, register_kinds

WITHOUT = "DRILL_WITHOUT_GUARD"
# The file that says how many seconds the clock is ahead of the machine's.
CLOCK = "DRILL_CLOCK"
# Long enough for a mail on a busy machine, short enough to wait for.
LEASE = timedelta(seconds=5)

# What is to happen while a mail is being written: the drills of clocks come between claim and text here.
meanwhile: list[Callable[[], None]] = []


def _compose(occasion: Occasion) -> Mail:
    while meanwhile:
        meanwhile.pop()()
    words = {"subject": "Drill", "text": "Ett mejl.", "html": "<p>Ett mejl.</p>"}
    return Mail("organisation/email/as_written", words)


def _follow_the_clock(file: Path) -> None:
    """Sets the clock of this process, and of those that it forks, whenever the file says another hour."""
    clock = time_machine.travel(time.time() + float(file.read_text()), tick=True).start()

    def follow() -> None:
        was = ""
        while True:
            ahead = file.read_text()
            if ahead != was:
                clock.move_to(time_machine.escape_hatch.time.time() + float(ahead))
                was = ahead
            time.sleep(0.05)

    def begin() -> None:
        threading.Thread(target=follow, daemon=True).start()

    begin()
    os.register_at_fork(after_in_child=begin)


class DrillsConfig(AppConfig):
    name = "tests.drills"
    label = "drills"

    def ready(self) -> None:
        from distrikt.utskick import outbox
        from tests.drills.guards import TAKE_AWAY

        register_kinds({"drill": MailKind("Drill", _compose)})
        outbox.LEASE = LEASE
        if clock := os.environ.get(CLOCK):
            _follow_the_clock(Path(clock))
        if without := os.environ.get(WITHOUT):
            TAKE_AWAY[without]()
