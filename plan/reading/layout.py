"""From a document to its blocks: the title, marked and unmarked headings, and what stands below them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .blocks import Block
from .bodies import is_body
from .furniture import heading_key, is_contents_entry, is_status_note
from .headings import could_be_heading, is_background, is_month, names_a_plan
from .leadins import is_lead_in
from .lines import Document, Line
from .paragraphs import joined, without_furniture

_RUN_IN = re.compile(
    r"(?P<label>(?:[A-ZÅÄÖ][\wåäö/&-]*(?:[ ][\wåäö/&-]+){0,3}:|[A-ZÅÄÖ][A-ZÅÄÖ &/-]{3,40}[.:]))"
    r"\s+(?=[A-ZÅÄÖ][\wåäö]*\s+\w+\s)"
)


def blocks_of(document: Document) -> list[Block]:
    """The document's blocks in order. A title line comes out as a heading of level 0."""
    text = document.text
    contents = _contents_keys(text, document.lines)
    lines = without_furniture(text, list(document.lines))
    blocks = joined(text, lines)
    blocks = _title_first(text, blocks)
    blocks = _with_months(text, _with_run_in_headings(text, blocks))
    return _with_headings(text, blocks, contents)


def _contents_keys(text: str, lines: Sequence[Line]) -> frozenset[str]:
    """The headings that a table of contents with page numbers names."""
    entries = (text[line.start : line.end] for line in lines if line.hint in ("text", "item", "row"))
    return frozenset(key for entry in entries if is_contents_entry(entry) if (key := heading_key(entry)))


def _title_first(text: str, blocks: list[Block]) -> list[Block]:
    """Makes the plan's title a heading of level 0, also when it is said twice or stands as an ordinary line."""
    first_headings = [block for block in blocks[:12] if block.kind == "heading"]
    titles: list[int] = [number for number, block in enumerate(blocks) if block.kind == "heading" and block.level == 0]
    for number, block in enumerate(blocks[:12]):
        content = text[block.start : block.end]
        if block.kind == "row" or number in titles or len(content) > 110 or not names_a_plan(content):
            continue
        is_line = block.kind == "heading" or (
            block.kind == "paragraph" and "\n" not in content and content[-1] not in ".:"
        )
        top = block.kind != "heading" or block.level <= min(found.level for found in first_headings)
        if is_line and top and (len(titles) < 3):
            titles.append(number)
    titles += _beside_title(text, blocks, titles)
    levels = Counter(block.level for block in blocks if block.kind == "heading" and block.level)
    # a first heading that stands alone on the highest level is a title whatever it says
    alone = bool(levels) and blocks[0].level == min(levels) and levels[blocks[0].level] == 1 < len(levels)
    if not titles and alone and blocks[0].kind == "heading":
        titles.append(0)
    return [
        replace(block, kind="heading", level=0, marked=True) if number in titles else block
        for number, block in enumerate(blocks)
    ]


def _beside_title(text: str, blocks: list[Block], titles: list[int]) -> list[int]:
    """Short lines that stand with the title and have no body of their own: the organisation, a subtitle."""
    if not titles:
        return []
    first, last = min(titles), max(titles)

    def is_short(number: int) -> bool:
        block = blocks[number]
        content = text[block.start : block.end]
        return block.kind != "row" and not block.marker and could_be_heading(content) and "\n" not in content

    def could_head(number: int) -> bool:
        block = blocks[number]
        numbered = block.marker[:1].isdigit() and could_be_heading(text[block.start : block.end])
        return is_short(number) or numbered

    above = list(range(first)) if all(is_short(number) for number in range(first)) else []
    below = last + 1
    if below + 1 >= len(blocks) or not is_short(below):
        return above
    content = text[blocks[below].start : blocks[below].end]
    words = content.split()
    names = any(is_body(word) for word in words) or sum(word[0].isupper() for word in words) > 1
    following = blocks[below + 1]
    heading_next = (
        following.level <= blocks[below].level
        if following.kind == "heading"
        else blocks[below].kind != "heading" and following.after_blank and could_head(below + 1)
    )
    return [*above, below] if names and heading_next and not is_background(content) else above


def _with_run_in_headings(text: str, blocks: list[Block]) -> list[Block]:
    """Cuts headings off that run into their paragraph ("Studier: Vi ska …", "STUDIER. Vi ska …")."""
    found = {
        number: match
        for number, block in enumerate(blocks)
        if block.kind == "paragraph" and (match := _RUN_IN.match(text, block.start, block.end))
        if could_be_heading(match.group("label")) and not is_status_note(match.group("label"))
    }
    if len(found) < 2 or any(block.kind == "heading" and block.level for block in blocks):
        return blocks
    result: list[Block] = []
    for number, block in enumerate(blocks):
        if number in found:
            heading = replace(block, kind="heading", end=found[number].end("label"), level=1)
            block = replace(block, start=found[number].end(), after_blank=False)
            result.append(heading)
        result.append(block)
    return result


