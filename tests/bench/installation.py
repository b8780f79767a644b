"""An installation that lives as long as its measurement: a data folder, and on PostgreSQL a database, of its own."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.pages import Visit
from tests.bench.printing import Print


@dataclass(frozen=True, slots=True)
class Installation:
    """Its environment variables, the pages to ask for, why others cannot be, what documents cost to print, and
    how long it took to fill."""

    environment: dict[str, str]
    folder: Path
    visits: list[Visit]
    missing: dict[str, str]
    printed: list[Print]
    seconds: float
    # An activity that all can sign up to.
    open_event: int


@contextmanager
def installed(activities_per_year: int) -> Iterator[Installation]:
    """A fresh installation with ten years of rows. DATABASE_URL names a PostgreSQL server to make a database on."""
    with tempfile.TemporaryDirectory(prefix="distrikt-bench-") as folder, _database() as database:
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "DATA_DIR": folder,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "BASE_URL": "http://127.0.0.1",
            "BEHIND_PROXY": "1",
            **database,
        }
        prepared = subprocess.run(
            [sys.executable, "-m", "tests.bench.prepare", str(activities_per_year)],
            env={**os.environ, **environment, "LOG_LEVEL": "ERROR"},
            stdout=subprocess.PIPE,
            check=True,
        )
        facts = json.loads(prepared.stdout)
        visits = [Visit(**visit) for visit in facts["visits"]]
        printed = [Print(*row) for row in facts["printed"]]
        yield Installation(
            environment, Path(folder), visits, facts["missing"], printed, facts["seconds"], facts["open_event"]
        )


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """The variable that names a database of its own on the PostgreSQL server; none for SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield {}
        return
    import psycopg

    name = f"distrikt_bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
