"""Who gets a place: first come, first served, and nobody is passed by."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Waiting(NamedTuple):
    """Somebody in the queue, and how many places they need."""

    sign_up: int
    seats: int


def has_room(capacity: int | None, taken: int, seats: int) -> bool:
    """Whether so many more fit. Without a limit everybody does."""
    return capacity is None or taken + seats <= capacity


def somebody_waits(capacity: int | None, parties: Iterable[int]) -> bool:
    """Whether any of the parties in the queue (so many people each) could get in one day: nobody goes before those."""
    return any(has_room(capacity, 0, seats) for seats in parties)


def next_in_line(capacity: int | None, taken: int, queue: Sequence[Waiting]) -> list[Waiting]:
    """Those at the head of the queue for whom there is room now.

    A party that is too large for what is free waits at the head, and nobody behind it goes before: otherwise a large
    one would never get in. One for which there would not be room in an empty hall holds up nobody.
    """
    chosen: list[Waiting] = []
    for waiting in queue:
        if not has_room(capacity, 0, waiting.seats):
            continue
        if not has_room(capacity, taken, waiting.seats):
            break
        chosen.append(waiting)
        taken += waiting.seats
    return chosen
