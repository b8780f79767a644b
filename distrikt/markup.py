"""What people write, as HTML: Markdown in, a small set of safe tags out. One way for page, preview, mail and PDF."""

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
_markdown.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
_markdown.core.ruler.push("lower_headings", _lower_headings)

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "h3", "h4", "a", "code", "pre", "hr"} | {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


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
