"""How many subscribe. Few are not told apart: whom an address belongs to could be guessed."""

from collections import Counter
from dataclasses import dataclass

from distrikt.organisation.models import Body
from plan.wording import digits
from traffar.models import Subscription

SMALLEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Readers:
    """How many are told of something; `number` in words, since small ones are hidden."""

    of: str
    number: str


def readers() -> list[Readers]:
    """All who subscribe, those who chose the whole district, and those of each branch. Three queries."""
    chosen: dict[int, set[int]] = {pk: set() for pk in Subscription.objects.confirmed().values_list("pk", flat=True)}
    choices = Subscription.bodies.through.objects.filter(subscription__confirmed_at__isnull=False)
    for row, body in choices.values_list("subscription", "body"):
        chosen[row].add(body)
    of_body = Counter(body for bodies in chosen.values() for body in bodies)
    return [
        _readers("Alla prenumeranter", len(chosen)),
        _readers("Hela distriktet", sum(not bodies for bodies in chosen.values())),
        *(_readers(branch.name, of_body[branch.pk]) for branch in Body.objects.branches()),
    ]


def _readers(of: str, number: int) -> Readers:
    return Readers(of, digits(number) if number >= SMALLEST_SHOWN else f"färre än {SMALLEST_SHOWN}")
