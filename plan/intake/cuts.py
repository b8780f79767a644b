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


def cuts_of(text: str) -> tuple[int, ...]:
    """Offsets in `text` where a second part may begin, the most likely one first; empty for a couple of words."""
    found: list[int] = []
    for pattern in _BREAKS:
        found += [offset for offset in _by_middle(pattern, text) if offset not in found]
    return tuple(found) or tuple(_by_middle(_FALLBACK, text))


def _by_middle(pattern: re.Pattern[str], text: str) -> list[int]:
    offsets = (match.end() for match in pattern.finditer(text))
    whole = [offset for offset in offsets if _is_enough(text[:offset]) and _is_enough(text[offset:])]
    return sorted(whole, key=lambda offset: abs(offset - len(text) / 2))


def _is_enough(part: str) -> bool:
    return len(part.split()) >= _MIN_WORDS
