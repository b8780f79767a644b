"""Puts the viewer on the request, and keeps everything behind log-in out of caches."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django_structlog.middlewares import RequestMiddleware

from distrikt.organisation.models import Assignment


def viewer_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        viewer = Assignment.objects.viewer(request.user.pk, timezone.localdate())
        request.viewer = viewer  # type: ignore[attr-defined]  # from here on it is a `distrikt.access.Request`
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


class RequestLog(RequestMiddleware):
    """Logs each request without what was searched for (`distrikt.logs` masks the keys of personal links)."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"
