"""What a line of the ledger stands for: each app upstairs registers its kind of source here."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from distrikt.access import Viewer
from distrikt.registry import Registry


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
