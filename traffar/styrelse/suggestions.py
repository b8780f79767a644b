"""What the next agenda could take up: each app registers its kind of source here, in `AppConfig.ready()`.

What has been on an agenda of the body, waits for one, or was put aside, is not suggested to it again.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from distrikt.access import Viewer
from distrikt.registry import Registry
from traffar.styrelse.models import AgendaItem, AgendaRequest, BoardMeeting


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to take up: what the item would be called, why, and where it comes from."""

    source_kind: str
    source_id: int
    title: str
    why: str
    url: str = ""
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """What an item was taken up for, in words, and where it can be seen; `title` is what a new item would be called."""

    label: str
    title: str
    url: str = ""
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class AgendaSource:
    """A kind of source: what it suggests to those who make the agenda, and {id: origin} of those rows that the viewer
    may see, both in a fixed number of queries."""

    suggest: Callable[[Viewer, datetime], Iterable[Suggestion]]
    origins: Callable[[Collection[int], Viewer], dict[int, Origin]]


sources: Registry[AgendaSource] = Registry("styrelse.suggestions")


def suggestions_for(meeting: BoardMeeting, viewer: Viewer, now: datetime) -> list[Suggestion]:
    """What the viewer may take up at the meeting. One query beside those of the sources."""
    known = _known_to(meeting)
    found = (row for _, source in sources for row in source.suggest(viewer, now))
    return [row for row in found if (row.source_kind, row.source_id) not in known]


def _known_to(meeting: BoardMeeting) -> set[tuple[str, int]]:
    """The sources (kind, id) that the body has had on an agenda, that wait for one, or that were put aside."""
    columns = ("source_kind", "source_id")
    items = AgendaItem.objects.filter(meeting__body=meeting.body_id, source_id__isnull=False).order_by()
    requests = AgendaRequest.objects.filter(body=meeting.body_id, source_id__isnull=False).order_by()
    return set(items.values_list(*columns).union(requests.values_list(*columns)))


def origin_of(kind: str, pk: int, viewer: Viewer) -> Origin | None:
    """One source, as far as there is such a kind and the viewer may see it."""
    source = sources.get(kind)
    return source.origins([pk], viewer).get(pk) if source else None


def origins_of(rows: Iterable[tuple[str, int | None]], viewer: Viewer) -> dict[tuple[str, int], Origin]:
    """{(kind, id): origin} of those that the viewer may see. As many queries as there are kinds among them."""
    ids: dict[str, set[int]] = {}
    for kind, pk in rows:
        if kind in sources and pk is not None:
            ids.setdefault(kind, set()).add(pk)
    return {(kind, pk): row for kind, pks in ids.items() for pk, row in sources[kind].origins(pks, viewer).items()}
