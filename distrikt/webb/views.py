from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from distrikt.access import Request
from distrikt.webb.start import start_page


def start(request: Request) -> HttpResponse:
    """What do I need to do, what happens next, how is the plan doing."""
    page = start_page(request.viewer, timezone.now())
    context = {"page": page, "greeting": f"Hej {request.user.first_name}!", "sees_content": request.viewer.sees_content}
    return render(request, "webb/start.html", context)
