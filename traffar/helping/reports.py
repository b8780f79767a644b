"""What helping each other looks like: on the page of an activity, and as rows of lists."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from django.db.models import Prefetch
from django.urls import reverse

from distrikt.access import Viewer, may
from distrikt.organisation.roles import BOARD, Role
from traffar.amounts import KINDS, Amounts, amount_words, missing_words, total
from traffar.helping.words import promise_words
from traffar.models import Activity, ActivityKind, HelpOffer, HelpRequest, HelpRequestQuerySet
from traffar.reports import where_and_who
from traffar.rules import ACTING, asking_bodies, organising_bodies
from traffar.when import short_when_words


def own_bodies(viewer: Viewer) -> frozenset[int]:
    """Ids of the bodies whose requests and promises are the viewer's own; the ombudsman's are the district's."""
    own = viewer.bodies(*ACTING)
    return own | viewer.district_bodies if viewer.holds(*BOARD, Role.OMBUDSMAN) else own


@dataclass(frozen=True, slots=True)
class OfferLine:
    """What one body brings. `promiser` is named to those who asked alone."""

    pk: int
    body: str
    promise: str
    promiser: str
    came: str
    can_change: bool


@dataclass(frozen=True, slots=True)
class RequestPanel:
    """A request as it stands on the activity's page."""

    pk: int
    asks: str
    missing: str
    is_lacking: bool
    meeting: str
    message: str
    offers: tuple[OfferLine, ...]
    thanks: str
    is_open: bool
    is_closed: bool
    can_answer: bool
    can_edit: bool
    can_close: bool
    can_reopen: bool
    can_thank: bool


@dataclass(frozen=True, slots=True)
class ActivityHelp:
    """Helping each other on the page of an activity; nothing is shown when there is none and none can be asked for."""

    panels: tuple[RequestPanel, ...]
    can_ask: bool

    @property
    def is_shown(self) -> bool:
        return bool(self.panels) or self.can_ask


def activity_help(activity: Activity, viewer: Viewer, now: datetime, *, changes: bool) -> ActivityHelp:
    """For a viewer who sees the activity; `changes`: may change it. One query, one more when there are requests."""
    offers = HelpOffer.objects.select_related("body", "offered_by").order_by("pk")
    requests = activity.help_requests.order_by("pk").prefetch_related(Prefetch("offers", offers))
    return ActivityHelp(
        panels=tuple(_panel(request, activity, viewer, now, changes) for request in requests),
        can_ask=changes and can_ask(activity, now),
    )


def can_ask(activity: Activity, now: datetime) -> bool:
    """Help is asked for until it begins."""
    return (activity.is_draft or activity.is_planned) and activity.starts_at > now


def _panel(request: HelpRequest, activity: Activity, viewer: Viewer, now: datetime, changes: bool) -> RequestPanel:
    request.activity = activity
    offers = list(request.offers.all())
    missing = request.asked.without(total(offer.promised for offer in offers))
    is_ahead, is_open = request.is_ahead(now), request.is_open(now)
    lines = [_offer_line(offer, viewer, is_ahead, changes) for offer in offers]
    words = {"material": request.material_words, "topic": request.topic}
    return RequestPanel(
        pk=request.pk,
        asks=amount_words(request.asked, **words),
        missing=missing_words(missing, **words),
        is_lacking=is_open and bool(missing),
        meeting=meeting_words(request.meets_at, request.place),
        message=request.message,
        offers=tuple(line for line in lines if not request.is_thanked or line.came),
        thanks=request.thanks if request.is_thanked else "",
        is_open=is_open,
        is_closed=request.is_closed,
        can_answer=is_open and may(viewer, "traffar.offer_help", request) and _has_body_left(request, offers, viewer),
        can_edit=changes and can_ask(activity, now),
        can_close=changes and is_open,
        can_reopen=changes and request.is_closed and can_ask(activity, now),
        can_thank=changes and activity.is_held and bool(offers),
    )


