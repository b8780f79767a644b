"""`{{ text|parts }}`, in every template without being loaded."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def parts(text: str) -> SafeString:
    """What stands between the dots ("Navet · Timrå") as parts of a `.parts`: each is whole on its line, and the dot,
    which the style sheet draws, stands between two parts of a line alone."""
    return format_html_join(" ", "<span>{}</span>", ((part,) for part in str(text).split(" · ") if part))
