"""What has been promised and where one meets, in words."""

from datetime import time

from traffar.amounts import Amounts, amount_words
from traffar.models import HelpOffer
from traffar.when import time_words


def promise_words(offer: HelpOffer) -> str:
    """2 personer och 1 bil (4 lediga platser), tar med partytält"""
    people_and_cars = amount_words(Amounts(people=offer.people, cars=offer.cars))
    seats = f"({offer.seats} lediga platser)" if offer.seats > 1 else "(1 ledig plats)" if offer.seats else ""
    speakers = amount_words(Amounts(speakers=offer.speakers))
    material = offer.brings or (offer.request.material_words if offer.material else "")
    brings = f"tar med {material}" if material else ""
    return ", ".join(filter(None, (" ".join(filter(None, (people_and_cars, seats))), speakers, brings)))


def meeting_words(meets_at: time | None, place: str) -> str:
    """Samling kl. 9.30, Folkets hus; nothing when they are the activity's own."""
    clock = f"kl. {time_words(meets_at)}" if meets_at else ""
    where = ", ".join(filter(None, (clock, place)))
    return f"Samling {where}" if where else ""
