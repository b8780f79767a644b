"""Computes the contrast (WCAG 2.2) of every pair of colours that stand together, light and dark.

``python3 contrast.py`` prints the table for the README; ``--check`` fails when a pair is too weak.
"""

import re
import sys
from pathlib import Path

TOKENS = Path(__file__).parent / "sass/_tokens.scss"
TEXT, SHAPE = 4.5, 3.0
FAMILIES = ["family-board", "family-studies", "family-meetups", "family-networks", "family-outreach"]
PAIRS = [
    *[
        (name, ground, TEXT)
        for name in ("ink", "soft", "red", "green", "amber")
        for ground in ("paper", "sheet", "wash")
    ],
    ("on-red", "red-fill", TEXT),
    ("on-red", "red-fill-hover", TEXT),
    ("paper", "ink", TEXT),
    ("red", "red-soft", TEXT),
    ("green", "green-soft", TEXT),
    ("ink", "green-soft", TEXT),
    ("ink", "amber-soft", TEXT),
    ("soft", "amber-soft", TEXT),
    ("soft", "green-soft", TEXT),
    ("ink", "red-soft", TEXT),
    *[(name, "paper", TEXT) for name in FAMILIES],
    ("edge", "paper", SHAPE),
    ("edge", "sheet", SHAPE),
    ("bar-done", "track", SHAPE),
    ("red", "rule", SHAPE),
]


def palettes() -> tuple[dict[str, str], dict[str, str]]:
    """The light and the dark palette, as written in _tokens.scss."""
    light, dark = TOKENS.read_text(encoding="utf-8").split("prefers-color-scheme: dark")
    read = r"--([\w-]+): (#[0-9a-f]{6});"
    return dict(re.findall(read, light)), dict(re.findall(read, light)) | dict(re.findall(read, dark))


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


if __name__ == "__main__":
    light, dark = palettes()
    rows, weak = [], []
    for name, ground, least in PAIRS:
        figures = [ratio(palette[name], palette[ground]) for palette in (light, dark)]
        rows.append(f"| {name} on {ground} | {least} | {figures[0]:.1f} | {figures[1]:.1f} |")
        if min(figures) < least:
            weak.append(f"{name} on {ground}: {min(figures):.2f}, needs {least}")
    if "--check" in sys.argv:
        sys.exit("\n".join(weak) or None)
    print("| pair | needs | light | dark |\n|---|---|---|---|", *rows, *weak, sep="\n")
