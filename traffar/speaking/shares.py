"""The sums of counted turns and time, by groups that were counted against each other.

Groups with few turns are left out altogether, so that what a single person said cannot be read out of a sum.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from plan.wording import counted, digits

# A group with fewer turns is not shown (`4-promises.md`, 23).
FEWEST_TURNS = 5


class Counted(NamedTuple):
    """What a group had at one activity (id)."""

    activity: int
    group: str
    turns: int
    seconds: int


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A group's sums, and its share in per cent of those it is compared with."""

    name: str
    turns: int
    time: str
    share: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Groups that were counted against each other, by name; none when fewer than two can be shown.

    `is_of_time`: the shares are of the time; of the turns when nobody took the time.
    """

    groups: tuple[GroupShare, ...]
    activities: int
    is_of_time: bool
    hides_small: bool

    @property
    def title(self) -> str:
        """kvinnor, män"""
        return ", ".join(group.name for group in self.groups)

    @property
    def of_what(self) -> str:
        return "av tiden" if self.is_of_time else "av inläggen"

    @property
    def words(self) -> str:
        """kvinnor 48 %, män 52 % av tiden; 31 inlägg"""
        shares = ", ".join(f"{group.name} {group.share}\N{NO-BREAK SPACE}%" for group in self.groups)
        return f"{shares} {self.of_what}; {counted(sum(group.turns for group in self.groups), 'inlägg', 'inlägg')}"


def per_cent(amounts: Sequence[int]) -> list[int]:
    """Whole shares that make 100 together, by largest remainder; 0 each when there is nothing to share."""
    total = sum(amounts)
    if not total:
        return [0] * len(amounts)
    shares = [100 * amount // total for amount in amounts]
    by_remainder = sorted(range(len(amounts)), key=lambda index: -(100 * amounts[index] % total))
    for index in by_remainder[: 100 - sum(shares)]:
        shares[index] += 1
    return shares


def compare(rows: Iterable[Counted]) -> list[Comparison]:
    """The sums, what was counted at most activities first.

    Activities whose groups have a name in common are summed together: women and men of one, women, men and
    non-binary of another. New and old members of a third are a comparison of their own.
    """
    by_activity: defaultdict[int, list[Counted]] = defaultdict(list)
    for row in rows:
        by_activity[row.activity].append(row)
    together: list[tuple[set[str], list[Counted]]] = []
    for counts in by_activity.values():
        names = {row.group for row in counts}
        akin = [pair for pair in together if pair[0] & names]
        together = [pair for pair in together if not pair[0] & names]
        together.append((names.union(*(pair[0] for pair in akin)), [row for pair in akin for row in pair[1]] + counts))
    together.sort(key=lambda pair: (-_activities(pair[1]), sorted(pair[0])))
    return [_comparison(counts) for _, counts in together]


def _activities(rows: Iterable[Counted]) -> int:
    return len({row.activity for row in rows})


def _comparison(rows: Sequence[Counted]) -> Comparison:
    turns: defaultdict[str, int] = defaultdict(int)
    seconds: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        turns[row.group] += row.turns
        seconds[row.group] += row.seconds
    names = sorted(name for name, number in turns.items() if number >= FEWEST_TURNS)
    is_of_time = any(seconds[name] for name in names)
    shares = per_cent([(seconds if is_of_time else turns)[name] for name in names])
    groups = [
        GroupShare(name, turns[name], time_words(seconds[name]), share)
        for name, share in zip(names, shares, strict=True)
    ]
    return Comparison(
        groups=tuple(groups) if len(groups) >= 2 else (),
        activities=_activities(rows),
        is_of_time=is_of_time,
        hides_small=len(names) < len(turns),
    )


def time_words(seconds: int) -> str:
    """1 tim 20 min, 45 min, under en minut; nothing for none"""
    if not seconds:
        return ""
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours and not minutes:
        return "under en minut"
    return " ".join([f"{digits(hours)} tim"] * bool(hours) + [f"{minutes} min"] * bool(minutes))
