"""The way out of a kind of mail: a link that switches off this kind for this person, and does nothing else."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

_SALT = "utskick.unsubscribe"


class LinkForged(Exception):
    """The link was not made here."""


def unsubscribe_url(person_id: int, kind: str) -> str:
    """The whole address. It never grows old: a mail may be read years later."""
    token = signing.Signer(salt=_SALT).sign_object([person_id, kind])
    return f"{settings.BASE_URL}{reverse('utskick:unsubscribe', args=[token])}"


def read_unsubscribe(token: str) -> tuple[int, str]:
    """The person's id and the kind. `LinkForged` for anything else."""
    try:
        person_id, kind = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise LinkForged from error
    return person_id, kind
