from django.http import HttpResponse
from django.shortcuts import render

from distrikt.access import Request


def plan_current(request: Request) -> HttpResponse:
    return render(request, "webb/start.html")
