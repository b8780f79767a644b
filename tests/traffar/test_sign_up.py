"""Signing up: places, the queue, the mailed link, and who sees whom."""

import csv
import uuid
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from distrikt.organisation.models import District
from distrikt.utskick import outbox
from distrikt.utskick.models import Message
from tests.cast import PASSWORD
from tests.traffar.activities import NOW, edit_form, make_activity
from tests.traffar.sign_ups import come, open_sign_up
from traffar.models import SignUp, SignUpTerms
from traffar.sign_up import actions
from traffar.sign_up.forgetting import forget
from traffar.sign_up.links import sign_up_path
from traffar.sign_up.queue import Waiting, has_room, next_in_line

Status = SignUp.Status
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def states(event) -> list[str]:
    return list(event.sign_ups.order_by("pk").values_list("status", flat=True))


class TestQueue:
    @given(st.integers(0, 20), st.integers(0, 20), st.lists(st.integers(1, 5), max_size=12))
    def test_nobody_is_passed_by_and_there_is_room_for_all_who_are_chosen(self, capacity, taken, parties):
        queue = [Waiting(number, seats) for number, seats in enumerate(parties)]
        chosen = next_in_line(capacity, taken, queue)
        could_ever_come = [waiting for waiting in queue if waiting.seats <= capacity]
        assert chosen == could_ever_come[: len(chosen)]
        seats = sum(waiting.seats for waiting in chosen)
        assert not chosen or taken + seats <= capacity
        rest = could_ever_come[len(chosen) :]
        assert not rest or not has_room(capacity, taken + seats, rest[0].seats)

    def test_without_a_limit_everybody_has_a_place(self):
        assert len(next_in_line(None, 10**6, [Waiting(1, 10)])) == 1


