"""Does the ledger say what its sources say? For `manage.py check_contributions`."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import structlog
from django.db import transaction

from plan.evidence import sources
from plan.models import Contribution

log = structlog.get_logger(__name__)

BATCH = 500
Line = tuple[str, date, str]


@dataclass(frozen=True, slots=True)
class LedgerDifference:
    """A source of which the ledger says something else than the source does; `truth` is None when it does not count."""

    source_kind: str
    source_id: int
    ledger: Line
    truth: Line | None

    def __str__(self) -> str:
        said = "räknas inte" if self.truth is None else self._words(self.truth)
        return f"{self.source_kind} {self.source_id}: liggaren säger {self._words(self.ledger)}; källan säger {said}"

    @staticmethod
    def _words(line: Line) -> str:
        state, day, label = line
        return f"{Contribution.State(state).label} {day}, ”{label}”"


def ledger_differences() -> list[LedgerDifference]:
    """Every line that differs from its source, once for each source and line; two queries for 500 sources."""
    return [difference for kind in _kinds() for difference in _differences_of(kind)]


def _kinds() -> list[str]:
    return list(Contribution.objects.order_by("source_kind").values_list("source_kind", flat=True).distinct())


def _differences_of(kind: str) -> Iterator[LedgerDifference]:
    ids = list(
        Contribution.objects.filter(source_kind=kind)
        .order_by("source_id")
        .values_list("source_id", flat=True)
        .distinct()
    )
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        truth = sources[kind].truth(batch) if kind in sources else {}
        lines = Contribution.objects.filter(source_kind=kind, source_id__in=batch).order_by("source_id")
        for pk, state, day, label in lines.values_list("source_id", "state", "day", "label").distinct():
            said = (state, day, label)
            if said != truth.get(pk):
                yield LedgerDifference(kind, pk, said, truth.get(pk))


@transaction.atomic
def mend_ledger(differences: Collection[LedgerDifference]) -> None:
    """Make the ledger say what the sources say. Which commitments a source belongs to is left as it is."""
    log.info("ledger_mended", sources=len(differences))
    for difference in differences:
        lines = Contribution.objects.filter(source_kind=difference.source_kind, source_id=difference.source_id)
        if difference.truth is None:
            lines.delete()
        else:
            state, day, label = difference.truth
            lines.update(state=state, day=day, label=label)
