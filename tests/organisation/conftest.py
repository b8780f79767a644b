import re

import pytest


@pytest.fixture
def link_in(mailoutbox):
    """`link_in(-1, "/valkommen/")` gives the path of the link in that mail that begins so."""

    def path(number: int, start: str) -> str:
        found = re.search(rf"https?://[^/\s]+({re.escape(start)}\S*)", mailoutbox[number].body)
        assert found, mailoutbox[number].body
        return found[1]

    return path
