"""Bar figures, computed here and only drawn by templates, so that page and PDF show the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plan.wording import digits, short_month
from plan.year_wheel import RINGS

COLOURS = {key: colour for key, _, colour in RINGS}
NAMES = {key: name for key, name, _ in RINGS}

# Months side by side, in a view box of WIDTH by HEIGHT; the bars stand on BASE and leave room for a number above.
WIDTH, HEIGHT, BASE, TOP = 480, 194, 146, 22
# The legend below: how wide a letter is, about, and the room between two names.
LETTER, GAP = 6.1, 30
# Bars one below the other: words to the left of LABELS, the bar to the right, ROW high.
LABELS, ROW, LONGEST = 150, 22, 280


@dataclass(frozen=True, slots=True)
class Block:
    """A filled rectangle in the colour of a family."""

    x: float
    y: float
    width: float
    height: float
    family: str

    @property
    def colour(self) -> str:
        return COLOURS[self.family]


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class BarFigure:
    """A figure ready to draw, with the same in words for those who do not see it."""

    title: str
    description: str
    width: int
    height: int
    blocks: tuple[Block, ...]
    labels: tuple[Label, ...]
    numbers: tuple[Label, ...]
    legend: tuple[Label, ...]


def month_figure(title: str, months: Sequence[date], counts: Mapping[tuple[date, str], int]) -> BarFigure:
    """How many a month, stacked by family. `months` are the first days of the months, `counts` by month and family."""
    totals = [sum(counts.get((month, family), 0) for family in COLOURS) for month in months]
    unit = (BASE - TOP) / max([*totals, 1])
    step = WIDTH / len(months)
    blocks, labels, numbers = [], [], []
    for index, (month, total) in enumerate(zip(months, totals, strict=True)):
        left, y = index * step + step * 0.2, float(BASE)
        for family in COLOURS:
            if count := counts.get((month, family), 0):
                y -= count * unit
                blocks.append(Block(round(left, 1), round(y, 1), round(step * 0.6, 1), round(count * unit, 1), family))
        middle = round((index + 0.5) * step, 1)
        labels.append(Label(middle, BASE + 16, short_month(month.month)))
        if total:
            numbers.append(Label(middle, round(y - 5, 1), digits(total)))
    legend, x = [], 0.0
    for family in [family for family in COLOURS if any(block.family == family for block in blocks)]:
        blocks.append(Block(round(x, 1), HEIGHT - 15, 10, 10, family))
        legend.append(Label(round(x + 15, 1), HEIGHT - 6, NAMES[family]))
        x += len(NAMES[family]) * LETTER + GAP
    return BarFigure(
        title=title,
        description=", ".join(f"{label.words} {total}" for label, total in zip(labels, totals, strict=True)),
        width=WIDTH,
        height=HEIGHT,
        blocks=tuple(blocks),
        labels=tuple(labels),
        numbers=tuple(numbers),
        legend=tuple(legend),
    )


def row_figure(title: str, rows: Sequence[tuple[str, int]], family: str) -> BarFigure:
    """Words with a bar each, one below the other, in the order given."""
    unit = LONGEST / max([count for _, count in rows] + [1])
    middles = [round((index + 0.5) * ROW, 1) for index in range(len(rows))]
    return BarFigure(
        title=title,
        description=", ".join(f"{words} {count}" for words, count in rows),
        width=WIDTH,
        height=ROW * len(rows),
        blocks=tuple(
            Block(LABELS + 10, y - 6, round(count * unit, 1), 12, family)
            for (_, count), y in zip(rows, middles, strict=True)
        ),
        labels=tuple(Label(LABELS, y + 4, words) for (words, _), y in zip(rows, middles, strict=True)),
        numbers=tuple(
            Label(round(LABELS + 18 + count * unit, 1), y + 4, digits(count))
            for (_, count), y in zip(rows, middles, strict=True)
        ),
        legend=(),
    )
