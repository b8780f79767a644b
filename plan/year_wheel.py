"""The year wheel: months around, families of activity as rings, what happens as marks, today's hand.

Everything is computed here and only drawn by `plan/_year_wheel.html`, so that page and PDF show the same figure.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, pi, sin, sqrt
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from distrikt.access import Viewer
from distrikt.registry import Registry
from plan.wording import MONTHS, counted, day_words, full_day_words, short_month


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the wheel: a day, the ring (family key), held or still planned, and where it leads.

    A source with thousands of rows may add them up itself: one mark a day, ring and state, with their `count`.
    """

    day: date
    ring: str
    done: bool
    label: str
    url: str
    count: int = 1


# Each app that has something to show gives its marks between two days, both included, that the viewer may see.
mark_sources: Registry[Callable[[date, date, Viewer], list[Mark]]] = Registry("plan.year_wheel")


def collect_marks(start: date, end: date, viewer: Viewer) -> list[Mark]:
    """What all sources have between the two days, in order of day."""
    found = [mark for _, source in mark_sources for mark in source(start, end, viewer)]
    return sorted(found, key=lambda mark: mark.day)


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Month:
    """A month's name on the rim; "" where there is no room for it."""

    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Ring:
    """A family of activity: one path of filled marks (held) and one of hollow (still planned)."""

    key: str
    name: str
    colour: str
    done: str
    planned: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a single mark stands, for the words shown when pointing at it."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    """The same figure as text: how many of each family in a month."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearWheel:
    """The figure, ready to draw in a view box of 472 by 472 with its middle at (220, 220)."""

    title: str
    description: str
    heading: str
    caption: str
    grid: str
    months: tuple[Month, ...]
    rings: tuple[Ring, ...]
    spots: tuple[Spot, ...]
    past: str
    hand: Line | None
    table: tuple[MonthRow, ...]
    is_crowded: bool


# The five families from the middle out: key, name, colour on paper. On screen the class family-… gives the colour.
RINGS = (
    ("board", "Styrelsen", "#1d1b19"),
    ("studies", "Studier", "#7a3b69"),
    ("meetups", "Träffar", "#4d6f8f"),
    ("networks", "Nätverk", "#7d6220"),
    ("outreach", "Utåtriktat", "#28736e"),
)
MIDDLE = 220
INNER, RING_WIDTH = 86, 22
OUTER = INNER + RING_WIDTH * len(RINGS)
DOT, LARGEST_DOT = 4.6, 10.0
# Above this many marks a week becomes one mark, larger the more it stands for.
CROWDED = 400
KEPT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class _Turn:
    """The period as one turn of the wheel, from the top and clockwise."""

    start: date
    days: int

    def point(self, radius: float, day: float) -> tuple[float, float]:
        """The point at the radius, `day` days into the period (halves allowed)."""
        angle = day / self.days * 2 * pi - pi / 2
        return round(MIDDLE + radius * cos(angle), 1), round(MIDDLE + radius * sin(angle), 1)

    def line(self, inner: float, outer: float, day: float) -> Line:
        return Line(*self.point(inner, day), *self.point(outer, day))


def _month_starts(start: date, end: date) -> list[date]:
    """The first day of each month of the period; of the first one the period's own first day."""
    starts = [start]
    while (following := (starts[-1].replace(day=1) + timedelta(days=32)).replace(day=1)) <= end:
        starts.append(following)
    return starts


def _months(turn: _Turn, starts: list[date], end: date) -> tuple[Month, ...]:
    edges = [(day - turn.start).days for day in [*starts, end + timedelta(days=1)]]
    # Part of a month too narrow for its name goes without; a long period names every second or third month.
    room, every = turn.days / 50, 1 + (len(starts) - 1) // 13
    months = []
    for index, (first, begins, ends) in enumerate(zip(starts, edges, edges[1:], strict=False)):
        named = ends - begins >= room and index % every == 0
        x, y = turn.point(OUTER + 23, (begins + ends) / 2)
        label = short_month(first.month) if named else ""
        months.append(Month(label, x, round(y + 4, 1)))
    return tuple(months)


def _grid(turn: _Turn, starts: list[date]) -> str:
    """The circles between the rings, and a line where each month begins."""
    circles = [_dot(MIDDLE, MIDDLE, radius) for radius in range(INNER, OUTER + 1, RING_WIDTH)]
    lines = [turn.line(INNER, OUTER + 6, (day - turn.start).days) for day in starts]
    return "".join([*circles, *(f"M{line.x1} {line.y1}L{line.x2} {line.y2}" for line in lines)])


