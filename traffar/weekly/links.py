"""The link of a subscription: whoever has it, confirms, changes or ends that one subscription, and nothing else."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

_SALT = "traffar.weekly"


class LinkForged(Exception):
    """The link was not made here."""


def subscription_link(pk: int) -> str:
    """The whole address. It never grows old: a mail may be read years later."""
    return f"{settings.BASE_URL}{subscription_path(pk)}"


def subscription_path(pk: int) -> str:
    return reverse("traffar:subscription_by_link", args=[signing.Signer(salt=_SALT).sign_object(pk)])


def read_link(token: str) -> int:
    """The number of the subscription, which may have ended. `LinkForged` for anything else."""
    try:
        return int(signing.Signer(salt=_SALT).unsign_object(token))
    except (signing.BadSignature, ValueError) as error:
        raise LinkForged from error
