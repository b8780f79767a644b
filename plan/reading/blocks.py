"""Blocks: what a document's lines are put together into before they are read."""

from dataclasses import dataclass
from typing import Literal

from .sentences import Span

BlockKind = Literal["heading", "paragraph", "item", "row", "when"]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, table row, or a month on its own line that what follows belongs to ("when").

    `marked` says that the format itself makes it a heading.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    indent: int = 0
    marker: str = ""
    marked: bool = False
    after_blank: bool = True
    cells: tuple[Span, ...] = ()
