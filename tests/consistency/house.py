"""The floor plan of `docs/arkitektur.md`, as the consistency tests need it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# App label: floor. Foreign keys go down or stay on the same floor.
FLOORS = {
    "webb": 4,
    "studier": 3,
    "natverk": 3,
    "region": 3,
    "traffar": 2,
    "styrelse": 2,
    "kongress": 2,
    "plan": 1,
    "uppgifter": 1,
    "berattelse": 1,
    "utskick": 0,
    "organisation": 0,
}
OUR_APPS = list(FLOORS)

TOP_LEVEL = {
    *(
        "manage.py",
        "pyproject.toml",
        "distrikt",
        "plan",
        "studier",
        "traffar",
        "natverk",
        "region",
        "templates",
        "static",
    ),
    *(
        "tests",
        "docker-compose.yml",
        "README.md",
        "docs",
        "Makefile",
        "Procfile",
        "Dockerfile",
        "CHANGELOG.md",
        "LICENSE",
    ),
    *("SECURITY.md", "requirements.txt", "requirements-dev.txt"),
}
DRAWERS = {"utils", "helpers", "common", "misc", "services", "signals", "managers", "admin"}
