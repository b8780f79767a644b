"""When branches help each other: somebody asks, another promises to come, and is thanked afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from distrikt.saving import create_once, save_edit
from traffar.helping.emails import tell_of_answer, tell_of_withdrawal, thank
from traffar.models import HelpOffer, HelpRequest

ASKED = ("people", "cars", "material", "material_words", "speakers", "topic", "meets_at", "place", "message")
PROMISED: tuple[str, ...] = ("people", "cars", "seats", "material", "brings", "speakers")


class RequestClosed(Exception):
    """The request can no longer be answered, nor an answer changed: closed, cancelled or begun. Nothing was saved."""


class AnsweredAlready(Exception):
    """The body has an answer to the request already, by another form. Nothing was saved."""


def ask_for_help(*, request: HelpRequest, by: int) -> HelpRequest:
    """Save what an activity needs; the same form again gives the row that is there."""
    request.created_by_id = by
    saved, _ = create_once(request)
    return saved


def edit_request(*, request: HelpRequest, version: int, by: int) -> None:
    """Save what was written; `EditConflict` when somebody else came between."""
    save_edit(request, version=version, fields=ASKED, by=by)


def close_request(*, request: HelpRequest) -> None:
    """They manage now; what has been promised stands."""
    HelpRequest.objects.filter(pk=request.pk, is_closed=False).update(is_closed=True, version=F("version") + 1)


def reopen_request(*, request: HelpRequest) -> None:
    HelpRequest.objects.filter(pk=request.pk, is_closed=True).update(is_closed=False, version=F("version") + 1)


def offer_help(*, offer: HelpOffer, by: int, at: datetime) -> HelpOffer:
    """Promise to come. The same form again gives the row that is there, and tells nobody twice.

    `RequestClosed` when it is too late, `AnsweredAlready` when the body has promised by another form.
    """
    offer.offered_by_id = by
    try:
        with transaction.atomic():
            _require_open(offer, at)
            saved, is_new = create_once(offer)
            if is_new:
                tell_of_answer(saved, by=by)
    except IntegrityError as error:
        if HelpOffer.objects.filter(request=offer.request_id, body=offer.body_id).exists():
            raise AnsweredAlready from error
        raise
    return saved


@transaction.atomic
def edit_offer(*, offer: HelpOffer, version: int, by: int, at: datetime) -> None:
    """Change what was promised; `EditConflict` when somebody else came between, `RequestClosed` when it is too late."""
    _require_open(offer, at)
    save_edit(offer, version=version, fields=PROMISED, by=by)
    offer.version = version + 1
    tell_of_answer(offer, by=by)


@transaction.atomic
def withdraw_offer(*, offer: HelpOffer, by: int, at: datetime) -> None:
    """They cannot come after all. `RequestClosed` when it is too late; the same step twice is done once."""
    _require_open(offer, at)
    withdrawn, _ = HelpOffer.objects.filter(pk=offer.pk).delete()
    if withdrawn:
        tell_of_withdrawal(offer, by=by)


def _require_open(offer: HelpOffer, at: datetime) -> None:
    """The request as it stands now, locked until the answer is saved: nobody closes it in between.

    A promise can be changed after the organisers have said that they manage, a new one not be made.
    """
    requests = HelpRequest.objects.select_for_update(of=("self",)).select_related("activity")
    request = requests.filter(pk=offer.request_id).first()
    if request is None or not (request.is_open(at) if offer.pk is None else request.is_ahead(at)):
        raise RequestClosed


@dataclass(frozen=True, slots=True)
class Arrival:
    """That a body came, with so many people and cars."""

    people: int
    cars: int


@transaction.atomic
def thank_helpers(*, request: HelpRequest, arrivals: Mapping[int, Arrival], version: int, by: int) -> None:
    """Note which offers (by id) came and with how many; `request` bears the sentence of thanks, which they are mailed.

    `EditConflict` when somebody else came between.
    """
    request.is_thanked = True
    save_edit(request, version=version, fields=("thanks", "is_thanked"), by=by)
    offers = list(request.offers.all())
    for offer in offers:
        arrival = arrivals.get(offer.pk)
        offer.came = arrival is not None
        offer.came_people, offer.came_cars = (arrival.people, arrival.cars) if arrival else (0, 0)
    HelpOffer.objects.bulk_update(offers, ["came", "came_people", "came_cars"])
    thank(request, by=by)