class TestPlaces:
    def test_when_it_is_full_the_next_stand_in_line(self, event):
        open_sign_up(event, capacity=3)
        first, second, third = come(event, "Vera", 1), come(event, "Olle", 1), come(event, "Siv")
        assert (first.status, second.status) == (Status.COMING, Status.QUEUED)
        assert third.status == Status.QUEUED, "a smaller party does not go before one that waits"

    def test_a_place_that_comes_free_is_offered_and_accepted(self, event, clock):
        open_sign_up(event, capacity=1, hours_to_accept=5)
        first, second = come(event), come(event, "Olle")
        actions.cancel(row=first, at=NOW)
        second.refresh_from_db()
        assert (second.status, second.offered_until) == (Status.OFFERED, NOW + timedelta(hours=5))
        assert actions.accept(row=second, at=NOW + timedelta(hours=1)).is_coming
        kinds = Message.objects.filter(object_id=second.pk).order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["sign_up_queued", "sign_up_offered", "sign_up_coming"]

    def test_an_offer_that_runs_out_goes_to_the_next(self, event):
        open_sign_up(event, capacity=1)
        first, second, third = come(event), come(event, "Olle"), come(event, "Siv")
        actions.cancel(row=first, at=NOW)
        late = NOW + timedelta(hours=25)
        assert actions.settle_queues(at=late) == 1
        assert states(event) == [Status.ENDED, Status.ENDED, Status.OFFERED]
        with pytest.raises(actions.OfferGone):
            actions.accept(row=second, at=late)
        third.refresh_from_db()
        assert third.offered_until == late + timedelta(hours=24)

    def test_an_offer_is_never_kept_longer_than_to_the_start(self, event):
        open_sign_up(event, capacity=1, hours_to_accept=168)
        first, second = come(event), come(event, "Olle")
        actions.cancel(row=first, at=event.starts_at - timedelta(hours=2))
        second.refresh_from_db()
        assert second.offered_until == event.starts_at

    def test_cancelling_twice_frees_one_place(self, event):
        open_sign_up(event, capacity=2)
        first = come(event, "Vera", 1)
        for name in ("Olle", "Siv", "Per"):
            come(event, name)
        for _ in range(2):
            actions.cancel(row=first, at=NOW)
        assert states(event) == [Status.ENDED, Status.OFFERED, Status.OFFERED, Status.QUEUED]

    def test_more_places_go_to_those_who_wait_and_fewer_drop_nobody(self, event, log_in):
        terms = open_sign_up(event, capacity=1)
        come(event), come(event, "Olle"), come(event, "Siv")
        typed = {"open_to": "everyone", "capacity": "2", "hours_to_accept": "24", "version": terms.version}
        client, page = log_in("sundsvall"), f"/traffar/{event.pk}/anmalan/villkor/"
        assert client.post(page, typed).status_code == 302
        assert states(event) == [Status.COMING, Status.OFFERED, Status.QUEUED]
        fewer = {**typed, "capacity": "1", "version": terms.version + 1}
        answer = client.post(page, fewer).content.decode()
        assert "2 har redan plats, fler än 1" in answer
        assert client.post(page, {**fewer, "fewer_confirmed": "on"}).status_code == 302
        assert states(event) == [Status.COMING, Status.OFFERED, Status.QUEUED]
        stale = client.post(page, {**typed, "capacity": "9"})
        assert stale.status_code == 409
        assert SignUpTerms.objects.get().capacity == 1

    @pytest.mark.parametrize(
        ("field", "typed", "error"),
        [
            ("closes_on", "2026-09-27", "efter aktiviteten"),
            ("capacity", "0", "Minst en plats"),
            ("hours_to_accept", "0", "Mellan 1 och 168"),
        ],
    )
    def test_terms_that_make_no_sense(self, event, log_in, field, typed, error):
        form = {"open_to": "everyone", "hours_to_accept": "24", "version": "0", field: typed}
        answer = log_in("sundsvall").post(f"/traffar/{event.pk}/anmalan/villkor/", form)
        assert error in answer.content.decode()
        assert not SignUpTerms.objects.exists()

    def test_only_what_is_for_all_is_open_to_all(self, cast, log_in):
        inner = make_activity(cast, audience="members")
        form = {"open_to": "everyone", "hours_to_accept": "24", "version": "0"}
        answer = log_in("sundsvall").post(f"/traffar/{inner.pk}/anmalan/villkor/", form)
        assert "Välj ett giltigt alternativ" in answer.content.decode()
        assert not SignUpTerms.objects.exists()


class TestMembers:
    def test_one_tap_signs_up_and_one_cancels(self, event, log_in):
        open_sign_up(event)
        client, page = log_in("member"), f"/traffar/{event.pk}/"
        form = {"submission": str(uuid.uuid4()), "companions": "2"}
        for _ in range(2):
            assert client.post(f"{page}anmalan/", form).status_code == 302
        assert "Du är anmäld med 2 till" in client.get(page).content.decode()
        assert SignUp.objects.get().seats == 3
        client.post(f"{page}anmalan/avanmal/")
        assert SignUp.objects.get().has_ended
        client.post(f"{page}anmalan/", {"submission": str(uuid.uuid4())})
        assert SignUp.objects.live().count() == 1

    def test_after_the_last_day_it_is_closed(self, event, log_in):
        open_sign_up(event, closes_on=date(2026, 9, 14))
        client = log_in("member")
        client.post(f"/traffar/{event.pk}/anmalan/", {"submission": str(uuid.uuid4())})
        assert not SignUp.objects.exists()
        assert "Anmälan är stängd" in client.get(f"/traffar/{event.pk}/").content.decode()

    def test_where_it_is_may_be_for_those_who_have_a_place(self, event, log_in):
        open_sign_up(event, place_for_signed_up="Storgatan 4, porten till vänster")
        client = log_in("member")
        assert "Storgatan 4" not in client.get(f"/traffar/{event.pk}/").content.decode()
        client.post(f"/traffar/{event.pk}/anmalan/", {"submission": str(uuid.uuid4())})
        assert "Storgatan 4" in client.get(f"/traffar/{event.pk}/").content.decode()


