"""What the annual report tells of branches helping each other: what each did, never what it did not.

Only what was held counts, and who came to it. Nothing here names a person.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from distrikt.organisation.models import Body
from distrikt.organisation.roles import BodyKind
from plan.berattelse.chapters import BODY_CHAPTERS, Part, body_key
from plan.wording import listing, number_word


class Given(NamedTuple):
    """That a body (id) came to another's activity, with so many people."""

    body: int
    activity: int
    organiser: str
    people: int


@dataclass(frozen=True, slots=True)
class Helper:
    """A branch that helped others: how often, with how many people, and whom."""

    name: str
    times: int
    people: int
    whom: str


@dataclass(frozen=True, slots=True)
class Helped:
    """The branches that helped others, by name."""

    rows: tuple[Helper, ...]


def help_parts(bodies: Iterable[Body], given: Iterable[Given]) -> Iterator[Part]:
    """A sentence for each body that helped, and all branches together; by the order of the bodies."""
    by_body: defaultdict[int, list[Given]] = defaultdict(list)
    for row in given:
        by_body[row.body].append(row)
    helpers = [(body, by_body[body.pk]) for body in bodies if body.pk in by_body]
    for body, rows in helpers:
        if body.kind in BODY_CHAPTERS:
            yield Part(body_key(body.kind, body.slug), draft=_body_draft(body, rows))
    branches = [(body, rows) for body, rows in helpers if body.kind == BodyKind.BRANCH]
    if branches:
        yield Part(
            "branches",
            draft=_draft([row for _, rows in branches for row in rows]),
            template="traffar/_chapter_help.html",
            facts=Helped(tuple(_helper(body, rows) for body, rows in branches)),
        )


def _times(rows: Sequence[Given]) -> int:
    """How many activities they came to; an activity with two requests is one."""
    return len({row.activity for row in rows})


def _whom(rows: Sequence[Given]) -> str:
    return listing(list(dict.fromkeys(row.organiser for row in rows)))


def _helper(body: Body, rows: Sequence[Given]) -> Helper:
    return Helper(body.name, _times(rows), sum(row.people for row in rows), _whom(rows))


def _body_draft(body: Body, rows: Sequence[Given]) -> str:
    """Föreningen har hjälpt till hos Sollefteå och Ånge vid tre tillfällen, med sammanlagt nio personer."""
    who = "Nätverket" if body.kind == BodyKind.NETWORK else "Föreningen"
    return f"{who} har hjälpt till hos {_whom(rows)} vid {_occasions(rows)}{_with_people(rows)}."


def _draft(rows: Sequence[Given]) -> str:
    """Föreningarna hjälptes åt vid sju tillfällen, med sammanlagt 23 personer."""
    return f"Föreningarna hjälptes åt vid {_occasions(rows)}{_with_people(rows)}."


def _occasions(rows: Sequence[Given]) -> str:
    times = _times(rows)
    return f"{number_word(times, neuter=True)} {'tillfälle' if times == 1 else 'tillfällen'}"


def _with_people(rows: Sequence[Given]) -> str:
    """, med sammanlagt nio personer; nothing when nobody counted"""
    people = sum(row.people for row in rows)
    if not people:
        return ""
    together = "sammanlagt " if len(rows) > 1 else ""
    return f", med {together}{number_word(people)} {'person' if people == 1 else 'personer'}"
