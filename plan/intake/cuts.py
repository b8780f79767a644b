"""Where a sentence with several undertakings can be split in two."""

import re

# Best first: a new sentence, a dash or semicolon, a comma, a joining word.
_BREAKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<=[.!?…])\s+(?=\S)",
        r"(?<=\s)[–—-]\s+(?=\w)|(?<=;)\s+",
        r"(?<=,)\s+",
        r"\s+(?=(?:och|samt|eller|men)\s)",
    )
)
_FALLBACK = re.compile(r"\s+(?=\w)")
_MIN_WORDS = 2
# A part of fewer words is seldom an undertaking of its own ("och diskussioner"): such a place comes last.
_ENOUGH_TO_STAND = 4


def cuts_of(text: str) -> tuple[int, ...]:
    """Offsets in `text` where a second part may begin, the most likely one first; empty for a couple of words."""
    found: list[int] = []
    for pattern in _BREAKS:
        found += [offset for offset in _by_middle(pattern, text) if offset not in found]
    return tuple(sorted(found, key=lambda at: _shorter_part(text, at) < _ENOUGH_TO_STAND)) or tuple(
        _by_middle(_FALLBACK, text)
    )


def _by_middle(pattern: re.Pattern[str], text: str) -> list[int]:
    offsets = (match.end() for match in pattern.finditer(text))
    whole = [offset for offset in offsets if _shorter_part(text, offset) >= _MIN_WORDS]
    return sorted(whole, key=lambda offset: abs(offset - len(text) / 2))


def _shorter_part(text: str, at: int) -> int:
    """How many words the shorter part has when `text` is split at the offset."""
    return min(len(text[:at].split()), len(text[at:].split()))
