"""Minutes at the table: typing, a connection that comes and goes, two who write, and the keyboard alone."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NOON, PHONE
from tests.browser.test_axe import faults
from tests.styrelse.meetings import adjust, decide, hold_meeting, item_of, make_board, make_meeting
from traffar.styrelse.actions.preparing import add_item
from traffar.styrelse.models import AgendaItem, BoardMeeting, Decision, Proposal, Reservation

pytestmark = pytest.mark.browser


@pytest.fixture
def held(cast):
    make_board(cast)
    meeting = make_meeting(cast, NOON - timedelta(hours=1))
    hold_meeting(cast, meeting, present=("chair", "secretary", "sara", "ulf"))
    return meeting


@pytest.fixture
def report(held):
    return item_of(held, "report")


def address(item):
    return f"/styrelsen/{item.meeting_id}/motet/?arende={item.pk}"


def stored(item):
    return AgendaItem.objects.get(pk=item.pk).text


def text_of(page):
    return page.get_by_label("Protokollstext")


def only_of_lost_connections(complaints):
    known = ("ERR_", "409", "400", "htmx:afterRequest", "htmx:sendError")
    assert [complaint for complaint in complaints if not any(word in complaint for word in known)] == []
    complaints.clear()


def kept(page):
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('minutes '))")


def test_what_is_typed_is_saved_within_a_moment(report, open_as):
    page = open_as("secretary", address(report))
    text_of(page).press_sequentially("Robin berättar om veckan.")
    expect(page.get_by_text("Sparat 12.00")).to_be_visible()
    assert stored(report) == "Robin berättar om veckan."
    assert kept(page) == []
    page.get_by_role("button", name="Rapporten läggs till handlingarna.").click()
    expect(text_of(page)).to_have_value("Robin berättar om veckan.\n\nRapporten läggs till handlingarna.")
    expect(page.get_by_text("Sparat 12.00")).to_be_visible()
    assert stored(report).endswith("handlingarna.")


def test_a_phrase_has_the_time_of_the_tap(held, open_as):
    page = open_as("secretary", address(item_of(held, "closing")))
    page.clock.set_fixed_time(NOON + timedelta(hours=6, minutes=4))
    page.reload()
    page.get_by_role("button", name="Mötet avslutas").click()
    expect(text_of(page)).to_have_value("Mötet avslutas kl. 18.04.")


def test_a_lost_connection_loses_nothing(report, open_as, complaints):
    page = open_as("secretary", address(report), width=PHONE)
    text_of(page).fill("Först.")
    expect(page.get_by_text("Sparat 12.00")).to_be_visible()
    page.context.set_offline(True)
    text_of(page).fill("Först. Sedan försvann nätet.")
    expect(page.get_by_text("Ingen kontakt – texten är kvar här och skickas när nätet är tillbaka.")).to_be_visible()
    page.get_by_role("button", name="Bordlägg", exact=True).click()
    expect(text_of(page)).to_have_value("Först. Sedan försvann nätet.")
    assert stored(report) == "Först."
    assert len(kept(page)) == 1
    page.context.set_offline(False)
    expect(page.get_by_text("Sparat 12.00")).to_be_visible()
    assert stored(report) == "Först. Sedan försvann nätet."
    assert kept(page) == []
    only_of_lost_connections(complaints)


def test_a_page_that_was_closed_without_a_connection_comes_back_with_the_text(held, report, open_as, complaints):
    page = open_as("secretary", address(report))
    page.route("**/skriv/", lambda route: route.abort("connectionfailed"))
    text_of(page).fill("Servern startas om.")
    expect(page.get_by_text("Ingen kontakt")).to_be_visible()
    page.goto(address(item_of(held, "next")))
    expect(page.get_by_text("Du har text som inte är sparad under")).to_be_visible()
    page.unroute("**/skriv/")
    page.get_by_role("link", name="en annan punkt").click()
    # What was sent as the page was left may have arrived by then.
    expect(page.get_by_role("status")).to_contain_text("Sparat")
    expect(text_of(page)).to_have_value("Servern startas om.")
    assert stored(report) == "Servern startas om."
    text_of(page).fill("Servern startas om. Nu är den igång.")
    expect(page.get_by_text("Sparat 12.00")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert stored(report) == "Servern startas om. Nu är den igång."
    only_of_lost_connections(complaints)


def test_without_a_connection_nobody_leaves_the_page_by_mistake(held, report, open_as, complaints):
    page = open_as("secretary", address(report))
    page.context.set_offline(True)
    text_of(page).fill("Nätet är borta.")
    page.get_by_role("link", name="Nästa möte").first.click()
    expect(text_of(page)).to_have_value("Nätet är borta.")
    expect(page.get_by_text("Ingen kontakt")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Sparat 12.00")).to_be_visible()
    only_of_lost_connections(complaints)


def test_both_texts_say_what_they_share_once(report, open_as, complaints):
    mine, yours = open_as("secretary", address(report)), open_as("chair", address(report))
    text_of(yours).fill("Robin berättar.\n\nDitt.")
    expect(yours.get_by_text("Sparat 12.00")).to_be_visible()
    text_of(mine).fill("Robin berättar.\n\nMitt.")
    mine.get_by_role("button", name="Båda, under varandra").click()
    expect(text_of(mine)).to_have_value("Robin berättar.\n\nDitt.\n\nMitt.")
    only_of_lost_connections(complaints)


def test_a_decision_is_changed_without_a_question_whether_to_leave(cast, report, open_as):
    decision = decide(cast, report)
    page = open_as("secretary", f"/styrelsen/arende/beslut/{decision.pk}/andra/")
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.locator("#beslut_text").fill("Styrelsen beslutar att köpa två banderoller.")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.wait_for_url("**/motet/**")
    decision.refresh_from_db()
    assert decision.text == "Styrelsen beslutar att köpa två banderoller."


@pytest.mark.parametrize(
    ("choice", "result"),
    [("Spara min", "Mitt."), ("Ta den andras", "Ditt."), ("Båda, under varandra", "Ditt.\n\nMitt.")],
)
def test_of_two_who_write_the_second_sees_both_and_chooses(report, open_as, complaints, choice, result):
    mine, yours = open_as("secretary", address(report)), open_as("chair", address(report))
    text_of(yours).fill("Ditt.")
    expect(yours.get_by_text("Sparat 12.00")).to_be_visible()
    text_of(mine).fill("Mitt.")
    conflict = mine.get_by_role("alert").filter(has_text="Någon annan har skrivit här samtidigt")
    expect(conflict).to_contain_text("Ditt.")
    assert faults(mine) == []
    mine.get_by_role("button", name=choice).click()
    expect(text_of(mine)).to_have_value(result)
    expect(conflict).to_be_hidden()
    expect(mine.get_by_text("Sparat 12.00").or_(mine.get_by_text("Den andras text står nu"))).to_be_visible()
    assert stored(report) == result
    assert kept(mine) == []
    only_of_lost_connections(complaints)


def test_a_stale_tab_after_the_minutes_are_adjusted_keeps_its_text(cast, held, report, open_as, complaints):
    page = open_as("secretary", address(report))
    adjust(cast, held)
    text_of(page).fill("Det sista ordet.")
    expect(page.get_by_text("Protokollet är lämnat till justering eller justerat")).to_be_visible()
    expect(text_of(page)).to_have_value("Det sista ordet.")
    assert len(kept(page)) == 1
    page.reload()
    assert kept(page) == [], "the meeting is over, and nothing of it stays in the browser"
    only_of_lost_connections(complaints)


def test_log_out_leaves_nothing_in_the_browser(report, open_as, complaints):
    page = open_as("secretary", address(report))
    page.route("**/skriv/", lambda route: route.abort("connectionfailed"))
    text_of(page).fill("Hemligt.")
    expect(page.get_by_text("Ingen kontakt")).to_be_visible()
    log_out = "document.getElementById('logga-ut').requestSubmit()"
    page.evaluate(log_out)
    expect(page.get_by_text("Loggar du ut ändå försvinner den.")).to_be_visible()
    page.evaluate(log_out)
    page.wait_for_url(lambda url: "/motet/" not in url)
    assert kept(page) == []
    only_of_lost_connections(complaints)


def test_the_whole_meeting_by_the_keyboard_alone(held, report, open_as):
    page = open_as("secretary", address(report))

    def press(role, name, key="Enter"):
        control = page.get_by_role(role, name=name, exact=True)
        control.focus()
        expect(control).to_be_focused()
        page.keyboard.press(key)

    press("link", "Nytt beslut")
    page.locator("#beslut_text").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("köpa en banderoll.")
    press("button", "Spara beslutet")
    expect(page.get_by_text("Beslutet är antecknat.")).to_be_visible()
    assert Decision.objects.get().text == "Styrelsen beslutar att köpa en banderoll."
    press("button", "Inte här från början: Omar Haddad, ändra")
    expect(page.get_by_text("Beslutsfört: 4 av 5 röstar")).not_to_be_visible()
    expect(page.get_by_text("Beslutsfört: 5 av 5 röstar")).to_be_visible()
    page.goto(f"/styrelsen/{held.pk}/motet/avsluta/")
    press("button", "Ja, avsluta mötet")
    expect(page.get_by_text("Mötet är avslutat")).to_be_visible()
    assert BoardMeeting.objects.get().status == "draft"


def test_a_decision_that_cannot_be_sent_or_is_refused_stays_where_it_was_typed(report, open_as, complaints):
    page = open_as("secretary", address(report))
    page.get_by_role("link", name="Nytt beslut").click()
    decision, save = page.locator("#beslut_text"), page.get_by_role("button", name="Spara beslutet")
    decision.fill("Styrelsen beslutar att köpa.")
    page.get_by_label("Belopp i kronor").evaluate("field => { field.value = 'mycket' }")
    save.click()
    expect(page.get_by_role("link", name="Skriv hela kronor")).to_be_visible()
    expect(decision).to_have_value("Styrelsen beslutar att köpa.")
    page.get_by_label("Belopp i kronor").fill("12 000")
    page.route("**/beslut/", lambda route: route.abort("connectionrefused"))
    save.click()
    expect(page.get_by_text("Ingen kontakt med servern. Det du skrev står kvar")).to_be_visible()
    expect(decision).to_have_value("Styrelsen beslutar att köpa.")
    page.unroute("**/beslut/")
    save.click()
    expect(page.get_by_text("Beslutet är antecknat.")).to_be_visible()
    assert Decision.objects.get().amount == 12_000
    only_of_lost_connections(complaints)


def test_without_a_script_it_is_typed_and_saved(held, report, open_as):
    page = open_as("secretary", address(report), width=PHONE, javascript=False)
    text_of(page).fill("Utan skript.")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Sparat 12.00.")).to_be_visible()
    page.get_by_role("button", name="Rapporten läggs till handlingarna.").click()
    assert stored(report) == "Utan skript.\n\nRapporten läggs till handlingarna."


def test_axe_finds_nothing_at_the_table(cast, held, report, open_as):
    decide(cast, report, amount=12_000, responsible=cast.sara)
    Proposal.objects.create(item=report, name="Sara Lind", text="Avslag.")
    Reservation.objects.create(item=report, name="Sara Lind")
    long = AgendaItem(meeting=held, title="Verksamhetsplaneringsdokumentationsgenomgång " * 3, is_confidential=True)
    add_item(item=long, by=cast.chair.pk)
    page = open_as("secretary", address(report))
    page.get_by_role("link", name="Nytt beslut").click()
    page.locator("#beslut_text").wait_for()
    found = faults(page)
    for path in (
        *(address(long), address(item_of(held, "adjusters")), f"/styrelsen/{held.pk}/motet/avsluta/"),
        *(f"/styrelsen/arende/{report.pk}/beslut/", f"/styrelsen/arende/beslut/{Decision.objects.get().pk}/andra/"),
    ):
        page.goto(path)
        found += faults(page)
    page = open_as("ombudsman", address(report))
    assert found + faults(page) == []
