"""A sign-up that is changed, somebody taken off, a whole series' terms, and what those who arrange it are told."""

import uuid
from datetime import date, timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from distrikt.organisation.models import AccessRecord
from distrikt.utskick import outbox
from distrikt.utskick.models import Message
from tests.traffar.activities import NOW, edit_form, make_activity
from tests.traffar.sign_ups import come, open_sign_up
from traffar.models import ActivitySeries, SignUp, SignUpTerms
from traffar.sign_up import actions
from traffar.sign_up.forgetting import forget
from traffar.sign_up.links import sign_up_path

Status = SignUp.Status
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def terms(event) -> SignUpTerms:
    return open_sign_up(event, capacity=4, asks_food=True)


def changed(row: SignUp, **typed) -> dict[str, object]:
    return {"companions": row.companions, "food": row.food, "version": row.version, **typed}


class TestOwn:
    @pytest.fixture
    def own(self, cast, event, terms) -> SignUp:
        return come(event, person=cast.member, name="", email="", source="account")

    def test_more_come_along_and_the_answer_is_another(self, event, own, log_in):
        client, page = log_in("member"), f"/traffar/{event.pk}/anmalan/andra/"
        assert "None" not in client.get(page).content.decode()
        assert client.post(page, changed(own, companions=2, food="vegan")).status_code == 302
        own.refresh_from_db()
        assert (own.status, own.companions, own.food) == (Status.COMING, 2, "vegan")

    def test_there_is_no_room_for_more_than_there_are_places(self, event, own, log_in):
        come(event, "Olle", 1)
        client, page = log_in("member"), f"/traffar/{event.pk}/anmalan/andra/"
        answer = client.post(page, changed(own, companions=2, food="vegan")).content.decode()
        assert "Det finns inte plats för 2 till: 1 plats kvar" in answer
        assert 'value="vegan"' in answer, "what was typed stays"
        own.refresh_from_db()
        assert (own.companions, own.food) == (0, "")

    def test_nobody_goes_before_those_who_wait(self, event, own, log_in):
        come(event, "Olle", 1), come(event, "Siv", 3)
        page = f"/traffar/{event.pk}/anmalan/andra/"
        answer = log_in("member").post(page, changed(own, companions=1)).content.decode()
        assert "Det är fullt" in answer

    def test_fewer_give_their_places_to_those_who_wait(self, event, own, log_in):
        page = f"/traffar/{event.pk}/anmalan/andra/"
        client = log_in("member")
        client.post(page, changed(own, companions=3))
        waiting = come(event, "Siv", 1)
        own.refresh_from_db()
        client.post(page, changed(own, companions=1))
        waiting.refresh_from_db()
        assert waiting.status == Status.OFFERED

    def test_two_who_change_it_at_once_see_both(self, event, own, log_in):
        page = f"/traffar/{event.pk}/anmalan/andra/"
        theirs = log_in("ombudsman").post(f"/traffar/{event.pk}/anmalda/{own.pk}/andra/", changed(own, food="nötter"))
        assert theirs.status_code == 302
        answer = log_in("member").post(page, changed(own, food="vegan"))
        assert answer.status_code == 409
        assert "nötter" in answer.content.decode()

    def test_the_same_form_sent_twice_is_saved_once(self, event, own, log_in):
        client, page = log_in("member"), f"/traffar/{event.pk}/anmalan/andra/"
        for _ in range(2):
            assert client.post(page, changed(own, food="vegan")).status_code == 302

    def test_who_has_a_place_keeps_it_and_may_change_the_rest_when_there_are_fewer_places(self, event, own, log_in):
        SignUp.objects.update(companions=3)
        SignUpTerms.objects.update(capacity=2)
        client, page = log_in("member"), f"/traffar/{event.pk}/anmalan/andra/"
        assert client.post(page, changed(own, companions=3, food="vegan")).status_code == 302
        assert "platser i allt" in client.post(page, changed(own, companions=4, version=2)).content.decode()

    def test_no_more_have_come_than_are_left_of_a_party(self, event, own, log_in):
        SignUp.objects.update(companions=2, came=3)
        log_in("member").post(f"/traffar/{event.pk}/anmalan/andra/", changed(own, companions=0))
        own.refresh_from_db()
        assert own.came == 1

    def test_after_the_last_day_fewer_may_come_but_not_more(self, event, own, terms, log_in):
        SignUp.objects.update(companions=1)
        SignUpTerms.objects.update(closes_on=date(2026, 9, 14))
        client, page = log_in("member"), f"/traffar/{event.pk}/anmalan/andra/"
        assert "Sista dagen" in client.post(page, changed(own, companions=2)).content.decode()
        assert client.post(page, changed(own, companions=0)).status_code == 302

    def test_what_has_begun_is_changed_no_longer(self, event, own, log_in, clock):
        clock.move_to(event.starts_at)
        page = f"/traffar/{event.pk}/anmalan/andra/"
        answer = log_in("member").post(page, changed(own, food="vegan")).content.decode()
        assert "går inte att ändra längre" in answer


