"""`{% icon "house" %}`, in every template without being loaded: a page has some twenty, an include would cost it a
millisecond."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon, by its name in `docs/theme/icons.txt`; words stand beside it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}" /></svg>', static("icons.svg"), name)
