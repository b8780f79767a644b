"""The link of a sign-up: whoever has it, confirms, accepts a place or cancels that one sign-up, and nothing else."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from traffar.models import SignUp

_SALT = "traffar.sign_up"
# After the end nothing is left to decide.
LAST = timedelta(days=1)


class LinkClosed(Exception):
    """The link opens nothing: forged, the sign-up is gone, or the activity is over."""


def sign_up_link(sign_up: SignUp) -> str:
    """The whole address, for mails to the one who signed up."""
    return f"{settings.BASE_URL}{sign_up_path(sign_up)}"


def sign_up_path(sign_up: SignUp) -> str:
    return reverse("traffar:sign_up_by_link", args=[signing.dumps(sign_up.pk, salt=_SALT)])


def open_link(token: str, now: datetime) -> SignUp:
    """The sign-up that the link was made for, with its activity. LinkClosed when it opens nothing any longer."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise LinkClosed from error
    beside = ("activity__organiser", "activity__contact", "activity__sign_up_terms", "person")
    found = SignUp.objects.select_related(*beside).filter(pk=pk).first()
    if found is None or found.activity.is_draft or found.activity.ends_at + LAST < now:
        raise LinkClosed
    return found
