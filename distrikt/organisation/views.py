from django.http import HttpResponse
from django.shortcuts import render

from distrikt.access import Request


def branch_list(request: Request) -> HttpResponse:
    return render(request, "webb/start.html")


def person_list(request: Request) -> HttpResponse:
    return render(request, "webb/start.html")


def district_edit(request: Request) -> HttpResponse:
    return render(request, "webb/start.html")


def profile(request: Request) -> HttpResponse:
    return render(request, "webb/start.html")
