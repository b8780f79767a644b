"""`make bench`, or `python -m tests.bench --sizes 100,1000 --requests 60 --strict`."""

import argparse
import sys

from tests.bench.crowd import submit
from tests.bench.installation import installed
from tests.bench.judging import bare_line, faults, heading, line, missing_line, printed_line
from tests.bench.measuring import Cost, measure
from tests.bench.server import serve
from tests.bench.sizes import YEARS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Vad huvudsidorna kostar.")
    parser.add_argument("--sizes", default="100,1000,10000", help="aktiviteter om året, med komma emellan")
    parser.add_argument("--requests", type=int, default=60, help="hämtningar av varje sida")
    parser.add_argument("--strict", action="store_true", help="avsluta med fel om något är över gränsen")
    options = parser.parse_args()
    queries: dict[str, list[int]] = {}
    found = [bench(int(size), options.requests, queries) for size in options.sizes.split(",")]
    return 1 if options.strict and any(found) else 0


def bench(activities_per_year: int, requests: int, queries: dict[str, list[int]]) -> int:
    """Print the table of one size; gives how many rows are over a limit. `queries` remembers those of each page."""
    activities = activities_per_year * YEARS
    over = 0
    with installed(activities_per_year) as installation:
        print(heading(activities, installation.seconds, requests))
        with serve(installation.environment, installation.folder / "server.log") as server:
            rows = measure(server, installation.visits, requests=requests)
            crowd = submit(server, installation.open_event)
        print(bare_line(Cost.together(row.bare for row in rows), installation.visits[0].queries))
        for row in rows:
            wrong = faults(row, activities, queries.setdefault(row.page, []))
            queries[row.page].append(row.queries)
            over += bool(wrong)
            print(line(row, activities, wrong))
        print(crowd.line)
        for page, reason in installation.missing.items():
            print(missing_line(page, reason))
        for printed in installation.printed:
            print(printed_line(printed))
    sys.stdout.flush()
    return over


if __name__ == "__main__":
    sys.exit(main())
