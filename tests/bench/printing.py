"""What the annual report costs as a PDF. `python -m tests.bench.printing` reads its document on standard input.

A process of its own, and a small one: what a child is said to have used counts from what its parent used.
"""

import json
import resource
import subprocess
import sys
import time
from datetime import date
from io import BytesIO
from typing import NamedTuple

from distrikt.typeset import make_pdf, missing_libraries

# A report with more activities in its appendix is longer than any that is printed.
MOST_PRINTED = 1000
EMPTY = '<!DOCTYPE html><html lang="sv"><title>Tom</title><p>Tom</p></html>'


class Print(NamedTuple):
    """Pages, seconds when the library is loaded, seconds that loading takes, and the most memory of the process."""

    pages: int
    seconds: float
    loading: float
    megabytes: float


def print_report(year: int, today: date) -> Print | None:
    """The year's report, set once; None when the machine lacks the system libraries."""
    from plan.berattelse.editions import document_of
    from plan.berattelse.models import AnnualReport

    if missing_libraries():
        return None
    document = document_of(AnnualReport.objects.select_related("plan").get(plan__year=year), today)
    measured = subprocess.run(
        [sys.executable, "-m", "tests.bench.printing"], input=document.encode(), capture_output=True, check=True
    )
    return Print(*json.loads(measured.stdout))


def _measure(document: str) -> Print:
    started = time.perf_counter()
    make_pdf(EMPTY)
    loaded = time.perf_counter()
    pdf = make_pdf(document)
    loading, whole = loaded - started, time.perf_counter() - loaded
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024

    from pypdf import PdfReader

    return Print(len(PdfReader(BytesIO(pdf)).pages), whole - loading, loading, used)


if __name__ == "__main__":
    json.dump(_measure(sys.stdin.read()), sys.stdout)
