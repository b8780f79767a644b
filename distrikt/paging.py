"""Long lists, a page at a time: the addresses of what stands beside the page that is shown."""

from django.http import HttpRequest


def query_of(request: HttpRequest, **changed: str) -> str:
    """The query string with these changed, from the first page on."""
    query = request.GET.copy()
    query.pop("sida", None)
    for name, value in changed.items():
        query[name] = value
    return query.urlencode()
