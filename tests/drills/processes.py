"""Processes that a drill starts, watches and kills."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.whole.servers import ROOT

# How many seconds something is waited for.
PATIENCE = "DRILL_PATIENCE_S"


def until(condition: Callable[[], Any], patience: float = 0) -> bool:
    """Wait until it is so. False when patience ran out: what is seen then tells the rest."""
    deadline = time.monotonic() + (patience or float(os.environ.get(PATIENCE, "90")))
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


class Running:
    """A process of the program with its children, which share a group."""

    def __init__(self, arguments: list[str], log: Path, **options: Any) -> None:
        with log.open("ab") as printed:
            self.process = subprocess.Popen(
                arguments, cwd=ROOT, stdout=printed, stderr=printed, start_new_session=True, **options
            )

    def kill(self) -> None:
        """kill -9, children too."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait()

    def kill_a_child(self) -> bool:
        """kill -9 of a process below this one: of a worker's, the one that does the work. False when there is none."""
        below = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        if below:
            os.kill(int(below[-1]), signal.SIGKILL)
        return bool(below)

    def cpu_seconds(self) -> float:
        """What the process and its children have used."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                # After the name: state, parent, group, … and as the 12th and 13th what it has used.
                fields = stat.read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12]) if fields[2] == str(self.process.pid) else 0
        return ticks / os.sysconf("SC_CLK_TCK")

    def is_alive(self) -> bool:
        return self.process.poll() is None
