"""What the next agenda could take up: each app registers its kind of source here, in `AppConfig.ready()`.

What has been on an agenda of the body, waits for one, or was put aside, is not suggested to it again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from distrikt.access import Viewer
from distrikt.registry import Registry
from plan.page_links import PageLink
from traffar.styrelse.models import AgendaItem, AgendaRequest, BoardMeeting


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to take up: what the item would be called, why, and where it comes from.

    `is_moved`: the source is an item of another agenda, and taken up it is moved from there.
    """

    source_kind: str
    source_id: int
    title: str
    why: str
    url: str = ""
    is_confidential: bool = False
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """What an item was taken up for, and where it can be seen; `title` is what a new item would be called."""

    title: str
    url: str = ""
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class AgendaSource:
    """A kind of source: what its rows are called ("planen"), what it suggests to those who make the agenda of a meeting
    in a fixed number of queries, and the origin (of an id) as far as the viewer may see it.

    `is_shown`: whether the viewer sees any of them at all, without a query. `is_asked_for`: people ask to have them
    taken up; others come to an agenda by themselves.
    """

    name: str
    suggest: Callable[[BoardMeeting, Viewer, datetime], Iterable[Suggestion]]
    origin: Callable[[int, Viewer], Origin | None]
    is_shown: Callable[[Viewer], bool] = lambda viewer: True
    is_asked_for: bool = True


sources: Registry[AgendaSource] = Registry("styrelse.suggestions")


def suggestions_for(meeting: BoardMeeting, viewer: Viewer, now: datetime) -> list[Suggestion]:
    """What the viewer may take up at the meeting. One query beside those of the sources."""
    known = _known_to(meeting)
    found = (row for _, source in sources for row in source.suggest(meeting, viewer, now))
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
    return source.origin(pk, viewer) if source else None


def origin_to_ask_for(kind: str, pk: int, viewer: Viewer) -> Origin | None:
    """One source that the viewer may see and ask to have taken up."""
    source = sources.get(kind)
    return source.origin(pk, viewer) if source and source.is_asked_for else None


def source_link(kind: str, pk: int | None, viewer: Viewer) -> PageLink | None:
    """From an item to where it came from, for those who see such sources; no query. Whether the viewer may see this one
    is asked on the way."""
    source = sources.get(kind)
    if source is None or pk is None or not source.is_shown(viewer):
        return None
    return PageLink(source.name, reverse("styrelse:source_detail", args=[kind, pk]))
