"""Which body a plan means by "distriktsstyrelsen" or "DS". The ombudsman is a person: the word itself is kept."""

import re
from collections.abc import Iterable

from distrikt.organisation.models import Body, BodyKind

_KIND_OF = {
    "distriktet": BodyKind.DISTRICT,
    "partidistriktet": BodyKind.DISTRICT,
    "ds": BodyKind.BOARD,
    "styrelsen": BodyKind.BOARD,
    "distriktsstyrelsen": BodyKind.BOARD,
    "vu": BodyKind.EXECUTIVE,
    "verkställande utskottet": BodyKind.EXECUTIVE,
    "regiongruppen": BodyKind.REGION_GROUP,
    "valberedningen": BodyKind.NOMINATING,
    "revisorerna": BodyKind.AUDITORS,
}


def body_named(text: str, bodies: Iterable[Body]) -> Body | None:
    """The one body that the words name, by its own name or by what such a body is called; None for several or none."""
    name = " ".join(text.lower().split())
    bodies = list(bodies)
    for wanted in (
        lambda body: body.name.lower() == name,
        lambda body: body.kind == _KIND_OF.get(name),
        lambda body: re.search(rf"\b{re.escape(body.name.lower())}s?\b", name) is not None,
    ):
        if found := [body for body in bodies if wanted(body)]:
            return found[0] if len(found) == 1 else None
    return None
