"""The installation that a drill is held on: its servers, its clock, and the processes it starts."""

import os
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from tests.drills.apps import CLOCK
from tests.drills.own_servers import OwnPostgres, OwnRedis
from tests.drills.processes import Running
from tests.drills.smtp import MailServer
from tests.whole.servers import a_free_port


class Clock:
    """The clock of the program's processes, which can be set; without it they have the machine's (`tests.drills.apps`).

    It stands as a file with the seconds that it is ahead of the machine's.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    def set(self, moment: datetime) -> None:
        ahead = moment.timestamp() - time.time()
        new = self.file.with_suffix(".new")
        new.write_text(str(ahead))
        new.rename(self.file)


@dataclass
class Place:
    """An installation that a drill is held on. `many` is how many mails a crowd is."""

    name: str
    folder: Path
    smtp: MailServer
    redis: OwnRedis | None
    postgres: OwnPostgres | None
    many: int
    started: ExitStack = field(default_factory=ExitStack)

    @property
    def patience(self) -> float:
        """Seconds in which a crowd of mails is surely sent, on a machine with much else to do."""
        return 60 + self.many / 20

    @property
    def is_postgresql(self) -> bool:
        return self.postgres is not None

    @cached_property
    def clock(self) -> Clock:
        return Clock(self.folder / "clock")

    def _start(self, *arguments: str) -> Running:
        program = Path(sys.executable).with_name(arguments[0])
        environment = os.environ | ({CLOCK: str(self.clock.file)} if self.clock.file.exists() else {})
        running = Running([str(program), *arguments[1:]], self.folder / "processes.log", env=environment)
        self.started.callback(running.kill)
        return running

    def worker(self, *options: str, sweeps: bool = True) -> Running:
        """A worker as in production; one that sweeps has the beat within."""
        name = f"drill-{time.monotonic_ns()}@127.0.0.1"
        own = ["--concurrency", "1", "--loglevel", "WARNING", "--hostname", name, *(["--beat"] if sweeps else [])]
        return self._start("celery", "--quiet", "-A", "distrikt", "worker", *own, *options)

    def beat(self) -> Running:
        return self._start("celery", "--quiet", "-A", "distrikt", "beat", "--loglevel", "WARNING")

    def web(self) -> str:
        """Starts the web server; gives its address."""
        port = a_free_port()
        self._start("gunicorn", "distrikt.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1")
        return f"http://127.0.0.1:{port}"

    def tidy(self) -> None:
        """Nothing is left for the next drill: no process, no nudge, no mail."""
        self.started.close()
        self.clock.file.unlink(missing_ok=True)
        self.smtp.release()
        self.smtp.forget()
        if self.redis:
            self.redis.flush()
        for nudge in self.folder.glob("data/queue/in/*"):
            nudge.unlink(missing_ok=True)
