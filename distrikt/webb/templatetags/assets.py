"""`{% icon "house" %}`, `{% asset "css/distrikt.css" %}` and their like, in every template without being loaded.

Their answers never change while the program runs, so each is worked out once: a page has some twenty icons, an include
would cost it a millisecond.
"""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_htmx.jinja import htmx_script

register = template.Library()


@register.simple_tag
@cache
def asset(path: str) -> str:
    """The address of one of our static files, as `{% static %}` gives it."""
    return static(path)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon, by its name in `docs/theme/icons.txt`; words stand beside it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}" /></svg>', asset("icons.svg"), name)


@register.simple_tag
@cache
def htmx() -> SafeString:
    """The script of htmx, as its own tag gives it."""
    return htmx_script()


@register.simple_tag
@cache
def stack_part(status: str, *, key: bool = False) -> SafeString:
    """A status as a part of a bar or a square of its legend (`ui/_stack_part.html`)."""
    return render_to_string("ui/_stack_part.html", {"status": status, "key": key})
