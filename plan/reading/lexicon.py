"""How the lexicons of this package are written: words with blanks between, several lines of them."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set to look words up in."""
    return frozenset(text.split())
