"""Who subscribes to the weekly mail: a few in the whole district, some in one branch or two, and one unconfirmed."""

from collections.abc import Mapping
from datetime import date, timedelta

from distrikt.organisation.models import Body
from distrikt.webb.demo.days import noon
from traffar.models import Subscription
from traffar.weekly import actions

# By the first part of an address that nobody has, the branches that it follows; none: the whole district.
CHOICES: dict[str, tuple[str, ...]] = {
    "hillevi": (),
    "rune": (),
    "yusra": (),
    "torbjorn": (),
    "ingalill": (),
    "malin": ("sundsvall",),
    "ismail": ("sundsvall", "timra"),
    "karl-erik": ("sundsvall",),
    "zeynep": ("sundsvall", "harnosand"),
    "gunnel": ("sundsvall",),
    "arvid": ("ornskoldsvik",),
}
UNCONFIRMED = "stina"
HOST = "gast.example"


def make_subscriptions(bodies: Mapping[str, Body], *, today: date) -> None:
    """Two weeks ago they subscribed and confirmed; the last one did so yesterday, and has yet to confirm."""
    then = noon(today - timedelta(days=14))
    for name, slugs in CHOICES.items():
        row = Subscription.objects.create(
            email=f"{name}@{HOST}",
            source=Subscription.Source.BRANCH if len(slugs) == 1 else Subscription.Source.PUBLIC,
            consent_text="2026-11",
            consent_at=then,
            confirmed_at=then + timedelta(minutes=4),
            created_at=then,
        )
        row.bodies.set([bodies[slug] for slug in slugs])
    yesterday = noon(today - timedelta(days=1))
    new = Subscription(
        email=f"{UNCONFIRMED}@{HOST}",
        source=Subscription.Source.PUBLIC,
        consent_text="2026-11",
        consent_at=yesterday,
        created_at=yesterday,
    )
    actions.ask_to_confirm(new=new, bodies=[], at=yesterday)
