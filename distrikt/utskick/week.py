"""The weekly letter: it begins with what happens in the coming seven days, as the apps know it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from distrikt.access import Viewer
from distrikt.registry import Registry

DAYS = 7
# What Markdown would read as something else than it says.
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happens: when it begins, and in words ("lör 19 sep kl. 11"), what, where, and a note."""

    starts_at: datetime
    when: str
    what: str
    where: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class WeekSource:
    """What an app has in the days from the first to the last, for a viewer; `page` is where all of it stands."""

    happenings: Callable[[Viewer, date, date], list[Happening]]
    page: Callable[[], str]


sources: Registry[WeekSource] = Registry("utskick.week")


def week_subject(today: date) -> str:
    """Veckobrev, vecka 38: the week in which most of the days lie."""
    return f"Veckobrev, vecka {(today + timedelta(days=DAYS // 2)).isocalendar().week}"


def week_text(viewer: Viewer, base_url: str) -> str:
    """The body of the letter, in Markdown, with room for what the writer adds."""
    first, last = viewer.today, viewer.today + timedelta(days=DAYS - 1)
    found = [happening for _, source in sources for happening in source.happenings(viewer, first, last)]
    lines = [_line(happening) for happening in sorted(found, key=lambda happening: happening.starts_at)]
    pages = [f"Hela kalendern: <{base_url}{source.page()}>" for _, source in sources]
    listed = "\n".join(lines) or "Inget står i kalendern de närmaste sju dagarna."
    return "\n\n".join(["Det här händer den närmaste veckan:", listed, *pages])


def _line(happening: Happening) -> str:
    what, where = _plain(happening.what), _plain(happening.where)
    line = f"- **{happening.when}:** {', '.join(filter(None, (what, where)))}"
    return f"{line}. {_plain(happening.note)}" if happening.note else line


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
