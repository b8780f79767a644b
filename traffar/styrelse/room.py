"""Who is in the room at each item, who of them votes, and whether they can decide.

Plain reckoning without the database: members who are there vote; for each member who is not, the first substitute in
order who is there serves; whoever is disqualified at an item takes no part in it (`2-domain.md`, "Board").
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum


class Standing(StrEnum):
    MEMBER = "member"
    SUBSTITUTE = "substitute"
    CO_OPTED = "co_opted"


class Quorum(StrEnum):
    MORE_THAN_HALF = "more_than_half"
    HALF = "half"
    TWO_THIRDS = "two_thirds"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody called to the meeting. `order` is that in which the substitutes serve."""

    id: int
    standing: Standing
    order: int = 0
    from_start: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """What happens at one item: ids of those who come and go as it begins, and of those who are disqualified in it."""

    arrives: AbstractSet[int] = field(default_factory=frozenset)
    leaves: AbstractSet[int] = field(default_factory=frozenset)
    recused: AbstractSet[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Room:
    """The room at one item: ids. `serving` are the substitutes among `voting`; `needed` so many must vote."""

    present: frozenset[int]
    voting: frozenset[int]
    serving: tuple[int, ...]
    needed: int

    @property
    def has_quorum(self) -> bool:
        return len(self.voting) >= self.needed


def votes_needed(seats: int, quorum: Quorum) -> int:
    """How many of the members' seats must be filled. Never none: an empty room decides nothing."""
    needed = {
        Quorum.MORE_THAN_HALF: seats // 2 + 1,
        Quorum.HALF: -(-seats // 2),
        Quorum.TWO_THIRDS: -(-seats * 2 // 3),
    }[quorum]
    return max(needed, 1)


def rooms(people: Sequence[Person], events: Sequence[Event], quorum: Quorum) -> list[Room]:
    """The room at each item, in order; one event for each item."""
    present = {person.id for person in people if person.from_start}
    found = []
    for event in events:
        present = (present | event.arrives) - event.leaves
        found.append(_room(people, frozenset(present), event.recused, quorum))
    return found


def _room(people: Sequence[Person], present: frozenset[int], recused: AbstractSet[int], quorum: Quorum) -> Room:
    members = [person.id for person in people if person.standing == Standing.MEMBER]
    taking_part = present - recused
    own = [person for person in members if person in taking_part]
    waiting = sorted(
        (person for person in people if person.standing == Standing.SUBSTITUTE and person.id in taking_part),
        key=lambda person: (person.order, person.id),
    )
    serving = tuple(person.id for person in waiting[: len(members) - len(own)])
    return Room(present, frozenset((*own, *serving)), serving, votes_needed(len(members), quorum))


def serves_for(people: Sequence[Person], room: Room) -> Mapping[int, int]:
    """{substitute: the member whose seat is filled}: the first to serve for the first who is missing, in order."""
    members = sorted(
        (person for person in people if person.standing == Standing.MEMBER and person.id not in room.voting),
        key=lambda person: (person.order, person.id),
    )
    return dict(zip(room.serving, (person.id for person in members), strict=False))
