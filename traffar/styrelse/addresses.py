"""Where a § stands: its place in the minutes, those of the board or those that members read."""

from django.urls import reverse


def minutes_address(meeting: int, paragraph: int | None) -> str:
    return f"{reverse('styrelse:minutes_detail', args=[meeting])}{anchor(paragraph)}"


def published_address(meeting: int, paragraph: int | None) -> str:
    return f"{reverse('styrelse:minutes_published', args=[meeting])}{anchor(paragraph)}"


def anchor(paragraph: int | None) -> str:
    """#p34, which the page of the minutes has at the §."""
    return f"#p{paragraph}" if paragraph else ""
