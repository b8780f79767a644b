"""What people write, as HTML: Markdown in, a small set of safe tags out. One way for page, preview, mail and PDF."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")

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
    )
    # Cleaned just now, so it may stand as it is.
    return mark_safe(cleaned)  # noqa: S308  # nosec B308 B703
