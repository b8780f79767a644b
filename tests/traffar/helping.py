"""Requests and offers for the tests of helping each other."""

import uuid

from tests.cast import Cast
from tests.traffar.activities import make_activity
from traffar.models import Activity, HelpOffer, HelpRequest


def make_request(cast: Cast, activity: Activity | None = None, **fields) -> HelpRequest:
    """Sundsvall asks for three people and a car to its square meeting, unless told otherwise."""
    activity = activity or make_activity(cast)
    return HelpRequest.objects.create(activity=activity, **({"people": 3, "cars": 1} | fields))


def make_offer(cast: Cast, request: HelpRequest, body: str = "ange", **fields) -> HelpOffer:
    return HelpOffer.objects.create(request=request, body=cast.bodies[body], **({"people": 1} | fields))


def request_form(**changed) -> dict[str, object]:
    """What the phone sends when three people and a car are asked for."""
    return {"submission": str(uuid.uuid4()), "people": "3", "cars": "1", **changed}


def offer_form(cast: Cast, body: str = "ange", **changed) -> dict[str, object]:
    return {"submission": str(uuid.uuid4()), "body": cast.bodies[body].pk, "people": "2", **changed}