def test_by_the_mailed_link_too(client, event, terms):
    row = come(event, source="public")
    page = f"{sign_up_path(row)}andra/"
    assert client.get(page).headers["X-Robots-Tag"] == "noindex"
    assert client.post(page, changed(row, companions=1)).url == sign_up_path(row)
    row.refresh_from_db()
    assert row.companions == 1
    actions.cancel(row=row, at=NOW)
    assert client.get(page).url == sign_up_path(row), "what has ended is not changed"


def test_whoever_wrote_somebody_in_changes_the_name_too(event, terms, log_in):
    row = come(event)
    page = f"/traffar/{event.pk}/anmalda/{row.pk}/andra/"
    client = log_in("sundsvall")
    assert client.post(page, changed(row, name="Vera Berg", email="ny@gast.example")).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.email) == ("Vera Berg", "vera@gast.example"), "whoever has the link keeps it alone"


def test_who_had_no_address_gets_one_and_is_told_of_the_place(event, terms, log_in):
    row, other = come(event, email=""), come(event, "Olle")
    page = f"/traffar/{event.pk}/anmalda/{row.pk}/andra/"
    client = log_in("sundsvall")
    assert "redan anmäld" in client.post(page, changed(row, name="Vera", email=other.email)).content.decode()
    typed_only = SignUp(activity=event, name="V", email="vera@gast.example", source="public")
    actions.ask_to_confirm(terms=terms, new=typed_only, at=NOW)
    assert client.post(page, changed(row, name="Vera", email="vera@gast.example")).status_code == 302
    told = Message.objects.filter(object_id=row.pk).values_list("kind", "email")
    assert list(told) == [("sign_up_coming", "vera@gast.example")]
    assert AccessRecord.objects.count() == 0, "no account was read of"


def test_reading_the_answers_of_somebody_with_an_account_is_noted(cast, event, terms, log_in):
    row = come(event, person=cast.member, name="", email="", source="account")
    log_in("sundsvall").get(f"/traffar/{event.pk}/anmalda/{row.pk}/andra/")
    assert AccessRecord.objects.filter(user=cast.sundsvall, object_id=cast.member.pk).count() == 1


def test_a_party_larger_than_the_hall_is_told_so_and_holds_up_nobody(event, terms, log_in):
    form = {"submission": str(uuid.uuid4()), "companions": "4"}
    answer = log_in("member").post(f"/traffar/{event.pk}/anmalan/", form).content.decode()
    assert "Det finns 4 platser i allt" in answer
    come(event, "Vera", 3), come(event, "Stora", 3)
    last = come(event, "Siv")
    SignUpTerms.objects.update(capacity=3)
    actions.cancel(row=SignUp.objects.get(name="Vera"), at=NOW)
    last.refresh_from_db()
    assert last.status == Status.OFFERED
    assert come(event, "Per").is_coming, "only those who could get in are waited for"


def test_who_is_taken_off_is_told_and_answers_reach_those_who_arrange_it(cast, event, terms, log_in):
    row = come(event)
    log_in("sundsvall").post(f"/traffar/{event.pk}/anmalda/{row.pk}/ta-bort/")
    outbox.send_due(clock=lambda: NOW)
    told = mail.outbox[-1]
    assert (told.to, told.subject[:15]) == (["vera@gast.example"], "Du är avanmäld:")
    assert told.reply_to or "Svara på" not in told.body
    row.refresh_from_db()
    assert (row.has_ended, row.email) == (True, "")


