"""What a drill is: a name, what is expected, and what was seen – the two are the same words when all is well."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from tests.drills.parts import Place


class Outcome(NamedTuple):
    expected: str
    seen: str
    # Said, never judged: how fast, how long.
    remark: str = ""
    # Where a drill has several rows: which one.
    case: str = ""


Hold = Callable[[Place], Outcome | list[Outcome]]


@dataclass(frozen=True, slots=True)
class Drill:
    key: str
    name: str
    hold: Hold
    only_postgresql: bool = False
    only_sqlite: bool = False
    only_redis: bool = False

    def is_for(self, place: Place) -> bool:
        right_database = not (self.only_sqlite if place.is_postgresql else self.only_postgresql)
        return right_database and bool(place.redis or not self.only_redis)


DRILLS: dict[str, Drill] = {}


def drill(name: str, **needs: bool) -> Callable[[Hold], Hold]:
    """Registers a function as a drill, under its own name."""

    def register(hold: Hold) -> Hold:
        DRILLS[hold.__name__] = Drill(hold.__name__, name, hold, **needs)
        return hold

    return register
