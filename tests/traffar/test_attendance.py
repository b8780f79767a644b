"""At the door: who is ticked, how many of each party, and the list on paper."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader
from pytest_django.asserts import assertContains

from distrikt.typeset import make_pdf
from plan.wording import alphabetical
from tests.traffar.activities import NOW
from tests.traffar.sign_ups import come, open_sign_up
from traffar.models import SignUp
from traffar.sign_up import actions
from traffar.sign_up.pdf import attendance_document
from traffar.sign_up.reports import at_the_door, guests_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def event(event):
    open_sign_up(event)
    return event


@pytest.fixture
def page(event) -> str:
    return f"/traffar/{event.pk}/narvaro/"


def came(*guests: SignUp) -> list[int | None]:
    return [SignUp.objects.get(pk=guest.pk).came for guest in guests]


def drawn(client, page: str) -> dict[str, object]:
    """What the form of the page sends when nothing is changed on it."""
    shown = client.get(page)
    [ticks] = re.findall(r'<input type="hidden" name="visat" value="([^"]*)">', shown.content.decode())
    guests = shown.context["guests"]
    return {
        **{f"antal-{guest.pk}": str(guest.came or guest.seats) for guest in guests if guest.seats > 1},
        "kom": [guest.pk for guest in guests if guest.came is not None],
        "visat": ticks,
    }


def test_names_stand_in_swedish_order():
    names = ["Örjan", "Åsa", "Zita", "Émile", "Ärla", "erik", "Emma", "Øystein B", "Adam"]
    assert sorted(names, key=alphabetical) == [
        *("Adam", "Émile", "Emma", "erik", "Zita", "Åsa", "Ärla", "Örjan", "Øystein B"),
    ]


class TestTicking:
    def test_all_of_a_party_or_some(self, event, page, log_in):
        alone, party, absent = come(event, "Vera"), come(event, "Olle", 3), come(event, "Siv", 1)
        client = log_in("sundsvall")
        form = {"kom": [alone.pk, party.pk], f"antal-{party.pk}": "4", f"antal-{absent.pk}": "2"}
        client.post(page, form)
        assert came(alone, party, absent) == [1, 4, None]
        client.post(page, {**form, f"antal-{party.pk}": "2"})
        assert came(alone, party, absent) == [1, 2, None]
        shown = client.get(page)
        assertContains(shown, '<option value="2" selected>2 av 4</option>')
        assertContains(shown, '<option value="2" selected>2 av 2</option>')
        assertContains(shown, "<span data-came>3</span> av 7 har kommit")

    @pytest.mark.parametrize("number", ["-1", "två", "", "9" * 5000])
    def test_a_number_that_cannot_be_saves_nothing(self, event, page, log_in, number):
        alone, party = come(event, "Vera"), come(event, "Olle", 3)
        answer = log_in("sundsvall").post(page, {"kom": [alone.pk, party.pk], f"antal-{party.pk}": number})
        assert answer.status_code == 400
        assert came(alone, party) == [None, None]

    @pytest.mark.parametrize(("typed", "status", "saved"), [("4", 204, 4), ("2", 204, 2), ("0", 204, None)])
    def test_one_at_a_time(self, event, page, log_in, typed, status, saved):
        party = come(event, "Olle", 3, came=1)
        client = log_in("sundsvall")
        for _ in range(2):
            assert client.post(f"{page}{party.pk}/", {"kom": typed}).status_code == status
        assert came(party) == [saved]

    def test_no_more_than_are_signed_up_by_now(self, event, page, log_in):
        alone, party = come(event, "Vera"), come(event, "Olle", 3)
        log_in("sundsvall").post(page, {"kom": [alone.pk, party.pk], f"antal-{party.pk}": "9"})
        assert came(alone, party) == [1, 4]

    @pytest.mark.parametrize("typed", ["-1", "x", ""])
    def test_one_that_cannot_be(self, event, page, log_in, typed):
        party = come(event, "Olle", 3, came=1)
        assert log_in("sundsvall").post(f"{page}{party.pk}/", {"kom": typed}).status_code == 400
        assert came(party) == [1]

    def test_who_has_cancelled_since_is_told_of(self, event, page, log_in):
        guest = come(event, "Vera")
        actions.cancel(row=guest, at=NOW)
        assert log_in("sundsvall").post(f"{page}{guest.pk}/", {"kom": "1"}).status_code == 404

    def test_a_list_that_was_drawn_before_somebody_else_ticked_undoes_nothing(self, event, page, log_in):
        vera, per = come(event, "Vera"), come(event, "Per")
        olle, siv = come(event, "Olle", 3, came=4), come(event, "Siv", came=1)
        mine, theirs = log_in("sundsvall"), log_in("ombudsman")
        form = drawn(mine, page)
        for guest, number in ((vera, 1), (olle, 2), (siv, 0)):
            theirs.post(f"{page}{guest.pk}/", {"kom": number})
        mine.post(page, {**form, "kom": [*form["kom"], per.pk]})
        assert came(vera, per, olle, siv) == [1, 1, 2, None]
        mine.post(page, {**form, "kom": [siv.pk]})
        assert came(vera, per, olle, siv) == [1, 1, None, None]

    def test_a_party_that_has_changed_since_the_list_was_drawn_is_left_as_it_is(self, event, page, log_in):
        fewer, more = come(event, "Olle", 3, came=4), come(event, "Vera", came=1)
        client = log_in("sundsvall")
        mine = drawn(client, page)
        SignUp.objects.filter(pk=fewer.pk).update(companions=1, came=2)
        SignUp.objects.filter(pk=more.pk).update(companions=2)
        client.post(page, mine)
        assert came(fewer, more) == [2, 1]

    def test_four_hundred_guests_are_saved_at_once(self, event, page, log_in):
        new = [
            SignUp(activity=event, name=f"Gast {n}", companions=n % 4, status="coming", turn=n, source="by_hand")
            for n in range(400)
        ]
        guests = SignUp.objects.bulk_create(new)
        client = log_in("sundsvall")
        form = drawn(client, page) | {f"antal-{guest.pk}": "1" for guest in guests}
        assert client.post(page, form | {"kom": [guest.pk for guest in guests]}).status_code == 302
        assert SignUp.objects.filter(came=1).count() == 400
        assert client.post(page, drawn(client, page) | {"kom": []}).status_code == 302
        assert SignUp.objects.filter(came=None).count() == 400


@pytest.mark.pdf
@pytest.mark.parametrize("number", [3, 400])
def test_the_list_on_paper_has_its_heading_on_each_page(cast, event, number):
    new = [
        SignUp(activity=event, name=f"Gast {n}", status="coming", turn=n, source="by_hand") for n in range(1, number)
    ]
    SignUp.objects.bulk_create([*new, SignUp(activity=event, name="Å" * 100, status="coming", source="by_hand")])
    guests = at_the_door(guests_of(event.sign_up_terms, cast.viewer("ombudsman")))
    reader = PdfReader(BytesIO(make_pdf(attendance_document(event, guests, NOW.date()))))
    pages = [page.extract_text() for page in reader.pages]
    assert all("Kom" in text and "Antal" in text for text in pages)
    assert sum(text.count("Å") for text in pages) == 100
    assert (len(pages) > 1) is (number == 400)