def test_who_cancels_on_their_own_is_not_told_so(event, terms):
    row = come(event)
    outbox.send_due(clock=lambda: NOW)
    before = len(mail.outbox)
    actions.cancel(row=row, at=NOW)
    outbox.send_due(clock=lambda: NOW)
    assert len(mail.outbox) == before


def test_before_it_is_cancelled_one_sees_who_is_told_and_who_cannot_be(event, terms, log_in):
    come(event), come(event, "Utan", email="")
    page = log_in("sundsvall").get(f"/traffar/{event.pk}/stall-in/").content.decode()
    assert "1 anmäld får ett mejl. 1 går inte att nå med mejl: ring." in page


def test_moving_says_what_the_last_day_is_and_never_leaves_it_after_the_activity(event, terms, log_in):
    SignUpTerms.objects.update(closes_on=date(2026, 9, 25))
    client = log_in("sundsvall")
    later = client.post(f"/traffar/{event.pk}/andra/", edit_form(event, day="2026-10-03"), follow=True)
    assert "Sista dag att anmäla sig är fre 25 sep." in later.content.decode()
    event.refresh_from_db()
    client.post(f"/traffar/{event.pk}/andra/", edit_form(event, day="2026-09-20"))
    assert SignUpTerms.objects.get().closes_on == date(2026, 9, 20)


class TestSeries:
    @pytest.fixture
    def evenings(self, cast):
        series = ActivitySeries.objects.create(rule="varje vecka")
        weeks = [timedelta(weeks=week) for week in range(3)]
        made = {"audience": "everyone", "series": series, "contact": cast.sundsvall}
        return [make_activity(cast, starts_at=NOW + timedelta(days=5) + week, **made) for week in weeks]

    def test_the_terms_of_one_are_given_to_those_that_follow(self, evenings, log_in):
        _, second, third = evenings
        form = {"open_to": "everyone", "hours_to_accept": "24", "capacity": "5", "closes_on": "2026-09-24"}
        page = f"/traffar/{second.pk}/anmalan/villkor/"
        assert log_in("sundsvall").post(page, {**form, "version": "0", "scope": "following"}).status_code == 302
        terms = dict(SignUpTerms.objects.values_list("activity", "closes_on"))
        before = second.starts_at.date() - date(2026, 9, 24)
        assert terms == {second.pk: date(2026, 9, 24), third.pk: third.starts_at.date() - before}
        log_in("sundsvall").post(page, {**form, "capacity": "7", "version": "1", "scope": "all"})
        assert set(SignUpTerms.objects.values_list("activity", "capacity")) == {(one.pk, 7) for one in evenings}

    def test_what_sets_the_others_apart_stays(self, evenings, log_in):
        first, second, _ = evenings
        for activity, place in ((first, ""), (second, "Storgatan 1")):
            SignUpTerms.objects.create(activity=activity, open_to="everyone", capacity=9, place_for_signed_up=place)
        form = {"open_to": "everyone", "hours_to_accept": "24", "capacity": "5", "version": "1", "scope": "all"}
        log_in("sundsvall").post(f"/traffar/{first.pk}/anmalan/villkor/", form)
        kept = SignUpTerms.objects.get(activity=second)
        assert (kept.place_for_signed_up, kept.capacity) == ("Storgatan 1", 5)

    def test_the_same_form_sent_again_does_not_claim_more_than_it_did(self, evenings, log_in):
        form = {"open_to": "everyone", "hours_to_accept": "24", "version": "0"}
        client, page = log_in("sundsvall"), f"/traffar/{evenings[0].pk}/anmalan/villkor/"
        client.post(page, {**form, "scope": "this"})
        again = client.post(page, {**form, "scope": "all"}, follow=True).content.decode()
        assert ("var redan sparad så" in again) is not ("(3 i serien)" in again)
        assert SignUpTerms.objects.count() == (3 if "(3 i serien)" in again else 1)

    def test_a_last_day_that_has_been_is_refused_by_its_date(self, evenings, log_in):
        _, second, _ = evenings
        form = {"open_to": "everyone", "hours_to_accept": "24", "closes_on": "2026-09-16", "scope": "all"}
        answer = log_in("sundsvall").post(f"/traffar/{second.pk}/anmalan/villkor/", {**form, "version": "0"})
        assert "Sista dagen för sön 20 sep har då redan varit" in answer.content.decode()
        assert not SignUpTerms.objects.exists()

    def test_fewer_places_than_are_taken_on_another_date_are_asked_about(self, evenings, log_in):
        first, second, _ = evenings
        SignUpTerms.objects.create(activity=second, open_to="everyone", capacity=8)
        come(second, "Vera", 5)
        form = {"open_to": "everyone", "hours_to_accept": "24", "capacity": "3", "version": "0", "scope": "all"}
        answer = log_in("sundsvall").post(f"/traffar/{first.pk}/anmalan/villkor/", form).content.decode()
        assert "6 har redan plats, fler än 3" in answer
        assert SignUpTerms.objects.get().capacity == 8


