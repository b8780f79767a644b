"""What sign-up must keep: no address strays, nobody is forgotten when plans change, and nothing is kept too long."""

import uuid
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar

from distrikt.organisation.models import AccessRecord
from distrikt.utskick import outbox, planning
from distrikt.utskick.models import Message
from tests.traffar.activities import NOW, at, edit_form, make_activity
from tests.traffar.sign_ups import come, open_sign_up, public_form
from traffar.models import Activity, SignUp
from traffar.sign_up import actions

Status = SignUp.Status
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def event(event):
    open_sign_up(event, capacity=1)
    return event


class TestAddresses:
    def test_a_stranger_gets_nobodys_own_address(self, event):
        Client().post(f"/oppet/anmalan/{event.pk}/", public_form(event, companions="0"))
        outbox.send_due(clock=lambda: NOW)
        [asked] = mail.outbox
        assert "sundsvall@" not in f"{asked.reply_to} {asked.body} {asked.alternatives}"

    def test_those_who_look_after_the_outbox_do_not_see_who_is_signed_up(self, event, log_in):
        come(event)
        log_in("sundsvall").post(f"/traffar/{event.pk}/stall-in/", {"reason": "Storm"})
        outbox.send_due(clock=lambda: NOW)
        for who in ("chair", "secretary"):
            client = log_in(who)
            page = client.get("/utskick/skickat/").content.decode()
            assert "någon som är anmäld" in page
            assert "vera@" not in page
            for message in Message.objects.filter(email="vera@gast.example"):
                assert "vera@" not in client.get(f"/utskick/{message.pk}/").content.decode().lower()

    def test_after_a_month_the_outbox_has_forgotten_guests_too(self, event):
        come(event)
        outbox.send_due(clock=lambda: NOW)
        for days, left in ((29, True), (31, False)):
            outbox.forget_old_messages(now=NOW + timedelta(days=days))
            assert Message.objects.filter(email="vera@gast.example").exists() is left

    def test_whose_name_was_read_can_see_that_it_was(self, cast, event, log_in):
        actions.sign_up(new=SignUp(activity=event, person=cast.member, source="account"), at=NOW)
        log_in("sundsvall").get(f"/traffar/{event.pk}/anmalda/")
        assert AccessRecord.objects.filter(user=cast.sundsvall, object_id=cast.member.pk).count() == 1

    def test_an_address_that_nobody_has_confirmed_stands_on_no_list(self, event, log_in):
        Client().post(f"/oppet/anmalan/{event.pk}/", public_form(event, name="Granne Svensson", companions="0"))
        page = log_in("sundsvall").get(f"/traffar/{event.pk}/anmalda/").content.decode()
        assert "Svensson" not in page
        assert "1 har inte bekräftat än" in page

    def test_what_was_typed_last_stands_until_it_is_confirmed(self, event):
        for name in ("Vera", "Siv"):
            Client().post(f"/oppet/anmalan/{event.pk}/", public_form(event, name=name, companions="0"))
        assert SignUp.objects.get().name == "Siv"

    def test_who_cancels_leaves_no_answers_and_no_address(self, event):
        guest = come(event, food="nötter")
        actions.cancel(row=guest, at=NOW)
        guest.refresh_from_db()
        assert (guest.food, guest.email) == ("", "")


def test_the_calendar_of_who_is_signed_up_says_so_and_knows_the_place(cast):
    event = make_activity(cast, audience="everyone", place="Sundsvall")
    open_sign_up(event, place_for_signed_up="Storgatan 4")
    come(event)
    outbox.send_due(clock=lambda: NOW)
    [entry] = Calendar.from_ical(mail.outbox[0].attachments[0].content).walk("VEVENT")
    assert (entry["location"], entry["attendee"].params["PARTSTAT"]) == ("Storgatan 4", "ACCEPTED")
    assert "url" not in entry, "a guest has no account to open the page with"


