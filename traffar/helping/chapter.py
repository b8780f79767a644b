"""What the annual report tells of branches helping each other: what each did, never what it did not.

Only what was held counts, and who came to it. Nothing here names a person.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from distrikt.organisation.roles import BodyKind
from plan.berattelse.chapters import BODY_CHAPTERS, Material, Part, body_key
from plan.models import YearPlan
from plan.wording import listing, number_word
from traffar.models import Activity, HelpOffer
from traffar.when import day_bounds


class Given(NamedTuple):
    """That a body came to another's activity."""

    body: str
    slug: str
    kind: str
    activity: int
    organiser: str
    people: int
    cars: int


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


def help_parts(material: Material) -> Iterator[Part]:
    given = _read_given(material.plan)
    by_body: defaultdict[tuple[str, str], list[Given]] = defaultdict(list)
    for row in given:
        by_body[row.kind, row.slug].append(row)
    for (kind, slug), rows in by_body.items():
        if kind in BODY_CHAPTERS:
            yield Part(body_key(kind, slug), draft=_body_draft(rows))
    branches = {slug: rows for (kind, slug), rows in by_body.items() if kind == BodyKind.BRANCH}
    if branches:
        yield Part(
            "branches",
            draft=_draft([row for rows in branches.values() for row in rows]),
            template="traffar/_chapter_help.html",
            facts=Helped(tuple(_helper(rows) for rows in branches.values())),
        )


def _read_given(plan: YearPlan) -> list[Given]:
    """Who came to what was held in the plan's period, by the body's name. One query."""
    first, last = day_bounds(plan.starts_on, plan.ends_on)
    came = HelpOffer.objects.filter(
        came=True,
        request__activity__status=Activity.Status.HELD,
        request__activity__starts_at__gte=first,
        request__activity__starts_at__lt=last,
    )
    rows = came.order_by("body__name", "request__activity__starts_at", "pk").values_list(
        *("body__name", "body__slug", "body__kind", "request__activity"),
        *("request__activity__organiser__name", "came_people", "came_cars"),
    )
    return [Given(*row) for row in rows]


def _times(rows: Sequence[Given]) -> int:
    """How many activities they came to; an activity with two requests is one."""
    return len({row.activity for row in rows})


def _whom(rows: Sequence[Given]) -> str:
    return listing(list(dict.fromkeys(row.organiser for row in rows)))


def _helper(rows: Sequence[Given]) -> Helper:
    return Helper(rows[0].body, _times(rows), sum(row.people for row in rows), _whom(rows))


def _body_draft(rows: Sequence[Given]) -> str:
    """Föreningen har hjälpt till hos Sollefteå och Ånge vid tre tillfällen, med sammanlagt nio personer."""
    who = "Nätverket" if rows[0].kind == BodyKind.NETWORK else "Föreningen"
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
