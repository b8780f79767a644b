"""Holds drills on one installation, in a process of its own, and prints each row as JSON."""

import argparse
import json
import os
import secrets
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.drills.apps import WITHOUT
from tests.drills.drill import Outcome
from tests.drills.own_servers import own_postgres, own_redis
from tests.drills.parts import Place
from tests.drills.smtp import a_mail_server
from tests.whole.servers import a_database

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "files": "filer", "redis": "Redis"}


@contextmanager
def a_place(database: str, broker: str, many: int) -> Iterator[Place]:
    """A fresh installation, with Django set up on it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="distrikt-drill-")))
        (folder / "data").mkdir()
        smtp = stack.enter_context(a_mail_server())
        redis = stack.enter_context(own_redis(folder)) if broker == "redis" else None
        os.environ.pop("DATABASE_URL", "")
        postgres = stack.enter_context(own_postgres()) if database == "postgresql" else None
        if postgres:
            os.environ["DATABASE_URL"] = stack.enter_context(a_database(postgres.url))
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.drills.settings",
            "DATA_DIR": str(folder / "data"),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "BASE_URL": "http://127.0.0.1",
            "REDIS_URL": redis.url if redis else "",
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}?timeout=2",
            "LOG_LEVEL": os.environ.get("LOG_LEVEL", "CRITICAL"),
        }
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        place = Place(f"{NAMES[database]} · {NAMES[broker]}", folder, smtp, redis, postgres, many)
        stack.callback(connections.close_all)
        stack.callback(place.started.close)
        yield place


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.drills.runner")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], required=True)
    parser.add_argument("--broker", choices=["files", "redis"], required=True)
    parser.add_argument("--many", type=int, required=True)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--without", default="")
    options = parser.parse_args()
    # So that everything started is stopped then too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if options.without:
        os.environ[WITHOUT] = options.without
    with a_place(options.database, options.broker, options.many) as place:
        from django.core.management import call_command

        from tests.cast import make_cast
        from tests.drills.all import DRILLS

        for key, drill in DRILLS.items():
            if not drill.is_for(place) or (options.only and key not in options.only):
                continue
            call_command("flush", interactive=False, verbosity=0)
            make_cast()
            try:
                held = drill.hold(place)
            except Exception:
                traceback.print_exc()
                held = Outcome("", traceback.format_exc().strip().rpartition("\n")[2])
            finally:
                place.tidy()
            for outcome in held if isinstance(held, list) else [held]:
                row = {"drill": drill.name, "place": place.name, **outcome._asdict()}
                print(json.dumps(row), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