def _with_months(text: str, blocks: list[Block]) -> list[Block]:
    """In a list month by month, the month says when, and the short lines below it are the things to do."""
    months = {
        number
        for number, block in enumerate(blocks)
        if block.kind in ("paragraph", "item") and is_month(text[block.start : block.end])
    }
    if len(months) < 3:
        return blocks
    result: list[Block] = []
    in_month = False
    for number, block in enumerate(blocks):
        if number in months:
            in_month = True
            block = replace(block, kind="when")
        elif block.kind == "heading":
            in_month = False
        elif in_month and block.kind == "paragraph":
            last_in_list = number + 1 < len(blocks) and blocks[number + 1].kind in ("item", "row")
            if (last_in_list and number + 1 not in months) or block.end - block.start > 200:
                in_month = False  # a heading of its own, or prose again
            else:
                block = replace(block, kind="item")
        result.append(block)
    return result


def _with_headings(text: str, blocks: list[Block], contents: frozenset[str]) -> list[Block]:
    """Decides which unmarked lines are headings, and gives all headings levels counted from 1."""
    marked = sum(block.kind == "heading" and block.level > 0 and block.marked for block in blocks)
    result: list[Block] = []
    above = 1
    for number, block in enumerate(blocks):
        above = block.level if block.kind == "heading" and block.level else above
        named = bool(contents) and block.kind != "heading" and heading_key(text[block.start : block.end]) in contents
        if named or (block.kind in ("paragraph", "item") and _is_heading(text, blocks, number, marked)):
            level = above + 1 if marked >= 2 and block.marked else 1
            digits = re.match(r"\d+(?:\.\d+)+", block.marker or text[block.start : block.end])
            if digits:
                level = digits.group().count(".") + 1
            start = _with_marker(text, block) if block.kind == "item" else block.start
            result.append(replace(block, kind="heading", level=level, start=start))
        else:
            result.append(block)
    levels = sorted({block.level for block in result if block.kind == "heading" and block.level})
    rank = {level: position + 1 for position, level in enumerate(levels)}
    return [replace(block, level=rank.get(block.level, 0)) if block.kind == "heading" else block for block in result]


def _with_marker(text: str, block: Block) -> int:
    """Where a numbered heading begins, its number included."""
    return max(text.rfind(block.marker, 0, block.start), 0) if block.marker else block.start


def _is_heading(text: str, blocks: list[Block], number: int, marked: int) -> bool:
    block = blocks[number]
    content = text[block.start : block.end]
    named = text[_with_marker(text, block) : block.end]
    if "\n" in content or not could_be_heading(named.strip("*_")):
        return False
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    if following is None or (is_lead_in(content) and following.kind == "item" and block.indent):
        return False
    if block.kind == "item":
        return _numbered_heading(text, blocks, number)
    if block.marked:
        return True
    if following.kind == "paragraph" and not following.after_blank and text[following.start].islower():
        return False
    if marked >= 2:
        return False
    return _followed_by_body(text, blocks, number)


def _numbered_heading(text: str, blocks: list[Block], number: int) -> bool:
    """A numbered line is a heading when prose, a list of its own or a sub-number follows, and not the next number."""
    block, following = blocks[number], blocks[number + 1]
    if not block.marker[:1].isdigit() and not (block.marker[:1] in "IVX" and block.marker[:1]):
        return False
    if following.kind != "item" and _ends_list(blocks, number):
        return False
    if following.kind == "item" and following.marker[:1].isdigit():
        deeper = following.marker.rstrip(".").count(".") > block.marker.rstrip(".").count(".")
        return deeper or (block.marker.rstrip(".").count(".") > 0 and len(text[block.start : block.end].split()) <= 4)
    if following.kind == "paragraph" and following.after_blank and not _numbered_elsewhere(blocks, number):
        return len(text[block.start : block.end].split()) <= 6
    return True


def _ends_list(blocks: list[Block], number: int) -> bool:
    """Does the numbered line follow straight upon the number before it, as the last item of a list does?"""
    block, previous = blocks[number], blocks[number - 1] if number else None
    if previous is None or previous.kind != "item" or block.after_blank or previous.indent != block.indent:
        return False
    one, other = (re.fullmatch(r"(\d{1,2})([.)])", marker) for marker in (previous.marker, block.marker))
    return bool(one and other and one[2] == other[2] and int(one[1]) + 1 == int(other[1]))


def _numbered_elsewhere(blocks: list[Block], number: int) -> bool:
    """Does the numbered line stand in a list, next to the number before it?"""
    return number > 0 and blocks[number - 1].kind == "item" and blocks[number - 1].marker[:1].isdigit()


def _followed_by_body(text: str, blocks: list[Block], number: int) -> bool:
    """An unmarked heading has prose or a list below it, and does not stand in a run of short lines."""
    block, following = blocks[number], blocks[number + 1]
    below = text[following.start : following.end]
    if following.kind in ("item", "row", "heading", "when"):
        return True
    if not could_be_heading(below) or is_lead_in(below):
        return True
    run = _short_run(text, blocks, number)
    if run >= 4:
        return block.after_blank and not following.after_blank
    after = blocks[number + 2] if number + 2 < len(blocks) else None
    return after is not None and (after.kind != "paragraph" or not could_be_heading(text[after.start : after.end]))


def _short_run(text: str, blocks: list[Block], number: int) -> int:
    """How many short unmarked lines stand in a row around this one."""

    def is_short(position: int) -> bool:
        if not 0 <= position < len(blocks):
            return False
        block = blocks[position]
        return block.kind == "paragraph" and could_be_heading(text[block.start : block.end])

    first = last = number
    while is_short(first - 1):
        first -= 1
    while is_short(last + 1):
        last += 1
    return last - first + 1
