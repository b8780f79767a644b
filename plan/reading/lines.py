"""The document as lines: its whole text, and what the file format itself says about each line."""

from dataclasses import dataclass, field
from typing import Literal

from .sentences import Span

Hint = Literal["text", "title", "heading", "item", "row", "blank"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document's text, without list marker and heading markup.

    `hint` is what the format says ("text" when it says nothing); `level` is the heading's level or the item's depth,
    counted from 1; `marker` the list marker or number as written; `emphasised` says that the whole line stands out
    (bold, larger type), as an unmarked heading would; `complete` that the line is a whole paragraph and takes no
    continuation; `cells` are a table row's cells, `header` that the row is a table's head.
    """

    start: int
    end: int
    hint: Hint = "text"
    level: int = 0
    indent: int = 0
    marker: str = ""
    emphasised: bool = False
    complete: bool = False
    cells: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document's plain text with its lines; `title` is what the file's metadata calls it, if anything."""

    text: str
    lines: tuple[Line, ...]
    title: str | None = None


@dataclass(slots=True)
class TextBuilder:
    """Writes the plain text of a format that has none (docx, odt, pdf) and remembers the lines while doing so."""

    _parts: list[str] = field(default_factory=list)
    _lines: list[Line] = field(default_factory=list)
    _length: int = 0

    def blank(self) -> None:
        """An empty line between two paragraphs."""
        if self._lines and self._lines[-1].hint != "blank":
            self._lines.append(Line(self._length, self._length, "blank"))
            self._write("\n")

    def line(
        self, text: str, hint: Hint = "text", *, level: int = 0, marker: str = "", emphasised: bool = False
    ) -> None:
        """A whole paragraph, heading or list item; line breaks inside it are kept as they are."""
        if marker:
            self._write("  " * max(level - 1, 0) + marker + " ")
        start = self._length
        self._write(text)
        indent = 2 * max(level - 1, 0) if hint == "item" else 0
        self._lines.append(Line(start, self._length, hint, level, indent, marker, emphasised, complete=True))
        self._write("\n")

    def row(self, cells: list[str]) -> None:
        """A table row; its cells stand after each other with a bar between."""
        start = self._length
        spans: list[Span] = []
        for number, cell in enumerate(cells):
            if number:
                self._write(" | ")
            spans.append(Span(self._length, self._length + len(cell)))
            self._write(cell)
        self._lines.append(Line(start, self._length, "row", cells=tuple(spans), complete=True))
        self._write("\n")

    def document(self, title: str | None = None) -> Document:
        """What has been written."""
        return Document("".join(self._parts), tuple(self._lines), title)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
