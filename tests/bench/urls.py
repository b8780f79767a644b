"""The program's addresses, and the bare page that everything is compared with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    """The least that a logged-in page of this stack can be: all middleware, one session, one user, one template."""
    return render(request, "bench/bare.html")


urlpatterns = [
    path("bench/bare/", bare, name="bare"),
    path("", include("distrikt.urls")),
]
