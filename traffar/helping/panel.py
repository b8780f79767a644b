"""Helping each other on the page of an activity: what is asked for, who has promised what, and what is missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from distrikt.access import Viewer, may
from traffar.amounts import KINDS, Amounts, amount_words, missing_words, total
from traffar.helping.words import meeting_words, promise_words
from traffar.models import Activity, HelpOffer, HelpRequest
from traffar.rules import asking_bodies, organising_bodies


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


def activity_help(activity: Activity, viewer: Viewer, now: datetime, *, changes: bool, is_asked: bool) -> ActivityHelp:
    """For a viewer who sees the activity; `changes`: may change it. One query, none unless help `is_asked` for."""
    asked = _asked_for(activity) if is_asked else []
    return ActivityHelp(
        panels=tuple(_panel(request, promises, viewer, now, changes) for request, promises in asked),
        can_ask=changes and can_ask(activity, now),
    )


class _Promise(NamedTuple):
    """An offer, with the names of the body and, unless they are protected, of whoever promised."""

    offer: HelpOffer
    body: str
    promiser: str


# What the panel shows of them: each column costs.
_OF_REQUEST = (
    *("pk", *KINDS, "material_words", "topic", "meets_at", "place", "message"),
    *("is_closed", "thanks", "is_thanked"),
)
_OF_OFFER = ("pk", "body_id", *KINDS, "seats", "brings", "came", "came_people", "came_cars")
_PROMISER = tuple(f"offers__offered_by__{name}" for name in ("first_name", "last_name", "is_protected"))


def _asked_for(activity: Activity) -> list[tuple[HelpRequest, list[_Promise]]]:
    """The activity's requests with their offers, oldest first. One query: a row for each offer."""
    names = ("offers__body__name", *_PROMISER)
    rows = activity.help_requests.order_by("pk", "offers__pk").values_list(
        *_OF_REQUEST, *(f"offers__{name}" for name in _OF_OFFER), *names
    )
    asked: dict[int, tuple[HelpRequest, list[_Promise]]] = {}
    for row in rows:
        values, (body, first_name, last_name, is_protected) = row[: -len(names)], row[-len(names) :]
        request = HelpRequest(activity=activity, **dict(zip(_OF_REQUEST, values, strict=False)))
        request, promises = asked.setdefault(request.pk, (request, []))
        offer = HelpOffer(request=request, **dict(zip(_OF_OFFER, values[len(_OF_REQUEST) :], strict=True)))
        if offer.pk:
            promiser = "" if is_protected or not first_name else f"{first_name} {last_name}"
            promises.append(_Promise(offer, body, promiser))
    return list(asked.values())


def can_ask(activity: Activity, now: datetime) -> bool:
    """Help is asked for until it begins."""
    return (activity.is_draft or activity.is_planned) and activity.starts_at > now


def _panel(
    request: HelpRequest, promises: list[_Promise], viewer: Viewer, now: datetime, changes: bool
) -> RequestPanel:
    activity, offers = request.activity, [promise.offer for promise in promises]
    missing = request.asked.without(total(offer.promised for offer in offers))
    is_ahead, is_open = request.is_ahead(now), request.is_open(now)
    lines = [_offer_line(promise, viewer, is_ahead, changes) for promise in promises]
    words = {"material": request.material_words, "topic": request.topic}
    return RequestPanel(
        pk=request.pk,
        asks=amount_words(request.asked, **words),
        # Before anybody has promised anything, what is missing is what is asked for.
        missing=missing_words(missing, **words) if offers else "Ingen har svarat än",
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


def _offer_line(promise: _Promise, viewer: Viewer, is_ahead: bool, changes: bool) -> OfferLine:
    offer = promise.offer
    came = amount_words(Amounts(people=offer.came_people, cars=offer.came_cars)) or "kom"
    return OfferLine(
        pk=offer.pk,
        body=promise.body,
        promise=promise_words(offer),
        promiser=promise.promiser if changes else "",
        came=came if offer.came else "",
        can_change=is_ahead and may(viewer, "traffar.change_offer", offer),
    )