class TestWithoutAnAddress:
    def test_a_place_that_came_free_is_told_to_the_contact_who_rings(self, cast, event, terms, log_in):
        first = come(event, "Vera", 3)
        form = {"submission": str(uuid.uuid4()), "name": "Sven", "phone": "070-123 45 67", "companions": "0"}
        log_in("sundsvall").post(f"/traffar/{event.pk}/anmalda/", form)
        actions.cancel(row=first, at=NOW)
        assert SignUp.objects.get(name="Sven").is_coming
        outbox.send_due(clock=lambda: NOW)
        [told] = [sent for sent in mail.outbox if sent.subject == "Ring den som har fått plats: Kulturkväll"]
        assert told.to == [cast.sundsvall.email]
        assert "Sven" not in told.body, "the list names, to who may see it"
        assert "070-123 45 67" in log_in("sundsvall").get(f"/traffar/{event.pk}/anmalda/").content.decode()

    def test_the_telephone_goes_with_the_other_contacts(self, event, terms):
        row = come(event, email="", phone="070-123 45 67")
        forget(at=event.ends_at + timedelta(days=31))
        row.refresh_from_db()
        assert (row.phone, row.name) == ("", "Vera")


def test_who_is_told_of_a_change_is_the_one_who_did_not_make_it(event, terms, log_in):
    row = come(event)
    log_in("sundsvall").post(f"/traffar/{event.pk}/anmalda/{row.pk}/andra/", changed(row, name="Vera", companions=1))
    outbox.send_due(clock=lambda: NOW)
    assert "Du och 1 till" in mail.outbox[-1].body
    before = len(mail.outbox)
    row.refresh_from_db()
    actions.change(row=row, version=row.version, fields=["food"], at=NOW)
    outbox.send_due(clock=lambda: NOW)
    assert len(mail.outbox) == before


def test_who_is_taken_off_gets_it_out_of_the_calendar_too(event, terms, log_in):
    row = come(event)
    outbox.send_due(clock=lambda: NOW)
    log_in("sundsvall").post(f"/traffar/{event.pk}/anmalda/{row.pk}/ta-bort/")
    outbox.send_due(clock=lambda: NOW)
    came, left = (Calendar.from_ical(sent.attachments[0].content) for sent in mail.outbox[-2:])
    assert (str(came["method"]), str(left["method"])) == ("REQUEST", "CANCEL")
    [one], [other] = came.walk("VEVENT"), left.walk("VEVENT")
    assert one["uid"] == other["uid"]
    assert other["status"] == "CANCELLED"


def test_the_page_of_an_offer_says_until_when(client, event, terms):
    SignUpTerms.objects.update(capacity=1)
    first, second = come(event), come(event, "Olle", food="vegan")
    actions.cancel(row=first, at=NOW)
    page = client.get(sign_up_path(second)).content.decode()
    assert "onsdag 16 september kl. 12" in page
    assert "vegan" in page


def test_when_it_is_full_visitors_are_told_before_they_send(client, event, terms):
    come(event, companions=3)
    page = client.get(f"/oppet/anmalan/{event.pk}/").content.decode()
    assert "Ställ mig i kö" in page
