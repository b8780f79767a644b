"""What is said at every meeting, kind of item by kind of item, ready to be put into the text by one tap."""

from dataclasses import dataclass
from datetime import datetime

from distrikt.clock import STOCKHOLM

# Filled in at the moment of the tap: by the page itself, or by the server without JavaScript.
CLOCK = "{kl}"
_NOBODY = "…"

_PHRASES: dict[str, tuple[str, ...]] = {
    "opening": ("{chair} förklarar mötet öppnat kl. {kl}.", "Mötet förklaras öppnat kl. {kl}."),
    "chair": ("{chair} väljs till mötesordförande.",),
    "secretary": ("{secretary} väljs till mötessekreterare.",),
    "adjusters": ("{adjusters} väljs att jämte ordföranden justera protokollet.",),
    "agenda": ("Dagordningen godkänns.", "Dagordningen godkänns med de tillägg som antecknats."),
    "previous": ("Föregående protokoll läggs till handlingarna.",),
    "report": ("Rapporten läggs till handlingarna.",),
    "matter": ("Informationen läggs till handlingarna.",),
    "other": ("Inga övriga frågor anmäldes.",),
    "next": ("Nästa möte hålls enligt mötesplanen.",),
    "closing": ("Mötet avslutas kl. {kl}.",),
}


@dataclass(frozen=True, slots=True)
class Names:
    """Who has which duty at the meeting; empty while nobody has."""

    chair: str = ""
    secretary: str = ""
    adjusters: tuple[str, ...] = ()


def phrases_for(kind: str, names: Names, opened_at: datetime | None) -> list[str]:
    """The phrases of a kind of item with the names in place; the time (`CLOCK`) is left open but at the opening."""
    filled = {
        "{chair}": names.chair or _NOBODY,
        "{secretary}": names.secretary or _NOBODY,
        "{adjusters}": _listed(names.adjusters) or _NOBODY,
    }
    if kind == "opening" and opened_at:
        filled[CLOCK] = clock_minutes(opened_at)
    found = []
    for phrase in _PHRASES.get(kind, ()):
        for place, name in filled.items():
            phrase = phrase.replace(place, name)
        found.append(phrase)
    return found


def with_phrase(text: str, phrase: str, now: datetime) -> str:
    """The text with the phrase as a paragraph at its end, at this time of day."""
    return "\n\n".join(filter(None, (text.rstrip(), phrase.replace(CLOCK, clock_minutes(now)))))


def clock_minutes(moment: datetime) -> str:
    """18.04 on Stockholm's clock, also at the full hour: 18.00."""
    return f"{moment.astimezone(STOCKHOLM):%H.%M}"


def _listed(names: tuple[str, ...]) -> str:
    """Anna, Bo och Cia."""
    return " och ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
