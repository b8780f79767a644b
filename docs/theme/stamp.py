"""Stamps static/css/distrikt.css with a hash of its sources, so that a test without Node can tell whether it is stale.

``python3 stamp.py`` writes the stamp after Sass has run (see the Makefile); ``--check`` fails when the sources have
changed since, or when icons.svg lacks an icon of icons.txt.
"""

import hashlib
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
CSS = HERE / "../../static/css/distrikt.css"
SPRITE = HERE / "../../static/icons.svg"


def stamp() -> str:
    """The comment that ends the compiled file."""
    sources = [HERE / "package.json", *sorted((HERE / "sass").glob("*.scss"))]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return f"/* sources {digest.hexdigest()[:16]} */\n"


def faults() -> list[str]:
    """What is not as the sources say, in words; nothing when all is well."""
    found = (
        [] if CSS.read_text(encoding="utf-8").endswith(stamp()) else ["static/css/distrikt.css: run make -C docs/theme"]
    )
    drawn = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    lines = (HERE / "icons.txt").read_text(encoding="utf-8").splitlines()
    wanted = {line.partition("=")[0].strip() for line in lines if line and not line.startswith("#")}
    return found + [f"static/icons.svg: {name} is missing or not wanted" for name in sorted(drawn ^ wanted)]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join(faults()) or None)
    text = re.sub(r"/\* sources \w+ \*/\n$", "", CSS.read_text(encoding="utf-8"))
    CSS.write_text(text + stamp(), encoding="utf-8")
