from django.http import HttpResponse
from django.shortcuts import render

from distrikt.access import Request


def report_current(request: Request) -> HttpResponse:
    return render(request, "webb/start.html")
