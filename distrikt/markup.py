"""What people write, as HTML: Markdown in, a small set of safe tags out. One way for page, preview, mail and PDF."""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore


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
