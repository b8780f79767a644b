"""Holds what was measured against what issue 2 allows, and prints it."""

from collections.abc import Iterable

from tests.bench.measuring import Cost, Row
from tests.bench.pages import LIMITS, QUERIES
from tests.bench.printing import Print
from tests.bench.server import WORKERS
from tests.bench.sizes import COMMITMENTS_PER_YEAR, YEARS

COLUMNS = f"  {'':<24}{'SQL':>5}{'CPU ms':>9}{'× bar':>8}{'högst':>7}{'median':>9}{'95 %':>8}{'kB':>8}"


def heading(activities: int, seconds: float, requests: int) -> str:
    return (
        f"\n{activities} aktiviteter på {YEARS} år, {COMMITMENTS_PER_YEAR} åtaganden om året (fyllt på "
        f"{seconds:.0f} s; {WORKERS} arbetare, {requests} hämtningar av varje sida)\n{COLUMNS}"
    )


def faults(row: Row, activities: int, queries_elsewhere: Iterable[int]) -> list[str]:
    """What is not allowed, in words. `queries_elsewhere`: of the same page at the smaller sizes."""
    found = []
    limit = LIMITS[row.page]
    if limit and row.ratio > limit.at(activities):
        found.append(f"över {limit.at(activities):.0f} gånger den bara sidan")
    if row.queries > (most := QUERIES[row.page]):
        found.append(f"fler än {most} frågor")
    if others := set(queries_elsewhere) - {row.queries}:
        found.append(f"{', '.join(map(str, sorted(others)))} frågor med färre aktiviteter")
    return found


def line(row: Row, activities: int, found: list[str]) -> str:
    limit = LIMITS[row.page]
    highest = f"{limit.at(activities):.0f}" if limit else "–"
    mark = f"  ← {'; '.join(found)}" if found else ""
    return _line(row.page, row.queries, row.cost, f"{row.ratio:.2f}", highest) + mark


def bare_line(bare: Cost, queries: int) -> str:
    return _line("Bar sida", queries, bare, "1", "")


def missing_line(page: str, reason: str) -> str:
    return f"  {page:<24}{reason:>8}"


def printed_line(printed: Print) -> str:
    cost = f"{printed.pages} sidor på {printed.seconds:.1f} s och {printed.megabytes:.0f} MB"
    return f"  {printed.what} som PDF: {cost} (i en egen process, som är igång efter {printed.loading:.1f} s)"


def _line(page: str, queries: int, cost: Cost, ratio: str, highest: str) -> str:
    return (
        f"  {page:<24}{queries:>5}{cost.cpu_ms:>9.2f}{ratio:>8}{highest:>7}"
        f"{cost.median_ms:>9.1f}{cost.p95_ms:>8.1f}{cost.bytes / 1000:>8.1f}"
    )
