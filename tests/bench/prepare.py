"""Makes one installation ready, in a process of its own: tables, static files, ten years of rows, the pages' visits.

Prints as JSON what the benchmark needs to know of it.
"""

import json
import os
import sys
import time
from contextlib import redirect_stdout
from dataclasses import asdict

import django


def prepare(activities_per_year: int) -> dict[str, object]:
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from tests.bench.filling import fill, open_event
    from tests.bench.printing import MOST_PRINTED, print_documents
    from tests.bench.visiting import visit_pages

    today = timezone.localdate()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    started = time.monotonic()
    fill(activities_per_year=activities_per_year, today=today)
    if connection.vendor == "postgresql":
        # What autovacuum would have done by the time that anyone looks; nobody does it for SQLite.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    seconds = time.monotonic() - started
    visits, missing = visit_pages(today)
    printed = print_documents(today) if activities_per_year <= MOST_PRINTED else []
    return {
        "visits": [asdict(visit) for visit in visits],
        "missing": missing,
        "printed": printed,
        "seconds": seconds,
        "open_event": open_event(today),
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    with redirect_stdout(sys.stderr):
        django.setup()
        prepared = prepare(int(sys.argv[1]))
    json.dump(prepared, sys.stdout)
