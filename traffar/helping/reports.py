"""What is asked for and promised, as rows of lists."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from django.urls import reverse

from distrikt.access import Viewer, may
from distrikt.organisation.roles import BOARD, Role
from traffar.amounts import KINDS, Amounts, missing_words, total
from traffar.helping.words import meeting_words, promise_words
from traffar.models import Activity, ActivityKind, HelpOffer, HelpRequest, HelpRequestQuerySet
from traffar.reports import where_and_who
from traffar.rules import ACTING
from traffar.when import short_when_words


def own_bodies(viewer: Viewer) -> frozenset[int]:
    """Ids of the bodies whose requests and promises are the viewer's own; the ombudsman's are the district's."""
    own = viewer.bodies(*ACTING)
    return own | viewer.district_bodies if viewer.holds(*BOARD, Role.OMBUDSMAN) else own


class _Row(NamedTuple):
    """A request as it comes out of the database, less what all offers bring together."""

    pk: int
    activity: int
    kind: str
    title: str
    starts_at: datetime
    place: str
    organiser: str
    status: str
    own_place: str
    meets_at: time | None
    material_words: str
    topic: str
    is_closed: bool
    is_thanked: bool
    missing: Amounts

    @property
    def missing_words(self) -> str:
        return missing_words(self.missing, material=self.material_words, topic=self.topic)


_COLUMNS = (
    *("pk", "activity", "activity__kind", "activity__title", "activity__starts_at", "activity__place"),
    *("activity__organiser__name", "activity__status", "place", "meets_at", "material_words", "topic"),
    *("is_closed", "is_thanked"),
)
_NUMBERS = (*KINDS, *(f"offers__{kind}" for kind in KINDS))


def _rows(requests: HelpRequestQuerySet) -> list[_Row]:
    """The requests in the given order. One query: a line for each offer, and one for a request without any."""
    rows: dict[int, _Row] = {}
    for values in requests.values_list(*_COLUMNS, *_NUMBERS):
        facts, numbers = values[: len(_COLUMNS)], values[len(_COLUMNS) :]
        asked, promised = numbers[: len(KINDS)], numbers[len(KINDS) :]
        row = rows.setdefault(facts[0], _Row._make([*facts, Amounts(*asked)]))
        rows[row.pk] = row._replace(missing=row.missing.without(Amounts(*(number or 0 for number in promised))))
    return list(rows.values())


@dataclass(frozen=True, slots=True)
class HelpRow:
    """A request as a line of a list: what it is about, when and where; and what is missing, if they do not manage."""

    pk: int
    title: str
    url: str
    missing: str
    when: str
    where: str
    organiser: str
    meeting: str
    note: str
    can_thank: bool


def help_rows(requests: HelpRequestQuerySet, *, today: date) -> list[HelpRow]:
    """The rows in the given order. One query."""
    return [_help_row(row, today) for row in _rows(requests)]


def lacking_rows(requests: HelpRequestQuerySet, *, today: date) -> list[HelpRow]:
    """The rows of those for which something is still missing. One query."""
    return [_help_row(row, today) for row in _rows(requests) if row.missing]


def _help_row(row: _Row, today: date) -> HelpRow:
    held = row.status == Activity.Status.HELD
    note = "utkast" if row.status == Activity.Status.DRAFT else "klarar sig nu" if row.is_closed else ""
    return HelpRow(
        pk=row.pk,
        title=row.title or ActivityKind(row.kind).heading,
        url=f"{reverse('traffar:activity_detail', args=[row.activity])}#hjalp",
        missing="" if row.is_closed else row.missing_words,
        when=short_when_words(row.starts_at, today=today),
        where=where_and_who(row.place, row.organiser),
        organiser=row.organiser,
        meeting=meeting_words(row.meets_at, row.own_place),
        note="" if held else note,
        can_thank=held and not row.is_thanked,
    )


def missing_from(request: HelpRequest) -> str:
    """3 personer och 1 bil saknas. One query."""
    missing = request.asked.without(total(offer.promised for offer in request.offers.all()))
    return missing_words(missing, material=request.material_words, topic=request.topic)


