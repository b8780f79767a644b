"""Counting turns and time by thumb, while the network comes and goes and another telephone counts too."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NOON, PHONE
from tests.browser.test_axe import faults
from tests.traffar.activities import make_activity
from traffar.models import SpeakingCount, SpeakingShare

pytestmark = pytest.mark.browser


@pytest.fixture
def meeting(cast):
    meeting = make_activity(cast, starts_at=NOON - timedelta(hours=1), title="Höstmöte")
    SpeakingCount.objects.create(activity=meeting)
    SpeakingShare.objects.bulk_create(
        SpeakingShare(activity=meeting, group=name, turns=0, seconds=0) for name in ("kvinnor", "män")
    )
    return meeting


def stored(meeting):
    return list(meeting.speaking_shares.values_list("group", "turns", "seconds"))


@pytest.fixture
def counting(meeting, open_as):
    """The page of the meeting with a clock that stands still; `page.clock.run_for("00:20")` lets time go."""
    page = open_as("sundsvall", width=PHONE)
    page.clock.install(time=NOON)
    page.goto(f"/traffar/{meeting.pk}/talarlista/")
    page.clock.pause_at(NOON + timedelta(minutes=1))
    return page


def button(page, name):
    return page.get_by_role("button", name=name)


def finish(page, meeting):
    """The page is left when all is saved."""
    button(page, "Klart").click()
    page.wait_for_url(f"**/traffar/{meeting.pk}/")


def test_turns_and_time_are_counted_by_tapping(meeting, counting):
    page = counting
    button(page, "kvinnor").click()
    page.clock.run_for("00:20")
    expect(button(page, "kvinnor")).to_have_text("kvinnor1 inlägg, 0:20")
    expect(button(page, "kvinnor")).to_have_attribute("aria-pressed", "true")
    button(page, "män").click()
    page.clock.run_for("00:30")
    # It was the women still: what ended as the wrong group was tapped goes on.
    button(page, "Ångra inlägget").click()
    page.clock.run_for("00:10")
    expect(button(page, "män")).to_have_text("män0 inlägg, 0:00")
    button(page, "Paus").click()
    page.clock.run_for("05:00")
    expect(button(page, "kvinnor")).to_have_text("kvinnor1 inlägg, 1:00")
    button(page, "män").click()
    page.clock.run_for("00:05")
    finish(page, meeting)
    assert stored(meeting) == [("kvinnor", 1, 60), ("män", 1, 5)]
    assert page.evaluate("localStorage.length") == 0


def test_the_buttons_are_for_thumbs(counting):
    for name in ("kvinnor", "män", "Paus", "Ångra inlägget"):
        assert button(counting, name).bounding_box()["height"] >= 64


def test_axe_finds_nothing_while_somebody_counts(meeting, open_as):
    page = open_as("sundsvall", f"/traffar/{meeting.pk}/talarlista/")
    button(page, "kvinnor").click()
    assert faults(page) == []


def test_what_cannot_be_sent_is_kept_and_sent_again(meeting, counting, complaints):
    page = counting
    page.route("**/spara/", lambda route: route.abort("connectionfailed"))
    button(page, "kvinnor").click()
    page.clock.run_for("00:20")
    button(page, "män").click()
    expect(page.get_by_text("Inte sparat än.")).to_be_visible()
    page.clock.run_for("00:10")
    assert stored(meeting) == [("kvinnor", 0, 0), ("män", 0, 0)]
    page.reload()
    page.clock.run_for("00:01")
    expect(button(page, "män")).to_have_attribute("aria-pressed", "true")
    expect(button(page, "kvinnor")).to_have_text("kvinnor1 inlägg, 0:20")
    page.unroute("**/spara/")
    button(page, "Paus").click()
    expect(page.get_by_text("Allt är sparat.")).to_be_visible()
    (women, men) = stored(meeting)
    assert women == ("kvinnor", 1, 20)
    assert men[:2] == ("män", 1)
    assert men[2] >= 10
    assert page.evaluate("localStorage.length") == 0
    assert all("ERR_CONNECTION_FAILED" in complaint for complaint in complaints)
    complaints.clear()


@pytest.mark.parametrize("keeps", ["Den här", "Den andra"])
def test_of_two_telephones_the_second_sees_it_and_chooses(meeting, counting, open_as, complaints, keeps):
    other = open_as("ombudsman", f"/traffar/{meeting.pk}/talarlista/", width=PHONE)
    button(counting, "kvinnor").click()
    counting.clock.run_for("00:20")
    finish(counting, meeting)
    button(other, "män").click()
    expect(other.get_by_text("kvinnor 1 inlägg på 0:20, män 0 inlägg på 0:00")).to_be_visible()
    assert stored(meeting) == [("kvinnor", 1, 20), ("män", 0, 0)]
    if keeps == "Den här":
        button(other, keeps).click()
        finish(other, meeting)
        assert [turns for _, turns, _ in stored(meeting)] == [0, 1]
    else:
        other.get_by_role("link", name=keeps).click()
        expect(button(other, "kvinnor")).to_have_text("kvinnor1 inlägg, 0:20")
        assert stored(meeting) == [("kvinnor", 1, 20), ("män", 0, 0)]
    assert all("409" in complaint for complaint in complaints)
    complaints.clear()


def test_without_a_script_it_is_typed(meeting, open_as):
    page = open_as("sundsvall", f"/traffar/{meeting.pk}/talarlista/", width=PHONE, javascript=False)
    page.locator("summary", has_text="skriv in för hand").click()
    page.get_by_label("Inlägg, grupp 1").fill("12")
    page.get_by_label("Minuter, grupp 1").fill("14:20")
    button(page, "Spara").click()
    expect(page.get_by_text("Taltiden är sparad.")).to_be_visible()
    assert stored(meeting) == [("kvinnor", 12, 860), ("män", 0, 0)]


def test_opening_what_is_written_by_hand_ends_the_turn_and_begins_with_all_that_is_counted(meeting, counting):
    page = counting
    button(page, "kvinnor").click()
    page.clock.run_for("00:20")
    button(page, "män").click()
    page.clock.run_for("00:30")
    page.get_by_text("Ändra grupperna").click()
    expect(page.get_by_label("Inlägg, grupp 2")).to_have_value("1")
    expect(page.get_by_label("Minuter, grupp 2")).to_have_value("0:30")
    expect(button(page, "män")).to_be_hidden()
    page.get_by_label("Grupp 3", exact=True).fill("ickebinära")
    page.clock.run_for("01:00")
    expect(page.get_by_label("Grupp 3", exact=True)).to_have_value("ickebinära")
    button(page, "Spara").click()
    page.wait_for_url(f"**/traffar/{meeting.pk}/")
    assert stored(meeting) == [("kvinnor", 1, 20), ("män", 1, 30), ("ickebinära", 0, 0)]