def _has_body_left(request: HelpRequest, offers: Collection[HelpOffer], viewer: Viewer) -> bool:
    """Whether the viewer acts for a body that neither asks nor has answered; the ombudsman always finds one."""
    bodies = organising_bodies(viewer)
    taken = asking_bodies(request.activity).union(offer.body_id for offer in offers)
    return bodies is None or bool(bodies - taken)


def _offer_line(offer: HelpOffer, viewer: Viewer, is_ahead: bool, changes: bool) -> OfferLine:
    promiser = offer.offered_by if changes and offer.offered_by and not offer.offered_by.is_protected else None
    came = amount_words(Amounts(people=offer.came_people, cars=offer.came_cars)) or "kom"
    return OfferLine(
        pk=offer.pk,
        body=offer.body.name,
        promise=promise_words(offer),
        promiser=str(promiser) if promiser else "",
        came=came if offer.came else "",
        can_change=is_ahead and may(viewer, "traffar.change_offer", offer),
    )


def meeting_words(meets_at: time | None, place: str) -> str:
    """Samling kl. 9.30, Folkets hus; nothing when they are the activity's own."""
    clock = f"kl. {meets_at.hour}{f'.{meets_at.minute:02}' if meets_at.minute else ''}" if meets_at else ""
    where = ", ".join(filter(None, (clock, place)))
    return f"Samling {where}" if where else ""


class _Row(NamedTuple):
    """A request as it comes out of the database, with what all offers bring together."""

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
    asked: Amounts
    promised: Amounts


_COLUMNS = (
    *("pk", "activity", "activity__kind", "activity__title", "activity__starts_at", "activity__place"),
    *("activity__organiser__name", "activity__status", "place", "meets_at", "material_words", "topic"),
    *("is_closed", "is_thanked", *KINDS, *(f"promised_{kind}" for kind in KINDS)),
)
_FIRST_NUMBER = len(_COLUMNS) - 2 * len(KINDS)


def _rows(requests: HelpRequestQuerySet) -> Iterator[_Row]:
    for row in requests.values_list(*_COLUMNS):
        numbers = row[_FIRST_NUMBER:]
        yield _Row._make([*row[:_FIRST_NUMBER], Amounts(*numbers[: len(KINDS)]), Amounts(*numbers[len(KINDS) :])])


@dataclass(frozen=True, slots=True)
class HelpRow:
    """A request as a line of a list: what it is about, what is missing, and when and where."""

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
    """The rows in the given order, of requests `with_promised`. One query."""
    return [_help_row(row, today) for row in _rows(requests)]


def _help_row(row: _Row, today: date) -> HelpRow:
    missing = row.asked.without(row.promised)
    held = row.status == Activity.Status.HELD
    note = "utkast" if row.status == Activity.Status.DRAFT else "klarar sig nu" if row.is_closed else ""
    return HelpRow(
        pk=row.pk,
        title=row.title or ActivityKind(row.kind).heading,
        url=f"{reverse('traffar:activity_detail', args=[row.activity])}#hjalp",
        missing=missing_words(missing, material=row.material_words, topic=row.topic),
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
    for row in _rows(HelpRequest.objects.filter(activity__in=activities).open(now).lacking()):
        words = missing_words(row.asked.without(row.promised), material=row.material_words, topic=row.topic)
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
    asked = HelpRequest.objects.published_to(viewer).open(now).with_promised()
    if own:
        asked = asked.not_asked_by(own).not_answered_by(own)
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
    return iter(help_rows(requests.current(now).with_promised().order_by("activity__starts_at"), today=viewer.today))


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
    requests = HelpRequest.objects.published_to(viewer).open(now).lacking()
    if not viewer.holds(Role.OMBUDSMAN):
        own = own_bodies(viewer)
        requests = requests.not_asked_by(own).not_answered_by(own)
    return help_rows(requests[:most], today=viewer.today)
