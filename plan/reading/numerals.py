"""Swedish number words and how numbers are written in plans."""

import re

_NAMES = "noll en två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton"
_ONES = _NAMES.split()
_TENS = {"tjugo": 20, "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80, "nittio": 90}

WORDS: dict[str, int] = {word: number for number, word in enumerate(_ONES)}
WORDS["ett"] = 1
WORDS["aderton"] = 18
for _ten, _value in _TENS.items():
    WORDS[_ten] = _value
    for _one in range(1, 10):
        WORDS[_ten + _ONES[_one]] = _value + _one
    WORDS[_ten + "ett"] = _value + 1
for _number in range(1, 10):
    WORDS[_ONES[_number] + "hundra"] = _number * 100
    WORDS[_ONES[_number] + "tusen"] = _number * 1000
WORDS |= {"hundra": 100, "etthundra": 100, "tusen": 1000, "ettusen": 1000, "etttusen": 1000}
WORDS |= {"dussin": 12}

# "ett tiotal", "ett hundratal": about so many
ROUGH: dict[str, int] = {"femtal": 5, "tiotal": 10, "femtontal": 15, "tjugotal": 20, "trettiotal": 30, "femtiotal": 50}
ROUGH |= {"hundratal": 100, "tusental": 1000}

DIGITS = r"\d{1,3}(?:[ \u00a0\u202f.]\d{3})+|\d+"
_ALTERNATIVES = "|".join(sorted(WORDS, key=len, reverse=True))
NUMBER = rf"(?:{DIGITS}|\b(?:{_ALTERNATIVES})\b)"


def value_of(text: str) -> int | None:
    """The number that digits ("1 200", "8") or a word ("åtta") stand for."""
    bare = re.sub(r"[ \u00a0\u202f.]", "", text.lower())
    if bare.isdigit() and len(bare) < 9:
        return int(bare)
    return WORDS.get(bare, ROUGH.get(bare))
