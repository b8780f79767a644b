"""The minutes as members may read them: nothing confidential, and nobody by name whose data are protected."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from plan.wording import counted, listing
from traffar.styrelse.minutes import Minutes, minutes_from, minutes_of
from traffar.styrelse.models import BoardMeeting, Presence

PROTECTED = "(namnet visas inte)"


def public_minutes(meeting: BoardMeeting) -> Minutes:
    """What may be published. Where a name of its own stands, a protected one is left out; the text is the writer's."""
    minutes = minutes_of(meeting).without_confidential()
    protected = Presence.objects.filter(meeting=meeting, person__is_protected=True).values_list("name", flat=True)
    hidden = dict.fromkeys(protected, PROTECTED)
    return minutes_from(_replaced(asdict(minutes), hidden)) if hidden else minutes


def _replaced(content: Any, words: Mapping[str, str]) -> Any:
    if isinstance(content, dict):
        return {key: _replaced(value, words) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return tuple(_replaced(part, words) for part in content)
    return words.get(content, content) if isinstance(content, str) else content


def what_is_removed(meeting: BoardMeeting) -> list[str]:
    """In words, what of the minutes members will not read, for who publishes them."""
    minutes = minutes_of(meeting)
    removed = [f"Bilaga: {file.title}" for file in minutes.attachments if file.is_confidential]
    for row in minutes.paragraphs:
        where = f"§ {row.number}" if row.number else "–"
        if row.is_confidential:
            parts = (
                counted(len(row.decisions), "beslut", "beslut") if row.decisions else "",
                counted(len(row.attachments), "bilaga", "bilagor") if row.attachments else "",
            )
            with_it = listing(list(filter(None, parts)))
            removed.append(f"{where} {row.title}" + (f", med {with_it}" if with_it else ""))
            continue
        removed += [f"{where}, beslut: {decision.text}" for decision in row.decisions if decision.is_confidential]
        removed += [f"{where}, bilaga: {file.title}" for file in row.attachments if file.is_confidential]
    protected = meeting.presences.filter(person__is_protected=True).values_list("name", flat=True)
    return removed + [
        f"Namnet {name} (skyddade personuppgifter). Se efter att det inte står i texten." for name in protected
    ]
