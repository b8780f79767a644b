"""Where a § stands: its place in the minutes, those of the board or those that members read."""

from django.urls import reverse


def minutes_address(meeting: int, paragraph: int | None) -> str:
    return f"{_root()}{meeting}/protokoll/{anchor(paragraph)}"


def published_address(meeting: int, paragraph: int | None) -> str:
    return f"{_root()}publicerat/{meeting}/{anchor(paragraph)}"


def anchor(paragraph: int | None) -> str:
    """#p34, which the page of the minutes has at the §."""
    return f"#p{paragraph}" if paragraph else ""


def _root() -> str:
    """/styrelsen/"""
    return reverse("styrelse:decision_list").removesuffix("beslut/")
