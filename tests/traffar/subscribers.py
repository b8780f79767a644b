"""Those who subscribe to the weekly mail, and what it could tell them of."""

from tests.cast import Cast
from tests.traffar.activities import NOW, at, make_activity
from traffar.models import Activity, Subscription

# In week 38, before the mail goes; the clock of these tests stands at the Tuesday.
THURSDAY = at(17, 6)


def subscribe(cast: Cast, *slugs: str, email: str = "vera@gast.example", **fields) -> Subscription:
    values = {"source": "public", "consent_text": "2026-11", "consent_at": NOW, "confirmed_at": NOW, **fields}
    row = Subscription.objects.create(email=email, **values)
    row.bodies.set([cast.bodies[slug] for slug in slugs])
    return row


def open_activity(cast: Cast, body: str = "sundsvall", **fields) -> Activity:
    return make_activity(cast, body, **{"starts_at": at(19, 11), "audience": "everyone", **fields})