class TestChangedPlans:
    def test_what_somebody_is_signed_up_to_is_cancelled_and_not_removed(self, event, log_in):
        come(event)
        answer = log_in("sundsvall").post(f"/traffar/{event.pk}/ta-bort/", follow=True)
        assert "Ställ in i stället" in answer.content.decode()
        assert Activity.objects.filter(pk=event.pk).exists()

    def test_a_queue_moves_again_when_the_cancellation_is_called_off(self, event, log_in):
        first, second, third = come(event), come(event, "Olle"), come(event, "Siv")
        actions.cancel(row=first, at=NOW)
        client = log_in("sundsvall")
        client.post(f"/traffar/{event.pk}/stall-in/", {"reason": "Storm"})
        second.refresh_from_db()
        assert second.is_queued, "an offer of what will not be is none"
        with pytest.raises(actions.SignUpClosed):
            actions.accept(row=third, at=NOW)
        client.post(f"/traffar/{event.pk}/hav-installningen/")
        assert actions.settle_queues(at=NOW) == 1
        statuses = SignUp.objects.order_by("turn").values_list("status", flat=True)
        assert list(statuses) == [Status.ENDED, Status.OFFERED, Status.QUEUED]

    def test_who_cannot_be_written_to_gets_the_place_at_once(self, event):
        first = come(event)
        rang = actions.sign_up(new=SignUp(activity=event, name="Berit", source="by_hand"), at=NOW)
        actions.cancel(row=first, at=NOW)
        rang.refresh_from_db()
        assert rang.is_coming

    def test_once_it_has_begun_nobody_is_taken_off(self, event):
        guest = come(event)
        with pytest.raises(actions.SignUpClosed):
            actions.cancel(row=guest, at=event.starts_at)
        guest.refresh_from_db()
        assert guest.is_coming

    def test_a_reminder_of_the_old_time_is_not_sent(self, event, log_in):
        come(event)
        outbox.send_due(clock=lambda: NOW)
        planning.plan_reminders(now=event.starts_at - timedelta(days=3, hours=6))
        moved = edit_form(event, day="2026-10-16")
        log_in("sundsvall").post(f"/traffar/{event.pk}/andra/", moved)
        outbox.send_due(clock=lambda: event.starts_at - timedelta(days=2))
        assert Message.objects.get(kind="sign_up_near").status == "cancelled"

    def test_guests_are_each_reminded_on_the_day(self, cast):
        event = make_activity(cast, audience="everyone", starts_at=at(30, 18))
        open_sign_up(event)
        for number in range(5):
            come(event, f"Gast{number}")
        planning.plan_reminders(now=event.starts_at - timedelta(days=3, hours=6))
        due = Message.objects.filter(kind="sign_up_near").values_list("due_at", flat=True)
        assert {moment.date().day for moment in due} == {27}


def test_the_last_day_is_told_those_whom_it_concerns_and_who_have_not_signed_up(cast):
    event = make_activity(cast, audience="everyone", contact=cast.ange, starts_at=at(30, 18))
    open_sign_up(event, closes_on=date(2026, 9, 25))
    actions.sign_up(new=SignUp(activity=event, person=cast.ange, source="account"), at=NOW)
    mail.outbox.clear()
    morning = at(23, 7)
    planning.plan_reminders(now=morning)
    outbox.send_due(clock=lambda: morning + timedelta(hours=4))
    told = [sent for sent in mail.outbox if "senast fredag 25 september" in sent.subject]
    assert [sent.to for sent in told] == [[cast.sundsvall.email]]
    planning.plan_reminders(now=morning + timedelta(minutes=10))
    assert Message.objects.filter(kind="sign_up_closing").count() == 1


def test_a_form_that_is_sent_again_after_a_cancellation_signs_up_anew(event, log_in):
    client, form = log_in("member"), {"submission": str(uuid.uuid4()), "companions": "0"}
    client.post(f"/traffar/{event.pk}/anmalan/", form)
    client.post(f"/traffar/{event.pk}/anmalan/avanmal/")
    answer = client.post(f"/traffar/{event.pk}/anmalan/", form, follow=True)
    assert "Du är anmäld." in answer.content.decode()


def test_a_member_who_came_by_the_open_form_does_not_take_two_places(cast, event):
    Client().post(f"/oppet/anmalan/{event.pk}/", public_form(event, email=cast.member.email, companions="0"))
    actions.confirm(row=SignUp.objects.get(), at=NOW)
    row = actions.sign_up(new=SignUp(activity=event, person=cast.member, source="account"), at=NOW)
    assert (SignUp.objects.count(), row.person) == (1, cast.member)


def test_what_is_a_bodys_own_is_not_for_others_to_sign_up_to(cast, log_in):
    inner = make_activity(cast, audience="own")
    open_sign_up(inner, open_to="members")
    form = {"submission": str(uuid.uuid4())}
    assert log_in("ange").post(f"/traffar/{inner.pk}/anmalan/", form).status_code == 403
    assert log_in("member").post(f"/traffar/{inner.pk}/anmalan/", form).status_code == 302
