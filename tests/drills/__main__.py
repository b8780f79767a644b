"""`make drill`, or `python -m tests.drills --short --without-guard`. Starts every server that it needs."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator

from tests.drills.processes import PATIENCE
from tests.drills.table import NOBODY, failed, guard_line, heading, line
from tests.whole.servers import ROOT

# Database and broker; and which drills, when not all that suit them.
PLACES: list[tuple[str, str, list[str]]] = [
    ("postgresql", "redis", []),
    ("sqlite", "files", []),
    ("sqlite", "redis", ["redis_goes_away", "redis_is_flushed"]),
]
SHORT, LONG = 1000, 10_000
# What cannot come without its guard is not waited for so long.
IMPATIENCE_S = "25"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.drills", description="Övningar på utskicken.")
    parser.add_argument("--short", action="store_true", help=f"{SHORT} mejl på en gång i stället för {LONG}")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="bara på den databasen")
    parser.add_argument("--only", nargs="*", default=[], help="bara de här, t.ex. killed_before_the_text")
    parser.add_argument("--without-guard", action="store_true", help="visa att övningarna märker när ett skydd saknas")
    options = parser.parse_args()
    if options.without_guard:
        return without_guards(options.only)
    many = SHORT if options.short else LONG
    print(heading(many), flush=True)
    fallen = 0
    for database, broker, only in PLACES:
        if options.database in (None, database):
            for row in hold(database, broker, many, options.only or only):
                print(line(row), flush=True)
                fallen += failed(row)
    return 1 if fallen else 0


def without_guards(only: list[str]) -> int:
    """Takes each guard away in turn: then its drill must fail."""
    from tests.drills.names import GUARDED

    unnoticed = 0
    for guard, drill in GUARDED:
        if not only or guard in only:
            rows = list(hold("postgresql", "redis", SHORT, [drill], guard)) or [NOBODY]
            unnoticed += not any(map(failed, rows))
            print(guard_line(guard, rows), flush=True)
    return 1 if unnoticed else 0


def hold(database: str, broker: str, many: int, only: list[str], without: str = "") -> Iterator[dict[str, str]]:
    """The rows of one installation, one at a time as they come."""
    command = [sys.executable, "-m", "tests.drills.runner", "--database", database, "--broker", broker]
    command += ["--many", str(many), "--without", without, "--only", *only]
    environment = {**os.environ, **({PATIENCE: IMPATIENCE_S} if without else {})}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as runner:
        assert runner.stdout
        try:
            for printed in runner.stdout:
                yield json.loads(printed)
        finally:
            runner.terminate()
    if runner.returncode:
        yield {**NOBODY, "place": f"{database} · {broker}", "seen": f"övningen avbröts ({runner.returncode})"}


if __name__ == "__main__":
    sys.exit(main())
