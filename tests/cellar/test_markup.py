"""What people write becomes a small set of safe tags, whatever they write."""

import pytest

from distrikt.markup import render_markdown


def test_headings_begin_below_those_of_the_page():
    assert render_markdown("# Ett\n\n## Två\n\n#### Fyra") == "<h3>Ett</h3>\n<h3>Två</h3>\n<h4>Fyra</h4>\n"


@pytest.mark.parametrize("typed", ["<script>x()</script>", "<img src=x onerror=x()>", "<p style='color:red'>x</p>"])
def test_html_is_shown_as_it_was_typed(typed):
    assert "<" not in render_markdown(typed).replace("<p>", "").replace("</p>", "")


@pytest.mark.parametrize("address", ["javascript:x()", "data:text/html,x", "vbscript:x", "file:///etc/passwd"])
def test_links_lead_to_pages_and_addresses_only(address):
    assert "href" not in render_markdown(f"[läs]({address}) <{address}>")


def test_pictures_from_elsewhere_are_not_fetched():
    assert "example" not in render_markdown("![bild](https://spion.example/p.png)")


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("Mer på https://distrikt.example/a?b=1&c=2.", 'href="https://distrikt.example/a?b=1&amp;c=2"'),
        ("Skriv till post@example.com", 'href="mailto:post@example.com"'),
    ],
)
def test_a_bare_address_is_a_link(typed, link):
    assert link in render_markdown(typed)


def test_a_link_is_shown_as_it_is_written():
    assert ">https://xn--pple-43d.com/</a>" in render_markdown("https://xn--pple-43d.com/")


@pytest.mark.parametrize(
    "typed",
    ["Vi ses kl.18 i lokalen.nu", "javascript:alert(1)", "ftp.example", "//elak.example/x", "ftp://filer.example"],
)
def test_words_with_a_full_stop_are_none(typed):
    assert "<a " not in render_markdown(typed)
