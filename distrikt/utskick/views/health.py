"""How the machine fares."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from distrikt.access import Request, may, require
from distrikt.utskick.reports import health as read_health


@require_safe
def health(request: Request) -> HttpResponse:
    """Does mail get away, and does anybody work in the background?"""
    require(request.viewer, "utskick.see_health")
    context = {"health": read_health(timezone.now()), "can_list": may(request.viewer, "utskick.list_messages")}
    return render(request, "utskick/health.html", context)
