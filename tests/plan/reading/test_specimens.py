"""Specimen plans of invented organisations, in the forms that plans come in, against readings made by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from plan.reading import read_plan
from tests.plan.reading.scoring import score

FOLDER = Path(__file__).parent / "specimens"
# Those in held_out were written with the others but never tuned to.
SPECIMENS = sorted(path for path in FOLDER.rglob("*.*") if not path.name.endswith(".gold.json"))


def gold_of(path: Path) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    return gold


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_specimen_is_read_as_by_hand(path: Path) -> None:
    result = score(read_plan(path.read_bytes(), filename=path.name), gold_of(path))

    assert result.f1 >= 0.85
    assert result.kinds >= 0.75
    assert result.targets >= 0.8


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_specimen_has_its_headings_and_no_others(path: Path) -> None:
    result = score(read_plan(path.read_bytes(), filename=path.name), gold_of(path))

    assert result.headings == 1.0
    assert not result.spare_headings


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_specimen_has_its_title_and_year(path: Path) -> None:
    reading, gold = read_plan(path.read_bytes(), filename=path.name), gold_of(path)

    assert reading.title == gold["title"]
    assert reading.year == gold["year"]
    assert gold["organisation"] in (None, reading.organisation)
