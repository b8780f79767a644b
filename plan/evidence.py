"""What a line of the ledger stands for: each app upstairs registers its kind of source here."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from distrikt.access import Viewer
from distrikt.registry import Registry
from plan.follow_up import Evidence
from plan.models import Commitment, Contribution
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


# A line of the ledger as plain values: source kind, source id, state, day, label.
Line = tuple[str, int, str, date, str]


def ledger_lines(commitment: Commitment) -> "QuerySet[Contribution, Line]":
    """All that is done and planned towards a commitment, the latest first."""
    ledger = Contribution.objects.filter(commitment=commitment).order_by("-day", "-pk")
    return ledger.values_list("source_kind", "source_id", "state", "day", "label")


def weigh(lines: Iterable[Line]) -> Evidence:
    """The lines of one commitment added up; `plan.reports.add_up` lets the database do it for a whole plan."""
    return tally((state, day) for _, _, state, day, _ in lines)


def tally(contributions: Iterable[tuple[str, date]]) -> Evidence:
    """What contributions to one commitment, each its state and day, come to."""
    days = defaultdict(list)
    for state, day in contributions:
        days[state].append(day)
    done, planned = days[Contribution.State.DONE], days[Contribution.State.PLANNED]
    return Evidence(done=len(done), planned=len(planned), last_done=max(done, default=None))


def entries_for(lines: Iterable[Line], viewer: Viewer) -> tuple[list[Entry], int]:
    """Those lines that the viewer may open, in the order given, and how many of them they may not see.

    One query for each kind of source.
    """
    rows = list(lines)
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for kind, pk, *_ in rows:
        if kind in sources:
            ids[kind].append(pk)
    urls = {(kind, pk): url for kind in ids for pk, url in sources[kind].links(ids[kind], viewer).items()}
    shown = [
        Entry(
            day=day.isoformat(),
            when=full_day_words(day),
            label=label,
            url=urls[kind, pk],
            is_planned=state == Contribution.State.PLANNED,
        )
        for kind, pk, state, day, label in rows
        if (kind, pk) in urls
    ]
    return shown, len(rows) - len(shown)
