"""What somebody without an account agrees to: which words, and how long what they write is kept."""

import re

from distrikt.organisation.models import District

# Of the words beside the tick.
VERSION = "2026-11"
_PROMISED = re.compile(r"\S+ (\d+)/(\d+)/(\d+)")


def consent_text(district: District) -> str:
    """The version of the words, with the days that they name: 2026-11 14/30/92."""
    return f"{VERSION} {district.answers_kept}/{district.contacts_kept}/{district.names_kept}"


def days_kept(district: District, consent: str) -> tuple[int, int, int]:
    """For how many days answers, address and name are kept: as set now, or as promised then when that was shorter."""
    now = (district.answers_kept, district.contacts_kept, district.names_kept)
    promised = _PROMISED.fullmatch(consent)
    then = tuple(int(days) for days in promised.groups()) if promised else now
    answers, contacts, names = (min(pair) for pair in zip(now, then, strict=True))
    return answers, contacts, names
