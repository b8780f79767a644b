"""What people write may be one long word: no page is wider than the telephone, no column runs over into the next."""

from datetime import timedelta

import pytest

from tests.browser.conftest import DESK, NOON, PHONE
from tests.traffar.activities import make_activity

pytestmark = pytest.mark.browser

WORD = "Förvaltningsdomstolsprövningsförfarandehandläggningsordningsutredningen"
# Boxes whose words reach out of them, or which reach out of the window; what is hidden from the eye is left out.
TOO_WIDE = """() => [...document.querySelectorAll("main *")].filter((box) => {
  if (box.closest(".visually-hidden, svg, textarea, select")) return false;
  if (getComputedStyle(box).display === "inline") return false;
  return box.scrollWidth > box.clientWidth + 1 || box.getBoundingClientRect().right > innerWidth;
}).map((box) => box.outerHTML.slice(0, 80))"""


@pytest.fixture
def activity(cast):
    return make_activity(
        cast, title=WORD, place=WORD[::-1], audience="everyone", starts_at=NOON + timedelta(days=4), contact=cast.member
    )


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_long_word_widens_no_page(activity, open_as, visit, width):
    page = open_as("sundsvall", width=width)
    for path in ("/", "/traffar/", "/foreningar/sundsvall/", f"/traffar/{activity.pk}/"):
        page.goto(path)
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page = visit(width=width)
    for path in ("/oppet/", "/oppet/forening/sundsvall/", f"/oppet/{activity.pk}/"):
        page.goto(path)
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
