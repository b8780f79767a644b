"""What the tests of the whole program stand on: a port, a database and a queue of their own."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from redis import Redis

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def servers_at_hand() -> tuple[str, str]:
    """The addresses of PostgreSQL and Redis; without them the test is skipped."""
    if not {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
        pytest.skip("no servers at hand: make test-all starts them")
    return os.environ["DATABASE_URL"], os.environ["REDIS_URL"]


@contextmanager
def a_database(server: str) -> Iterator[str]:
    """A database of the test's own on the server, in the Swedish order; the address leads to it."""
    name = f"whole_{os.getpid()}"
    swedish = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'sv-SE'"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {swedish}")
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def a_queue(server: str) -> Iterator[str]:
    """A database of Redis that nobody uses, emptied again afterwards; the address leads to it."""
    for number in range(15, 0, -1):
        address = urlsplit(server)._replace(path=f"/{number}").geturl()
        with Redis.from_url(address) as queue:
            # Marked at once, for another test may be looking too; a run that is killed holds it for ten minutes.
            if not queue.dbsize() and queue.set("in-use-by-a-test", 1, nx=True, ex=600):
                try:
                    yield address
                finally:
                    queue.flushdb()
                return
    pytest.fail("every database of Redis is in use")
