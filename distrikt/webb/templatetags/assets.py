"""`{% icon "house" %}` and `{% asset "css/distrikt.css" %}`, in every template without being loaded.

Their answers never change while the program runs, so each is worked out once: a page has some twenty icons, an include
would cost it a millisecond.
"""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

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
