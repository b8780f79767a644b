"""The drill's side of its mail server: starts it, tells it how to behave, and asks what it took in."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.whole.servers import ROOT


class MailServer:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        assert process.stdout
        self.port = int(process.stdout.readline())

    def _tell(self, do: str, **what: Any) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do, **what}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def behave(self, **how: str | int) -> None:
        """`behave(rcpt="450 nej", times=1)`; `tests.drills.smtp_server` lists what there is."""
        self._tell("behave", **how)

    def release(self) -> None:
        """Answer whoever is held, and behave from now on."""
        self._tell("release")

    def forget(self) -> None:
        self._tell("forget")

    def taken(self) -> dict[str, int]:
        """How often each mail was taken in, by Message-ID and recipient."""
        taken: dict[str, int] = self._tell("report")["taken"]
        return taken

    def offered(self, recipient: str) -> int:
        return int(self._tell("report")["offered"].get(recipient, 0))

    def held(self) -> int:
        return int(self._tell("report")["held"])

    def connections(self) -> int:
        return int(self._tell("report")["connections"])


@contextmanager
def a_mail_server() -> Iterator[MailServer]:
    command = [sys.executable, "-m", "tests.drills.smtp_server"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield MailServer(process)
        finally:
            process.kill()
