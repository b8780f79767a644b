from django.http import HttpResponse
from django.shortcuts import render

from distrikt.access import Request


def start(request: Request) -> HttpResponse:
    """What do I need to do, what happens next, how is the plan doing."""
    return render(request, "webb/start.html", {})
