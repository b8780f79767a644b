"""§ numbers: from 1 at each meeting, or running through the year. A series has neither gaps nor doubles."""

from collections.abc import Sequence


def series_of(body: int, year: int, number: int, *, runs_through_the_year: bool) -> str:
    """The name of the series that a meeting's numbers belong to, by the id of its body: "3 2026", "3 2026 möte 4".

    The executive committee has its own, for it is a body of its own.
    """
    return f"{body} {year}" if runs_through_the_year else f"{body} {year} möte {number}"


def numbers(items: Sequence[int], *, last: int) -> dict[int, int]:
    """{item id: its §} of items in their order, where `last` is the last number that the series has (0: none)."""
    return {item: last + place for place, item in enumerate(items, start=1)}


def gaps(given: Sequence[int]) -> list[int]:
    """The numbers that a series lacks between 1 and its last: none, unless somebody has written past the program."""
    return sorted(set(range(1, max(given, default=0) + 1)) - set(given))


def reference(paragraph: int, year: int) -> str:
    """§ 34/2020"""
    return f"§ {paragraph}/{year}"
