"""How the word lists of this package are written, so that they can be read and added to."""

import re


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set to look words up in."""
    return frozenset(text.split())


def one_of(text: str) -> str:
    """A regular expression for any of the phrases in a text, which stand on lines of their own or with " | " between.

    A blank in a phrase matches any run of blanks.
    """
    phrases = (phrase.strip() for phrase in re.split(r"\s+\|\s+|\n", text.strip()))
    return "(?:" + "|".join(re.sub(r" +", r"\\s+", phrase.rstrip("|").strip()) for phrase in phrases if phrase) + ")"
