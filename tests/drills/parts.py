"""The real parts that a drill stands on: a database, a Redis and processes of its own, stopped again afterwards."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from tests.drills.smtp import MailServer
from tests.whole.servers import ROOT, a_free_port

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

    def __init__(self, arguments: list[str], log: Path) -> None:
        with log.open("ab") as printed:
            self.process = subprocess.Popen(arguments, cwd=ROOT, stdout=printed, stderr=printed, start_new_session=True)

    def kill(self) -> None:
        """kill -9, children too."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait()

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


class OwnRedis:
    """A Redis that can be silenced, stopped, emptied and started again, on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, a_free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        self._running = Running(["redis-server", "--port", str(self.port), *options], self.folder / "redis.log")
        assert until(self._answers, 10), "Redis does not start"

    def _answers(self) -> bool:
        try:
            with Redis.from_url(self.url, socket_timeout=1) as asked:
                return bool(asked.ping())
        except RedisError:
            return False

    def flush(self) -> None:
        with Redis.from_url(self.url) as emptied:
            emptied.flushall()

    def silence(self) -> None:
        """It takes connections and says nothing, as a network that swallows everything."""
        self._running.process.send_signal(signal.SIGSTOP)

    def stop(self) -> None:
        self._running.kill()


@dataclass
class Place:
    """An installation that a drill is held on. `many` is how many mails a crowd is."""

    name: str
    folder: Path
    smtp: MailServer
    redis: OwnRedis | None
    many: int
    started: ExitStack = field(default_factory=ExitStack)

    @property
    def patience(self) -> float:
        """Seconds in which a crowd of mails is surely sent, on a machine with much else to do."""
        return 60 + self.many / 20

    @property
    def is_postgresql(self) -> bool:
        return self.name.startswith("PostgreSQL")

    def _start(self, *arguments: str) -> Running:
        program = Path(sys.executable).with_name(arguments[0])
        running = Running([str(program), *arguments[1:]], self.folder / "processes.log")
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
        self.smtp.release()
        self.smtp.forget()
        if self.redis:
            self.redis.flush()
        for nudge in self.folder.glob("data/queue/in/*"):
            nudge.unlink(missing_ok=True)


@contextmanager
def own_redis(folder: Path) -> Iterator[OwnRedis]:
    redis = OwnRedis(folder)
    try:
        yield redis
    finally:
        redis.stop()
