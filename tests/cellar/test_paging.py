"""What the links beside a page of a list carry along."""

from distrikt.paging import query_of


def test_the_filters_come_along_and_the_page_does_not(rf):
    request = rf.get("/", {"visa": "alla", "organ": ["ange", "kramfors"], "q": "å & ä", "sida": "3"})
    filters = "organ=ange&organ=kramfors&q=%C3%A5+%26+%C3%A4"
    assert query_of(request) == f"visa=alla&{filters}"
    assert query_of(request, visa="hallna") == f"visa=hallna&{filters}"
    assert request.GET["sida"] == "3"
