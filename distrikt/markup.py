"""What people write, as HTML: Markdown in, a small set of safe tags out. One way for page, preview, mail and PDF."""

import re
from collections.abc import Callable, Collection

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from distrikt.access import Viewer
from distrikt.registry import Registry


def _lower_headings(state: StateCore) -> None:
    """Of headings the page has the first and second order itself: what people write begins at the third."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3" if token.tag in {"h1", "h2", "h3"} else "h4"


_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": True}).enable(["table", "linkify"])
# A web address begins with http, so that "kl.18" and "bokat.se" are words; and is shown as it was written, not as the
# letters of another alphabet that it stands for.
_markdown.linkify = LinkifyIt({"//": None, "ftp:": None}, {"fuzzy_link": False})
_markdown.normalizeLinkText = lambda link: link  # type: ignore[method-assign]  # a hook of its own
_markdown.core.ruler.push("lower_headings", _lower_headings)

# What turns the direction of a text around, or cannot be seen: it could say something else than it does.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "h3", "h4", "a", "code", "pre", "hr"} | {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


def plain(text: str) -> str:
    """The text without marks that are not seen, such as those that turn the writing around. Line breaks stay."""
    return _UNSEEN.sub("", text)


def one_line(text: str) -> str:
    """What is typed in one line, as it is read: a space where anything parts two words, and no marks unseen."""
    return " ".join(plain(" ".join(text.split())).split())


def render_markdown(text: str) -> SafeString:
    """Markdown to cleaned HTML: no images, no scripts, links only to http, https and mailto."""
    cleaned = nh3.clean(
        _markdown.render(text),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
        url_relative="deny",
    )
    # Cleaned just now, so it may stand as it is.
    return mark_safe(cleaned)  # noqa: S308  # nosec B308 B703


# {(§, year): address} of those of the pairs that the viewer may open.
Finder = Callable[[Collection[tuple[int, int]], Viewer], dict[tuple[int, int], str]]
# One entry, under the key "paragraphs": who knows of minutes tells where a § of theirs stands.
references: Registry[Finder] = Registry("markup.references")

_REFERENCE = re.compile(r"§\s*(\d{1,4})/((?:19|20)\d{2})(?!\d)")
_TAG = re.compile(r"(<[^>]*>)")
# In these a link would be wrong: they are links or fields themselves, or show what is written as it is.
_NO_LINKS = {
    "a",
    "button",
    "h1",
    "label",
    "option",
    "pre",
    "script",
    "select",
    "style",
    "summary",
    "svg",
    "textarea",
    "title",
}


def references_in(text: str) -> set[tuple[int, int]]:
    """The pairs (§, year) that a text names: "§ 34/2020"."""
    return {_pair(match) for match in _REFERENCE.finditer(text)}


def link_references(html: str, viewer: Viewer) -> SafeString:
    """A piece of a finished page in which "§ 34/2020" leads to that § – for a viewer who may open it.

    No query where there is none, otherwise the few of the finder, however many there are.
    """
    pieces = _TAG.split(html) if "§" in html and "paragraphs" in references else []
    open_to_links = [place for place in _outside_links(pieces) if _REFERENCE.search(pieces[place])]
    if open_to_links:
        pairs = {_pair(match) for place in open_to_links for match in _REFERENCE.finditer(pieces[place])}
        found = references["paragraphs"](pairs, viewer)
        for place in open_to_links:
            pieces[place] = _REFERENCE.sub(lambda match: _linked(match, found), pieces[place])
        html = "".join(pieces)
    # A page that a template has made, with addresses of our own.
    return mark_safe(html)  # noqa: S308  # nosec B308 B703


def _pair(match: re.Match[str]) -> tuple[int, int]:
    return int(match[1]), int(match[2])


def _linked(match: re.Match[str], found: dict[tuple[int, int], str]) -> str:
    address = found.get(_pair(match))
    return str(format_html('<a href="{}">{}</a>', address, mark_safe(match[0]))) if address else match[0]  # noqa: S308  # nosec B308 B703


def _outside_links(pieces: list[str]) -> list[int]:
    """The places of those pieces that are text in which a link may stand; every second piece is a tag."""
    places, within = [], 0
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            if not within:
                places.append(place)
            continue
        name = piece.strip("</>").split(maxsplit=1)[0].lower() if piece.strip("</> ") else ""
        if name in _NO_LINKS and not piece.endswith("/>"):
            within += -1 if piece.startswith("</") else 1
    return places
