"""What the annual report and long minutes cost as PDFs. `python -m tests.bench.printing` reads one on standard input.

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
from tests.bench.sizes import AGENDA_ITEMS

# A report with more activities in its appendix is longer than any that is printed.
MOST_PRINTED = 1000
EMPTY = '<!DOCTYPE html><html lang="sv"><title>Tom</title><p>Tom</p></html>'


class Print(NamedTuple):
    """Which document, its pages, seconds when the library is loaded, seconds that loading takes, and the most memory of
    the process."""

    what: str
    pages: int
    seconds: float
    loading: float
    megabytes: float


def print_documents(today: date) -> list[Print]:
    """The year's report and the minutes of a long meeting, set once each; none when system libraries are missing."""
    from plan.berattelse.editions import document_of
    from plan.berattelse.models import AnnualReport
    from traffar.styrelse.models import BoardMeeting
    from traffar.styrelse.pdf import minutes_document
    from traffar.styrelse.reading import sheet_of

    if missing_libraries():
        return []
    report = AnnualReport.objects.select_related("plan").get(plan__year=today.year)
    minutes = sheet_of(BoardMeeting.objects.with_activity().under_way().latest("pk"), whole=True)
    return [
        _printed("Berättelsen", document_of(report, today)),
        _printed(f"Protokoll, {AGENDA_ITEMS} punkter", minutes_document(minutes)),
    ]


def _printed(what: str, document: str) -> Print:
    measured = subprocess.run(
        [sys.executable, "-m", "tests.bench.printing"], input=document.encode(), capture_output=True, check=True
    )
    return Print(what, *json.loads(measured.stdout))


def _measure(document: str) -> tuple[int, float, float, float]:
    started = time.perf_counter()
    make_pdf(EMPTY)
    loaded = time.perf_counter()
    pdf = make_pdf(document)
    loading, whole = loaded - started, time.perf_counter() - loaded
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024

    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages), whole - loading, loading, used


if __name__ == "__main__":
    json.dump(_measure(sys.stdin.read()), sys.stdout)
