"""What a line of the ledger stands for: each app upstairs registers its kind of source here."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from distrikt.access import Viewer
from distrikt.registry import Registry
from plan.models import Contribution
from plan.wording import full_day_words


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """A kind of source: its Swedish name, and the addresses of those rows which the viewer may see.

    `links(ids, viewer)` gives {source id: url} in one query; an id that is missing is one the viewer may not see.
    """

    name: str
    links: Callable[[Collection[int], Viewer], dict[int, str]]
    # {source id: (state, day, label)} as the rows upstairs say it now, for `manage.py check_contributions`.
    truth: Callable[[Collection[int]], dict[int, tuple[str, date, str]]]


sources: Registry[EvidenceSource] = Registry("plan.evidence")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger as the viewer may see it; `day` for machines, `when` for readers."""

    day: str
    when: str
    label: str
    url: str
    is_planned: bool


def entries_for(ledger: Iterable[Contribution], viewer: Viewer) -> tuple[list[Entry], int]:
    """Those lines that the viewer may open, in the order given, and how many of them they may not see.

    One query for each kind of source.
    """
    rows = list(ledger)
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.source_kind in sources:
            ids[row.source_kind].append(row.source_id)
    urls = {(kind, pk): url for kind in ids for pk, url in sources[kind].links(ids[kind], viewer).items()}
    shown = [
        Entry(
            day=row.day.isoformat(),
            when=full_day_words(row.day),
            label=row.label,
            url=urls[row.source_kind, row.source_id],
            is_planned=row.state == Contribution.State.PLANNED,
        )
        for row in rows
        if (row.source_kind, row.source_id) in urls
    ]
    return shown, len(rows) - len(shown)
