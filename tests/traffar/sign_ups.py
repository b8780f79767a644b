"""Those who sign up, for the tests of sign-up."""

import uuid

from distrikt import open_forms
from tests.traffar.activities import NOW
from traffar.models import Activity, SignUp, SignUpTerms
from traffar.sign_up import actions


def open_sign_up(event: Activity, **terms) -> SignUpTerms:
    return SignUpTerms.objects.create(activity=event, **{"open_to": "everyone", **terms})


def come(event: Activity, name: str = "Vera", companions: int = 0, **fields) -> SignUp:
    """Somebody who is written in, with an address of their own unless told otherwise."""
    typed = {"email": f"{name.lower()}@gast.example", "source": "by_hand", **fields}
    return actions.sign_up(new=SignUp(activity=event, name=name, companions=companions, **typed), at=NOW)


def public_form(event: Activity, **changed) -> dict[str, str]:
    """What the open form sends for Vera and one more."""
    return {
        "seal": open_forms.seal(f"sign-up {event.pk}"),
        "submission": str(uuid.uuid4()),
        "name": "Vera Gast",
        "email": "Vera@Gast.example",
        "companions": "1",
        "consent": "on",
        **changed,
    }
