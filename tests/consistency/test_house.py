"""The layout of the house: what stands where, and that nothing leaks into the lock files."""

import re
import subprocess

import pytest
from django.apps import apps
from django.db import models

from tests.consistency.house import DRAWERS, FLOORS, OUR_APPS, ROOT, TOP_LEVEL


def tracked(pattern: str = "*") -> list[str]:
    listed = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, check=True, capture_output=True, text=True)
    return [name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def test_the_top_level_holds_the_plan_and_nothing_else():
    assert {name.split("/")[0] for name in tracked() if not name.startswith(".")} <= TOP_LEVEL


def test_there_are_no_drawers():
    assert [name for name in tracked("*.py") if DRAWERS & set(re.split(r"[/.]", name))] == []


def test_no_file_of_ours_is_over_400_lines():
    ours = [
        name for ending in ("*.py", "*.html", "*.js", "*.scss") for name in tracked(ending) if "/vendor/" not in name
    ]
    lengths = {
        name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in ours if "/migrations/" not in name
    }
    assert {name: length for name, length in lengths.items() if length > 400} == {}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_name_no_address_and_no_path(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"\w+://\S+|file:\S+|^-\S+|(?<=[\s\"])/\w\S+", text, re.MULTILINE) == []


def test_the_theme_lock_names_no_registry():
    assert '"resolved"' not in (ROOT / "docs/theme/package-lock.json").read_text(encoding="utf-8")


def test_every_requirement_is_pinned_with_a_hash():
    for name in ("requirements.txt", "requirements-dev.txt"):
        entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
        assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_foreign_keys_go_down_the_stairs():
    upwards = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for label in OUR_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and FLOORS.get(field.related_model._meta.app_label, 0) > FLOORS[label]
    ]
    assert upwards == []
