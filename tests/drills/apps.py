"""What every process of a drill has that an installation has not: a kind of mail, shorter times, a guard taken away."""

import os
from collections.abc import Callable
from datetime import timedelta

from django.apps import AppConfig

from distrikt.mail import Mail, MailKind, Occasion, register_kinds

WITHOUT = "DRILL_WITHOUT_GUARD"
# Long enough for a mail on a busy machine, short enough to wait for.
LEASE = timedelta(seconds=5)

# What is to happen while a mail is being written: the drills of clocks come between claim and text here.
meanwhile: list[Callable[[], None]] = []


def _compose(occasion: Occasion) -> Mail:
    while meanwhile:
        meanwhile.pop()()
    words = {"subject": "Drill", "text": "Ett mejl.", "html": "<p>Ett mejl.</p>"}
    return Mail("organisation/email/as_written", words)


class DrillsConfig(AppConfig):
    name = "tests.drills"
    label = "drills"

    def ready(self) -> None:
        from distrikt.utskick import outbox
        from tests.drills.guards import TAKE_AWAY

        register_kinds({"drill": MailKind("Drill", _compose)})
        outbox.LEASE = LEASE
        if without := os.environ.get(WITHOUT):
            TAKE_AWAY[without]()
