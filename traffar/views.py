from django.http import HttpResponse
from django.shortcuts import render

from distrikt.access import Request


def activity_list(request: Request) -> HttpResponse:
    return render(request, "webb/start.html")


def activity_create(request: Request) -> HttpResponse:
    return render(request, "webb/start.html")


def activity_detail(request: Request, pk: int) -> HttpResponse:
    return render(request, "webb/start.html")
