"""The year wheel: months around, families of activity as rings, what happens as marks, today's hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from distrikt.access import Viewer
from distrikt.registry import Registry


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the wheel: a day, the ring (family key), held or still planned, and where it leads."""

    day: date
    ring: str
    done: bool
    label: str
    url: str


# Each app that has something to show gives its marks between two days, both included, that the viewer may see.
mark_sources: Registry[Callable[[date, date, Viewer], list[Mark]]] = Registry("plan.year_wheel")
