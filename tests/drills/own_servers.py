"""A PostgreSQL and a Redis of the drills' own, to be stopped, killed and started again."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from redis import Redis
from redis.exceptions import RedisError

from tests.drills.processes import Running, until
from tests.whole.servers import a_free_port


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


class OwnPostgres:
    """A PostgreSQL that can be stopped, killed and started again, on the same port. Debian's, never run by root."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, a_free_port()
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
        assert programs, "PostgreSQL is not installed: make drill does it"
        self._programs = programs[-1]
        self._as_owner: dict[str, Any] = (
            {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        )
        if self._as_owner:
            shutil.chown(folder, "postgres", "postgres")
        make = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", f"--pgdata={folder}/data"]
        made = Running([str(self._programs / "initdb"), *make], self._log, **self._as_owner)
        assert made.process.wait() == 0, self._log.read_text()

    @property
    def _log(self) -> Path:
        return self.folder.with_suffix(".log")

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        assert until(self._is_started, 60), self._log.read_text()

    def _is_started(self) -> bool:
        """One that was killed leaves children for a moment, and as long as they are there no other can start."""
        options = ["-p", str(self.port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        command = [str(self._programs / "postgres"), "-D", f"{self.folder}/data", *options]
        self._running = Running(command, self._log, **self._as_owner)
        if until(lambda: self._answers() or not self._running.is_alive(), 20) and self._running.is_alive():
            return True
        self._running.kill()
        return False

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def shut_down(self) -> None:
        """As an administrator does it: those who are connected are shown the door. Done when nobody is let in."""
        self._running.process.send_signal(signal.SIGINT)
        assert until(lambda: not self._answers(), 20)

    def die(self) -> None:
        """kill -9: what it had written is put in order at the next start."""
        self._running.kill()

    def wait_for_its_end(self) -> None:
        self._running.process.wait()

    def stop(self) -> None:
        self._running.process.send_signal(signal.SIGQUIT)
        self.wait_for_its_end()


@contextmanager
def own_redis(folder: Path) -> Iterator[OwnRedis]:
    redis = OwnRedis(folder)
    try:
        yield redis
    finally:
        redis.stop()


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    with tempfile.TemporaryDirectory(prefix="distrikt-drill-") as folder:
        # Its owner has to get there, who may be another than ours.
        Path(folder).chmod(0o755)
        (Path(folder) / "postgres").mkdir()
        postgres = OwnPostgres(Path(folder) / "postgres")
        try:
            postgres.start()
            yield postgres
        finally:
            postgres.stop()
