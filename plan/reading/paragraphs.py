"""From lines to paragraphs, items and rows: furniture and contents pages dropped, hard-wrapped lines put together."""

from dataclasses import replace

from .blocks import Block, BlockKind
from .furniture import (
    doubled_headings,
    is_adoption_note,
    is_contents_entry,
    is_contents_heading,
    is_menu,
    is_page_number,
    opens_foot,
    running_heads,
)
from .headings import could_be_heading
from .leadins import is_lead_in
from .lines import Line
from .sentences import words_of
from .verbs import PASSIVES


def without_furniture(text: str, lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    lines = lines[: _foot_of(text, lines)]
    heads = running_heads([text[line.start : line.end] for line in lines if line.hint != "blank"])
    for line in lines:
        content = text[line.start : line.end]
        if line.hint in ("blank", "heading", "title"):
            kept.append(line)
        elif line.hint == "row":
            kept.append(Line(line.start, line.start, "blank") if is_contents_entry(content) else line)
        elif (
            content in heads
            or is_menu(content)
            or is_page_number(content)
            or is_contents_entry(content)
            or is_adoption_note(content)
        ):
            kept.append(Line(line.start, line.start, "blank"))
        else:
            kept.append(line)
    candidates = [
        (number, text[line.start : line.end])
        for number, line in enumerate([line for line in kept if line.hint != "blank"])
        if line.end - line.start < 90 and line.hint in ("text", "heading", "item")
    ]
    doubled = doubled_headings(candidates)
    solid = [line for line in kept if line.hint != "blank"]
    gone = {id(solid[number]) for number in doubled}
    gone |= {id(line) for line in solid if is_contents_heading(text[line.start : line.end])}
    return [Line(line.start, line.start, "blank") if id(line) in gone else line for line in kept]


def _foot_of(text: str, lines: list[Line]) -> int:
    """Where a web page's foot begins: in its last third, with no marked heading below."""
    for number in range(len(lines) - 1, len(lines) * 2 // 3, -1):
        if lines[number].hint == "heading":
            break
        if opens_foot(text[lines[number].start : lines[number].end]):
            return number
    return len(lines)


def joined(text: str, lines: list[Line]) -> list[Block]:
    """Puts hard-wrapped lines together into paragraphs and items."""
    width = _wrap_width(lines)
    blocks: list[Block] = []
    after_blank = True
    for number, line in enumerate(lines):
        if line.hint == "blank":
            after_blank = True
            continue
        previous = blocks[-1] if blocks else None
        open_end = previous is not None and previous.kind in ("paragraph", "item") and not previous.marked
        may_continue = line.hint == "text" and not (after_blank or line.complete or line.emphasised)
        if previous and open_end and may_continue and _continues(text, lines[number - 1], line, previous, width):
            blocks[-1] = replace(previous, end=line.end)
            continue
        blocks.append(_block(line, after_blank))
        after_blank = False
    return blocks


def _block(line: Line, after_blank: bool) -> Block:
    kind: BlockKind = "paragraph"
    if line.hint in ("heading", "title"):
        kind = "heading"
    elif line.hint == "item":
        kind = "item"
    elif line.hint == "row":
        kind = "row"
    level = 0 if line.hint == "title" else line.level
    marked = kind == "heading" or line.emphasised
    return Block(kind, line.start, line.end, level, line.indent, line.marker, marked, after_blank, line.cells)


def _is_that_clause(text: str) -> bool:
    """Is the line one of the "att" clauses below a "Vi vill:", which often have no bullet?"""
    return text.startswith("att ")


def _wrap_width(lines: list[Line]) -> int:
    """The column at which the text is hard-wrapped, 0 when each paragraph is a line of its own."""
    lengths = [line.end - line.start + line.indent for line in lines if line.hint in ("text", "item")]
    if len(lengths) < 4 or max(lengths) > 130:
        return 0
    longest = max(lengths)
    near = sum(length > longest - 16 for length in lengths)
    return longest if near >= max(3, len(lengths) / 5) and longest > 45 else 0


def _continues(text: str, above: Line, line: Line, block: Block, width: int) -> bool:
    last = text[block.start : block.end].rstrip()
    first = text[line.start]
    if not last or (could_be_heading(text[line.start : line.end]) and last[-1] in ".!?:"):
        return False
    above_length = above.end - above.start + above.indent
    wrapped = bool(width) and above_length > width - 20
    if block.kind == "item" and block.indent < line.indent and line.indent >= 2:
        return not (last[-1] == ":" and not wrapped)
    if last[-1] == ":" or (not wrapped and _is_that_clause(last) and _is_that_clause(text[line.start : line.end])):
        return False
    if is_lead_in(last) and not wrapped:
        return False
    if wrapped:
        return last[-1] not in ".!?" or block.kind == "paragraph"
    if first.islower() or first in "(–":
        broken_off = above_length > 30 or any(word.lower in PASSIVES for word in words_of(last))
        return last[-1] not in ".!?" and (block.kind == "item" or broken_off)
    return False
