"""What mail programs can show: inlined style of what all of them know, nothing fetched, nothing that runs."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
MAILS = sorted(path for path in TEMPLATES.rglob("*.html") if path.parent.name == "email")
# Shown alike by Outlook, Gmail, Apple Mail and Thunderbird, or harmless where they are not (the round corner).
KNOWN = {
    *("margin", "padding", "padding-top", "padding-bottom", "color", "background-color", "text-align"),
    *("font-family", "font-size", "font-weight", "line-height", "text-decoration", "letter-spacing"),
    *("border", "border-top", "border-bottom", "border-radius", "border-left", "padding-left"),
    *("display", "max-width", "width", "overflow-wrap", "word-break"),
}


@pytest.mark.parametrize("path", MAILS, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_style_is_of_what_all_mail_programs_know(path):
    source = path.read_text(encoding="utf-8")
    used = {
        rule.split(":")[0].strip()
        for style in re.findall(r'style="([^"]*)"', source)
        for rule in style.split(";")
        if ":" in rule
    }
    assert used <= KNOWN
    assert not re.findall(r"<(?:style|script|link|img|form|iframe|video|svg)\b", source)
    assert "display:flex" not in source.replace(" ", "")


@pytest.mark.parametrize("path", MAILS, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_each_has_its_plain_text(path):
    assert path.with_suffix(".txt").exists()
