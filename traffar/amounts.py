"""How much help is asked for, promised and still missing: people, cars, material and speakers."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from plan.wording import listing


@dataclass(frozen=True, slots=True)
class Amounts:
    """So many of each kind of help; never negative."""

    people: int = 0
    cars: int = 0
    material: int = 0
    speakers: int = 0

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(*(getattr(self, kind) + getattr(other, kind) for kind in KINDS))

    def __bool__(self) -> bool:
        return any(getattr(self, kind) for kind in KINDS)

    def without(self, given: "Amounts") -> "Amounts":
        """What is left when so much has been given: of a kind with more than enough, nothing."""
        return Amounts(*(max(getattr(self, kind) - getattr(given, kind), 0) for kind in KINDS))


KINDS = tuple(field.name for field in fields(Amounts))


def total(amounts: Iterable[Amounts]) -> Amounts:
    return sum(amounts, Amounts())


def amount_words(amounts: Amounts, *, material: str = "", topic: str = "") -> str:
    """3 personer, 1 bil, partytält och 1 talare (om vården); `material` and `topic` are the asking body's own words."""
    things = f"{amounts.material}\xa0×\xa0{material}" if amounts.material > 1 else material
    speakers = _so_many(amounts.speakers, "talare", "talare")
    words = [
        _so_many(amounts.people, "person", "personer"),
        _so_many(amounts.cars, "bil", "bilar"),
        things if amounts.material else "",
        f"{speakers} ({topic})" if speakers and topic else speakers,
    ]
    return listing([word for word in words if word])


def _so_many(number: int, one: str, many: str) -> str:
    """3 personer, in one piece; nothing for none."""
    return f"{number}\xa0{one if number == 1 else many}" if number else ""


def missing_words(missing: Amounts, *, material: str = "", topic: str = "") -> str:
    """3 personer och 1 bil saknas; Inget saknas."""
    return f"{amount_words(missing, material=material, topic=topic)} saknas" if missing else "Inget saknas"
