"""The server as an installation runs it: gunicorn with two sync workers, and how much processor time they have used."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
WORKERS = 2
PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    workers: tuple[int, ...]

    def cpu_seconds(self) -> float:
        """Processor time of the workers so far, to the nanosecond."""
        return sum(time.clock_gettime(_cpu_clock(pid)) for pid in self.workers)

    def get(self, url: str, session: str) -> bytes:
        """The body of a page, asked for on a connection of its own. RuntimeError unless it is 200."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request("GET", url, headers={"Cookie": f"sessionid={session}"})
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{url} svarade {response.status}")
        return body


def _cpu_clock(pid: int) -> int:
    """The clock of another process's CPU time, as clock_getcpuclockid(3) makes it on Linux."""
    return (~pid << 3) | 2


@contextmanager
def serve(environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """A running server, warm; stopped again afterwards."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "distrikt.wsgi", "--workers", str(WORKERS)]
    command += ["--bind", f"{HOST}:{port}", "--log-level", "warning"]
    with log.open("w") as output:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=output, stderr=output)
    try:
        yield Server(port, _workers(process, port))
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _workers(process: subprocess.Popen[bytes], port: int) -> tuple[int, ...]:
    """The worker processes' ids, when the server answers. RuntimeError when it does not come up."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    for _ in range(PATIENCE * 10):
        if process.poll() is not None:
            break
        workers = tuple(int(pid) for pid in children.read_text().split())
        with socket.socket() as probe:
            if len(workers) == WORKERS and probe.connect_ex((HOST, port)) == 0:
                return workers
        time.sleep(0.1)
    raise RuntimeError("Servern startade inte; se dess logg.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
