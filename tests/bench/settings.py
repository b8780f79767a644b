"""The settings of the benchmark: the program's own in production, and one page that nobody else has."""

from pathlib import Path

from distrikt.settings import *  # noqa: F403
from distrikt.settings import TEMPLATES

ROOT_URLCONF = "tests.bench.urls"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")  # type: ignore[attr-defined]  # known as an object
