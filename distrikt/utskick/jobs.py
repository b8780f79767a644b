"""What long work there is: each app registers the kinds of job it can do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import QuerySet

from distrikt.access import Viewer
from distrikt.registry import Registry

if TYPE_CHECKING:
    from distrikt.utskick.models import Job


class JobFailed(Exception):
    """The work cannot be done; the text says why, in Swedish, for the person who asked for it."""


class Progress(Protocol):
    """Tells the reader how far the work has come, in per cent and in words, and keeps the job from being taken over."""

    def __call__(self, percent: int, line: str) -> None: ...


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of long work.

    `name` is its Swedish title, `objects` the rows it is about that a viewer may see: those people see the job and
    fetch its file, from request to request. `run` does the work and gives the file's name and content; it may be run
    again after a crash. `home` is the page to go back to, by the row's number.
    """

    name: str
    objects: Callable[[Viewer], QuerySet[Any]]
    run: Callable[["Job", Progress], tuple[str, bytes]]
    home: Callable[[int], str]


kinds: Registry[JobKind] = Registry("utskick.jobs")
