"""The one password of a demo: words that can be read aloud, drawn anew each time and stored nowhere."""

import secrets
from pathlib import Path

WORDS = Path(__file__).parent / "words.txt"


def new_passphrase(words: int = 5) -> str:
    """Such as `gran-kaffe-torg-uggla-vinge-47`: about forty bits, for a demo behind a log-in limit."""
    choices = WORDS.read_text(encoding="ascii").split()
    return "-".join([*(secrets.choice(choices) for _ in range(words)), f"{secrets.randbelow(100):02}"])
