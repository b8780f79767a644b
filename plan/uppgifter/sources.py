"""What a task comes from: each app upstairs registers its kind of source; the list of tasks knows no more."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from distrikt.access import Viewer
from distrikt.registry import Registry


@dataclass(frozen=True, slots=True)
class Origin:
    """A source in words ("§ 34/2020"), and where it stands."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How a task goes: its state, the day on which it was done, and a note."""

    state: str
    done_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class TaskSource:
    """A kind of source, with its Swedish name.

    `links(ids, viewer)` gives {source id: origin} of those which the viewer may see, in one query. `visible_to(viewer)`
    are the ids of those sources whose tasks the viewer sees, beside those that are the viewer's own. `on_finished` is
    called in the transaction that finishes a task or opens it again: (source id, progress, by).
    """

    name: str
    links: Callable[[Collection[int], Viewer], dict[int, Origin]]
    visible_to: Callable[[Viewer], "QuerySet[Any, Any]"]
    on_finished: Callable[[int, Progress, int], None]


# Under the `source_kind` of the tasks.
sources: Registry[TaskSource] = Registry("uppgifter.sources")
