from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from distrikt.access import Request
from distrikt.webb.start import start_page

# Search engines are welcome on the open pages, with what those need.
ROBOTS = """User-agent: *
Allow: /oppet/
Allow: /static/
Allow: /media/logotyp/
Disallow: /
"""


def start(request: Request) -> HttpResponse:
    """What do I need to do, what happens next, how is the plan doing."""
    page = start_page(request.viewer, timezone.now())
    context = {"page": page, "greeting": f"Hej {request.user.first_name}!", "sees_content": request.viewer.sees_content}
    return render(request, "webb/start.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=24 * 3600)
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain")
