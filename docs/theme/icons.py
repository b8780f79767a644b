"""Draws static/icons.svg, one sprite of the Bootstrap Icons named in icons.txt.

Run by ``make icons``; ``--check`` compares with the committed file instead of writing it.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE / "node_modules/bootstrap-icons/icons"
SPRITE = HERE / "../../static/icons.svg"
LICENCE = HERE / "../../static/icons-LICENSE.txt"


def sprite() -> str:
    symbols = []
    for line in (HERE / "icons.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, _, original = (part.strip() for part in line.partition("="))
        original = original or name
        drawing = (SOURCE / f"{original}.svg").read_text(encoding="utf-8")
        inside = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
        if inside is None:
            raise SystemExit(f"icons.txt: no drawing in {original}.svg")
        paths = re.sub(r"\s*\n\s*", "", inside[1])
        symbols.append(f'<symbol id="{name}" viewBox="0 0 16 16">{paths}</symbol>')
    comment = (
        "<!-- Bootstrap Icons (MIT, The Bootstrap Authors); see icons-LICENSE.txt. Built from docs/theme/icons.txt. -->"
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{comment}\n' + "\n".join(symbols) + "\n</svg>\n"


if __name__ == "__main__":
    drawn = sprite()
    if "--check" in sys.argv:
        sys.exit(
            None if SPRITE.read_text(encoding="utf-8") == drawn else "static/icons.svg is not what icons.txt gives"
        )
    SPRITE.write_text(drawn, encoding="utf-8")
    LICENCE.write_text((SOURCE.parent / "LICENSE").read_text(encoding="utf-8"), encoding="utf-8")
