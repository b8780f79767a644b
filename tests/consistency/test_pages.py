"""One name in four places: view, URL name, template, test."""

import re

from django.urls import URLPattern, URLResolver, get_resolver

from tests.consistency.house import OUR_APPS, ROOT


def our_patterns() -> list[tuple[str, URLPattern]]:
    """(namespace, pattern) of every URL of our own; allauth's are exempt from the name rule."""
    found = []

    def walk(patterns: list[URLPattern | URLResolver], namespace: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, pattern.namespace or namespace)
            elif namespace in OUR_APPS:
                found.append((namespace, pattern))

    walk(get_resolver().url_patterns, "")
    return found


def test_a_view_and_its_url_have_the_same_name():
    assert [f"{space}:{p.name}" for space, p in our_patterns() if p.callback.__name__ != p.name] == []


def test_every_template_is_used():
    sources = [
        path
        for folder in (*OUR_FOLDERS, "templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".txt"}
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    # Mails are named by their stem; the error pages and allauth's own are found by their names.
    unused = [
        name
        for path in (ROOT / "templates").rglob("*.*")
        if not re.match(
            r"(account|allauth|mfa|usersessions|bootstrap5|django)/|\d{3}(_\w+)?\.html$",
            name := str(path.relative_to(ROOT / "templates")),
        )
        and name not in text
        and re.sub(r"(_subject)?\.(txt|html)$", "", name) not in text
    ]
    assert unused == []


OUR_FOLDERS = ("distrikt", "plan", "studier", "traffar", "natverk", "region")


def test_no_template_carries_style_or_script_of_its_own():
    """The Content-Security-Policy refuses both; mails, which need inlined style, are exempt."""
    forbidden = re.compile(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    pages = [
        path for path in (ROOT / "templates").rglob("*.html") if "email" not in path.parts and path.name != "500.html"
    ]
    assert [str(path.relative_to(ROOT)) for path in pages if forbidden.search(path.read_text(encoding="utf-8"))] == []