def missing_for(activities: Collection[int], now: datetime) -> dict[int, str]:
    """{activity id: 3 personer och 1 bil saknas} of those which still lack help. One query."""
    found: dict[int, str] = {}
    for row in _rows(HelpRequest.objects.filter(activity__in=activities).open(now)):
        if row.missing:
            words = row.missing_words
            found[row.activity] = f"{found[row.activity]}, {words}" if row.activity in found else words
    return found


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """What an own body has promised: to what, when and where."""

    pk: int
    body: str
    promise: str
    title: str
    url: str
    when: str
    where: str
    note: str


@dataclass(frozen=True, slots=True)
class ThanksRow:
    """A sentence of thanks, and who is thanked for what."""

    thanks: str
    title: str
    url: str
    when: str
    organiser: str


# How many of what lies behind are shown.
LATEST = 5


@dataclass(frozen=True, slots=True)
class HelpPage:
    """Helping each other: what is asked for, what we have promised, what we have asked for, and thanks."""

    asked: tuple[HelpRow, ...]
    promised: tuple[PromiseRow, ...]
    own: tuple[HelpRow, ...]
    thanked: tuple[ThanksRow, ...]
    can_answer: bool


def help_page(viewer: Viewer, now: datetime) -> HelpPage:
    """For a viewer who sees content. Two queries, four for those who act for a body."""
    own = own_bodies(viewer)
    asked = HelpRequest.objects.published_to(viewer).open(now)
    if own:
        asked = asked.left_to(own)
    return HelpPage(
        asked=tuple(help_rows(asked, today=viewer.today)),
        promised=tuple(_promises(own, viewer, now)) if own else (),
        own=tuple(_own_requests(own, viewer, now)) if own else (),
        thanked=tuple(_thanks(viewer)),
        can_answer=may(viewer, "traffar.offer_help"),
    )


def _own_requests(own: Collection[int], viewer: Viewer, now: datetime) -> Iterator[HelpRow]:
    """Those to come, drafts and closed ones too, and those held that nobody has thanked for; the nearest first."""
    requests = HelpRequest.objects.asked_by(own)
    return iter(help_rows(requests.current(now).order_by("activity__starts_at"), today=viewer.today))


def _promises(own: Collection[int], viewer: Viewer, now: datetime) -> Iterator[PromiseRow]:
    ahead = HelpOffer.objects.filter(body__in=own, request__activity__starts_at__gt=now)
    offers = ahead.exclude(request__activity__status=Activity.Status.DRAFT).order_by("request__activity__starts_at")
    for offer in offers.select_related("body", "request__activity__organiser"):
        activity = offer.request.activity
        yield PromiseRow(
            pk=offer.pk,
            body=offer.body.name,
            promise=promise_words(offer),
            title=activity.display_title,
            url=f"{activity.get_absolute_url()}#hjalp",
            when=short_when_words(activity.starts_at, today=viewer.today),
            where=where_and_who(activity.place, activity.organiser.name),
            note="inställd" if activity.is_cancelled else "",
        )


def _thanks(viewer: Viewer) -> Iterator[ThanksRow]:
    held = HelpRequest.objects.published_to(viewer).filter(is_thanked=True, activity__status=Activity.Status.HELD)
    latest = held.exclude(thanks="").order_by("-activity__starts_at", "-pk").select_related("activity__organiser")
    for request in latest[:LATEST]:
        activity = request.activity
        yield ThanksRow(
            thanks=request.thanks,
            title=activity.display_title,
            url=f"{activity.get_absolute_url()}#hjalp",
            when=short_when_words(activity.starts_at, today=viewer.today),
            organiser=activity.organiser.name,
        )


def lacking_for(viewer: Viewer, now: datetime, most: int) -> list[HelpRow]:
    """The nearest requests that lack something and that the viewer's bodies can answer; for the ombudsman, all.

    One query; none for those who act for nobody.
    """
    if not viewer.holds(*ACTING, Role.OMBUDSMAN):
        return []
    requests = HelpRequest.objects.published_to(viewer).open(now)
    if not viewer.holds(Role.OMBUDSMAN):
        requests = requests.left_to(own_bodies(viewer))
    return lacking_rows(requests, today=viewer.today)[:most]
