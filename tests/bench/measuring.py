"""Asks for each page in turn with the bare page, so that whatever drifts meanwhile drifts for both."""

import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.bench.pages import Visit
from tests.bench.server import Server

WARM_UP = 8


@dataclass(slots=True)
class Cost:
    """What the requests for one page have cost: processor seconds, waiting seconds, bytes of the last."""

    cpu: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    bytes: int = 0

    @classmethod
    def together(cls, costs: Iterable["Cost"]) -> "Cost":
        """All of them as one, of the same page."""
        whole = cls()
        for cost in costs:
            whole.cpu += cost.cpu
            whole.waits += cost.waits
            whole.bytes = cost.bytes
        return whole

    @property
    def cpu_ms(self) -> float:
        return statistics.fmean(self.cpu) * 1000

    @property
    def median_ms(self) -> float:
        return statistics.median(self.waits) * 1000

    @property
    def p95_ms(self) -> float:
        return statistics.quantiles(self.waits, n=20)[-1] * 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A page's cost beside that of the bare page in the same minutes."""

    page: str
    queries: int
    cost: Cost
    bare: Cost

    @property
    def ratio(self) -> float:
        return self.cost.cpu_ms / self.bare.cpu_ms


def measure(server: Server, visits: list[Visit], *, requests: int) -> list[Row]:
    bare, *pages = visits
    rows = []
    for visit in pages:
        costs = {bare.url: Cost(), visit.url: Cost()}
        for turn in range(requests + WARM_UP):
            for each in (bare, visit):
                _ask(server, each, costs[each.url], counted=turn >= WARM_UP)
        rows.append(Row(visit.page, visit.queries, costs[visit.url], costs[bare.url]))
    return rows


def _ask(server: Server, visit: Visit, cost: Cost, *, counted: bool) -> None:
    cpu, clock = server.cpu_seconds(), time.perf_counter()
    body = server.get(visit.url, visit.session)
    wait = time.perf_counter() - clock
    if counted:
        cost.waits.append(wait)
        cost.cpu.append(server.cpu_seconds() - cpu)
        cost.bytes = len(body)
