"""What the open sign-up takes: forms as fast as they come, from addresses of their own, clients included."""

import http.client
import re
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from tests.bench.server import HOST, PATIENCE, Server

CLIENTS, SECONDS = 4, 10
LEAST = 50


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many forms were taken a second, and how many were answered with anything else."""

    per_second: float
    failed: int

    @property
    def line(self) -> str:
        wrong = "" if self.per_second >= LEAST and not self.failed else f"  ← minst {LEAST} och inga fel"
        return f"  Öppen anmälan: {self.per_second:.0f} formulär i sekunden, {self.failed} fel{wrong}"


def submit(server: Server, event: int) -> Crowd:
    """Four clients send the form of an activity that is open to all, for ten seconds."""
    path = f"/oppet/anmalan/{event}/"
    seal = _seal(server, path)
    until = time.monotonic() + SECONDS
    statuses: list[int] = []
    clients = [threading.Thread(target=_send, args=(server, path, seal, until, n, statuses)) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    taken = statuses.count(http.client.FOUND)
    return Crowd(taken / SECONDS, len(statuses) - taken)


def _seal(server: Server, path: str) -> str:
    status, page = _ask(server, "GET", path, "192.0.2.1")
    found = re.search(r'name="seal" value="([^"]+)"', page)
    if found is None:
        raise RuntimeError(f"{path} svarade {status} utan formulär")
    return found[1]


def _send(server: Server, path: str, seal: str, until: float, client: int, statuses: list[int]) -> None:
    number = 0
    while time.monotonic() < until:
        number += 1
        typed = {"seal": seal, "submission": str(uuid4()), "name": "Vera Gast", "companions": "1", "consent": "on"}
        typed["email"] = f"gast{client}x{number}@gast.example"
        address = f"10.{client}.{number // 250 % 250}.{number % 250}"
        statuses.append(_ask(server, "POST", path, address, urlencode(typed))[0])


def _ask(server: Server, method: str, path: str, address: str, body: str | None = None) -> tuple[int, str]:
    """Status and body of an answer, asked for from behind a proxy that says where it came from."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=PATIENCE)
    headers = {"X-Forwarded-For": address, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()