class TestNames:
    @pytest.fixture
    def guests(self, cast, event) -> SignUp:
        open_sign_up(event, asks_food=True)
        cast.member.is_protected = True
        cast.member.save()
        protected = SignUp(activity=event, person=cast.member, source="account")
        actions.sign_up(new=protected, at=NOW)
        return come(event, "Vera", food="=1+1")

    @pytest.mark.parametrize(
        ("who", "status"),
        [("sundsvall", 200), ("ombudsman", 200), ("ange", 403), ("chair", 403), ("auditor", 403), ("member", 403)],
    )
    def test_names_are_seen_by_those_who_are_responsible(self, event, guests, log_in, who, status):
        answer = log_in(who).get(f"/traffar/{event.pk}/anmalda/")
        assert answer.status_code == status
        if status == 200:
            assert "Vera" in answer.content.decode()
            assert ("Åström" in answer.content.decode()) is (who == "ombudsman")

    def test_files_have_no_formulas(self, event, guests, log_in):
        client = log_in("sundsvall")
        asked = client.get(f"/traffar/{event.pk}/anmalda/csv/")
        assert asked.url.startswith("/konto/reauthenticate/"), "names leave the program only by who has just logged in"
        client.post("/konto/reauthenticate/", {"password": PASSWORD})
        text = client.get(f"/traffar/{event.pk}/anmalda/csv/").content.decode("utf-8-sig")
        rows = list(csv.reader(StringIO(text), delimiter=";"))
        assert rows[0] == ["Namn", "E-post", "Antal", "Läge", "Kom", "Mat och allergi"]
        assert rows[1] == ["Vera", "vera@gast.example", "1", "anmäld", "", "'=1+1"]
        book = load_workbook(BytesIO(client.get(f"/traffar/{event.pk}/anmalda/xlsx/").content))
        assert book.active["F2"].value == "'=1+1"
        assert book.active["F2"].data_type == "s"

    def test_ticks_are_kept_one_by_one_and_sent_again_are_the_same(self, event, guests, log_in):
        client = log_in("sundsvall")
        for _ in range(2):
            answer = client.post(f"/traffar/{event.pk}/narvaro/{guests.pk}/", {"kom": "1"})
            assert answer.status_code == 204
        guests.refresh_from_db()
        assert guests.came == 1
        client.post(f"/traffar/{event.pk}/narvaro/", {"visat": f"{guests.pk}:1"})
        guests.refresh_from_db()
        assert guests.came is None
        other = log_in("ange").post(f"/traffar/{event.pk}/narvaro/{guests.pk}/", {"kom": "1"})
        assert other.status_code == 403

    def test_a_guest_of_another_activity_in_the_address_is_not_there(self, cast, event, guests, log_in):
        other = make_activity(cast, "ange", audience="everyone")
        open_sign_up(other)
        foreign = come(other, "Olle")
        client = log_in("sundsvall")
        assert client.post(f"/traffar/{event.pk}/narvaro/{foreign.pk}/", {"kom": "1"}).status_code == 404
        assert client.post(f"/traffar/{event.pk}/anmalda/{foreign.pk}/ta-bort/").status_code == 404
        foreign.refresh_from_db()
        assert foreign.is_coming

    def test_who_rings_is_written_in_also_after_the_last_day(self, event, log_in):
        open_sign_up(event, closes_on=date(2026, 9, 1))
        form = {"submission": str(uuid.uuid4()), "name": "Britta", "companions": "0"}
        log_in("sundsvall").post(f"/traffar/{event.pk}/anmalda/", form)
        assert SignUp.objects.get().is_coming

    @pytest.mark.parametrize("page", ["anmalda", "narvaro", "anmalda/csv"])
    def test_a_list_of_thirty_takes_as_many_queries_as_one_of_one(self, event, log_in, page):
        open_sign_up(event)
        client, counts = log_in("sundsvall"), []
        for number in (1, 29):
            for index in range(number):
                come(event, f"Gast{number}x{index}")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/traffar/{event.pk}/{page}/")
            counts.append(len(queries))
        assert counts[0] == counts[1]


