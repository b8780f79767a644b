"""The minutes as members may read them: nothing confidential, and nobody by name whose data are protected."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from django.db.models import Q

from distrikt.organisation.models import User
from plan.wording import counted, listing
from traffar.styrelse.minutes import Minutes, minutes_from, minutes_of
from traffar.styrelse.models import BoardMeeting, Decision, Presence
from traffar.styrelse.sheet import Sheet, make_sheet

PROTECTED = "(namnet visas inte)"


def public_minutes(meeting: BoardMeeting) -> Minutes:
    """What may be published. Where a name of its own stands, a protected one is left out; the text is the writer's."""
    minutes = minutes_of(meeting).without_confidential()
    hidden = _hidden(meeting)
    return minutes_from(_replaced(asdict(minutes), hidden)) if hidden else minutes


def shown_to_members(meeting: BoardMeeting) -> Sheet:
    """What was published, whatever has happened since; only that nobody is named whose data are protected by now."""
    hidden = _hidden(meeting)
    minutes = minutes_from(_replaced(meeting.published.content, hidden))
    confirmed_by = hidden.get(meeting.confirmed_by, meeting.confirmed_by)
    return make_sheet(meeting, minutes, hidden=meeting.published.removed, confirmed_by=confirmed_by)


def previewed(meeting: BoardMeeting, minutes: Minutes) -> Sheet:
    """What members would read."""
    confirmed_by = _hidden(meeting).get(meeting.confirmed_by, meeting.confirmed_by)
    return make_sheet(meeting, minutes, confirmed_by=confirmed_by)


def _hidden(meeting: BoardMeeting) -> dict[str, str]:
    """{name: what stands instead}: as the minutes have it of those who were called or see to a decision, and as it is
    now of everybody whose data are protected. Three queries."""
    names = set(Presence.objects.filter(meeting=meeting, person__is_protected=True).values_list("name", flat=True))
    decided = Q(item__meeting=meeting.pk) | Q(circular__item__meeting=meeting.pk)
    done_by = Decision.objects.filter(decided, responsible__is_protected=True)
    names.update(done_by.values_list("responsible_name", flat=True))
    names.update(str(person) for person in User.objects.filter(is_protected=True))
    return dict.fromkeys(names - {""}, PROTECTED)


def _replaced(content: Any, words: Mapping[str, str]) -> Any:
    if isinstance(content, dict):
        return {key: _replaced(value, words) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return tuple(_replaced(part, words) for part in content)
    return _worded(content, words) if isinstance(content, str) else content


def _worded(text: str, words: Mapping[str, str]) -> str:
    """A name that stands alone, or where the program itself has written who sees to something (`details_words`)."""
    if text in words:
        return words[text]
    for name in words:
        if name in text:
            text = re.sub(rf"(?<=nsvarig ){re.escape(name)}(?!\w)", words[name], text)
    return text


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
    shown = [*_strings(asdict(minutes.without_confidential())), meeting.confirmed_by]
    return removed + [
        f"Namnet {name} (skyddade personuppgifter). Se efter att det inte står i texten."
        for name in sorted(_hidden(meeting))
        if any(name in text for text in shown)
    ]


def _strings(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        content = tuple(content.values())
    if isinstance(content, list | tuple):
        for part in content:
            yield from _strings(part)
    elif isinstance(content, str):
        yield content