def _by_week(marks: Iterable[Mark], turn: _Turn) -> list[Mark]:
    """One mark for each week of the period, ring and state, in the week's middle."""
    counts: Counter[tuple[int, str, bool]] = Counter()
    for mark in marks:
        counts[(mark.day - turn.start).days // 7, mark.ring, mark.done] += mark.count
    return [
        Mark(turn.start + timedelta(days=min(week * 7 + 3, turn.days - 1)), ring, done, "", "", count)
        for (week, ring, done), count in sorted(counts.items())
    ]


def _dot(x: float, y: float, radius: float) -> str:
    """A full circle as part of a path."""
    return f"M{x - radius:.1f} {y}a{radius} {radius} 0 1 0 {2 * radius:g} 0a{radius} {radius} 0 1 0-{2 * radius:g} 0"


def _place(marks: list[Mark], turn: _Turn) -> list[tuple[Mark, float, float]]:
    """Each mark with its point: in the middle of its ring, several on the same day fanned out across the ring."""
    order = {key: index for index, (key, _, _) in enumerate(RINGS)}
    same: defaultdict[tuple[date, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        same[mark.day, mark.ring].append(mark)
    placed = []
    for (day, ring), group in same.items():
        middle = INNER + RING_WIDTH * (order.get(ring, len(RINGS) - 1) + 0.5)
        step = min(5.5, 13 / len(group))
        for index, mark in enumerate(group):
            radius = middle + (index - (len(group) - 1) / 2) * step
            placed.append((mark, *turn.point(radius, (day - turn.start).days + 0.5)))
    return placed


def _rings(placed: list[tuple[Mark, float, float]]) -> tuple[Ring, ...]:
    paths: defaultdict[tuple[str, bool], list[str]] = defaultdict(list)
    largest = max((mark.count for mark, _, _ in placed), default=1)
    for mark, x, y in placed:
        growth = sqrt((mark.count - 1) / (largest - 1)) if largest > 1 else 0
        paths[mark.ring, mark.done].append(_dot(x, y, round(DOT + (LARGEST_DOT - DOT) * growth, 1)))
    return tuple(
        Ring(key, name, colour, "".join(paths[key, True]), "".join(paths[key, False])) for key, name, colour in RINGS
    )


def _table(marks: list[Mark], starts: list[date]) -> tuple[MonthRow, ...]:
    counts: Counter[tuple[int, int, str, bool]] = Counter()
    for mark in marks:
        counts[mark.day.year, mark.day.month, mark.ring, mark.done] += mark.count
    rows = []
    for first in starts:
        cells = []
        for key, _, _ in RINGS:
            done, planned = (counts[first.year, first.month, key, state] for state in (True, False))
            words = [str(done)] if done else []
            cells.append(" + ".join([*words, f"{planned} planerade"] if planned else words) or "–")
        rows.append(MonthRow(f"{MONTHS[first.month - 1]} {first.year}", tuple(cells)))
    return tuple(rows)


def _past(turn: _Turn, today: date) -> str:
    """The sector from the period's start to today."""
    gone = (today - turn.start).days + 1
    if gone == turn.days:
        return _dot(MIDDLE, MIDDLE, OUTER)
    (x1, y1), (x2, y2) = turn.point(OUTER, 0), turn.point(OUTER, gone)
    large = int(gone * 2 > turn.days)
    return f"M{MIDDLE} {MIDDLE}L{x1} {y1}A{OUTER} {OUTER} 0 {large} 1 {x2} {y2}Z"


def build_wheel(*, start: date, end: date, marks: list[Mark], today: date | None) -> YearWheel:
    """The wheel of the period from `start` to `end`, both included. Marks outside it are left out.

    `today=None` draws a year that is over, as the annual report does: no hand, and the number of activities in the
    middle. A day outside the period gives no hand either.
    """
    turn = _Turn(start, (end - start).days + 1)
    within = [mark for mark in marks if start <= mark.day <= end]
    total = sum(mark.count for mark in within)
    crowded = total > CROWDED
    placed = _place(_by_week(within, turn) if crowded else within, turn)
    starts = _month_starts(start, end)
    now = today if today and start <= today <= end else None
    year = str(start.year) if start.year == end.year else f"{start.year}–{end.year % 100:02}"
    activities = counted(total, "aktivitet", "aktiviteter")
    families = ", ".join(name for _, name, _ in RINGS)
    marked = f" {day_words(now)} är markerat." if now else ""
    return YearWheel(
        title=f"Årshjul {year}",
        description=f"{activities} från {full_day_words(start)} till {full_day_words(end)}, "
        f"i ringar inifrån: {families}.{marked}",
        heading=year,
        caption=f"{day_words(now)} · v. {now.isocalendar().week}" if now else activities,
        grid=_grid(turn, starts),
        months=_months(turn, starts, end),
        rings=_rings(placed),
        spots=() if crowded else tuple(Spot(x, y, f"{day_words(mark.day)}: {mark.label}") for mark, x, y in placed),
        past=_past(turn, now) if now else "",
        hand=turn.line(INNER - 16, OUTER + 6, (now - start).days + 0.5) if now else None,
        table=_table(within, starts),
        is_crowded=crowded,
    )


def wheel_for(viewer: Viewer, *, start: date, end: date) -> YearWheel:
    """The wheel of a period as the viewer sees it today."""
    return build_wheel(start=start, end=end, marks=collect_marks(start, end, viewer), today=viewer.today)


_GENERATION = "year-wheel-generation"


def wheel_changed() -> None:
    """What stands on the wheel has changed: once that is saved, the wheels that are kept are forgotten."""
    transaction.on_commit(lambda: cache.set(_GENERATION, uuid4().hex, None), robust=True)


def recent_wheel_for(viewer: Viewer, *, start: date, end: date) -> SafeString:
    """The same as an ornament: drawn, and kept until something on it changes and no longer than five minutes.

    Where it is read, `wheel_for` draws it anew.
    """
    kept_as = f"drawn-year-wheel-{cache.get(_GENERATION)}-{viewer.person_id}-{viewer.today}-{start}-{end}"
    drawn: SafeString | None = cache.get(kept_as)
    if drawn is None:
        context = {"wheel": wheel_for(viewer, start=start, end=end)}
        legend = render_to_string("plan/_year_wheel_legend.html", context)
        drawn = render_to_string("plan/_year_wheel.html", context) + legend
        cache.set(kept_as, drawn, KEPT_SECONDS)
    return drawn