def test_the_headcount_that_is_asked_for_begins_with_the_ticks(event, log_in, clock):
    open_sign_up(event)
    for name, companions in (("Vera", 2), ("Olle", 0)):
        guest = come(event, name, companions)
        actions.tick(activity_id=event.pk, sign_up_id=guest.pk, came=guest.seats)
    clock.move_to(event.ends_at)
    form = log_in("sundsvall").get(f"/traffar/{event.pk}/hur-gick-det/").context["form"]
    assert form["headcount"].value() == 4


def test_guests_without_an_account_are_told_that_it_is_moved_and_led_to_their_sign_up(event, log_in):
    open_sign_up(event)
    come(event)
    log_in("sundsvall").post(f"/traffar/{event.pk}/andra/", edit_form(event, place="Folkets hus"))
    outbox.send_due(clock=lambda: NOW)
    told = mail.outbox[-1]
    assert (told.to, told.subject[:6]) == (["vera@gast.example"], "Ändrat")
    assert sign_up_path(SignUp.objects.get()) in told.body
    assert "Folkets hus" in told.body


class TestForgetting:
    def test_what_was_asked_for_goes_and_the_numbers_stay(self, cast, event):
        open_sign_up(event, asks_food=True)
        guest = come(event, "Vera", companions=1, food="vegan", came=2)
        member = SignUp(activity=event, person=cast.member, source="account", came=1)
        actions.sign_up(new=member, at=NOW)
        for days, left in ((13, ("vegan", "vera@gast.example", "Vera")), (15, ("", "vera@gast.example", "Vera"))):
            forget(at=event.ends_at + timedelta(days=days))
            guest.refresh_from_db()
            assert (guest.food, guest.email, guest.name) == left
        forget(at=event.ends_at + timedelta(days=93))
        rows = SignUp.objects.values_list("person", "name", "email", "companions", "came")
        assert sorted(rows, key=str) == [(None, "", "", 0, 1), (None, "", "", 1, 2)]

    def test_as_soon_as_the_district_has_set(self, event):
        District.objects.update_or_create(pk=1, defaults={"answers_kept": 3})
        open_sign_up(event, asks_food=True)
        come(event, "Vera", food="vegan")
        forget(at=event.ends_at + timedelta(days=4))
        assert SignUp.objects.get().food == ""

    def test_never_later_than_was_promised_to_who_agreed(self, event):
        District.objects.update_or_create(pk=1, defaults={"answers_kept": 60, "contacts_kept": 60})
        open_sign_up(event, asks_food=True)
        come(event, "Vera", food="vegan", consent_text="2026-11 3/30/92")
        come(event, "Olle", food="nötter")
        forget(at=event.ends_at + timedelta(days=4))
        assert set(SignUp.objects.values_list("food", flat=True)) == {"", "nötter"}

    def test_what_nobody_confirmed_is_thrown_away(self, event):
        open_sign_up(event)
        new = SignUp(activity=event, name="V", email="v@gast.example", source="public")
        actions.ask_to_confirm(terms=event.sign_up_terms, new=new, at=NOW)
        forget(at=NOW + timedelta(days=3))
        assert not SignUp.objects.exists()


def test_those_who_are_signed_up_are_reminded_whom_it_concerns_anyhow_only_once(cast, event):
    from distrikt.utskick import planning

    open_sign_up(event)
    come(event)
    actions.sign_up(new=SignUp(activity=event, person=cast.sundsvall, source="account"), at=NOW)
    Message.objects.all().delete()
    planning.plan_reminders(now=event.starts_at - timedelta(days=3, hours=6))
    told = Message.objects.order_by("kind").values_list("kind", "email")
    assert list(told) == [("activity_near", cast.sundsvall.email), ("sign_up_near", "vera@gast.example")]
