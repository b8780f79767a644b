"""The pages of the outbox: who sees what of whose mail, and what they can do about it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from model_bakery import baker

from distrikt.mail import kinds, topics
from distrikt.organisation.models import AccessRecord
from distrikt.utskick import outbox
from distrikt.utskick.models import Letter, Message, Pulse
from distrikt.utskick.reports import health, recent_alarm
from tests.traffar.activities import make_activity

NOW = datetime(2026, 9, 15, 12, tzinfo=UTC)


@pytest.fixture
def a_mail(cast):
    """`a_mail(status="failed")` makes a mail to Sundsvall's contact, with what was sent."""

    def make(**fields) -> Message:
        number = Message.objects.count()
        said = {"subject": "Snart: Torgmöte", "text": "Torgmöte på lördag", "html": "<p>Torgmöte på lördag</p>"}
        values = {"kind": "activity_near", "recipient": cast.sundsvall, "email": cast.sundsvall.email, **said, **fields}
        return baker.make(Message, key=f"k{number}", message_id=f"<{number}@x>", **{"status": "sent", **values})

    return make


def test_message_list_shows_what_waits_and_what_a_person_must_decide(log_in, a_mail):
    a_mail(status="uncertain", answer="E-postservern svarade inte i tid.")
    a_mail(status="sent", subject="Redan skickat")
    page = log_in("chair").get("/utskick/").content.decode()
    assert "osäker" in page
    assert "svarade inte i tid" in page
    assert "Redan skickat" not in page


def test_a_row_whose_subject_nobody_may_read_says_what_it_is_about_and_not_to_whom(cast, log_in, a_mail):
    activity = make_activity(cast, title="Allsång")
    vera = {"name": "Vera Vik", "email": "vera@gast.example"}
    guest = baker.make("traffar.SignUp", activity=activity, status="coming", source="public", **vera)
    unread = {"status": "waiting", "subject": "", "recipient": None, "email": "vera@gast.example"}
    a_mail(kind="sign_up_near", object_id=guest.pk, **unread)
    a_mail(kind="sign_up_near", object_id=guest.pk + 1, **unread)
    a_mail(kind="activity_near", object_id=activity.pk, status="waiting", subject="")
    page = log_in("secretary").get("/utskick/").content.decode()
    assert "Påminnelse till anmälda: Allsång, lör 26 sep kl. 11" in page
    assert "Påminnelse om aktivitet: Allsång, lör 26 sep kl. 11" in page
    assert "Vera" not in page
    assert "vera@" not in page


def test_every_topic_is_of_a_kind_of_mail():
    assert {key for key, _ in topics} <= {key for key, _ in kinds}


def test_message_history_is_filtered_by_kind_and_state(log_in, a_mail):
    a_mail(kind="digest", subject="Tre saker den här veckan")
    a_mail(status="cancelled", subject="Snart: Allsång")
    client = log_in("ombudsman")
    assert "Snart: Allsång" not in client.get("/utskick/skickat/?slag=digest").content.decode()
    assert "Tre saker" not in client.get("/utskick/skickat/?lage=cancelled").content.decode()
    assert "Inget passar filtret" in client.get("/utskick/skickat/?slag=digest&lage=cancelled").content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_lists_take_as_many_queries_whatever_their_length(log_in, a_mail, number, django_assert_max_num_queries):
    for count in range(number):
        a_mail(kind=["sign_up_near", "activity_near", "help_answered", "letter"][count % 4], subject="")
    client = log_in("chair")
    client.get("/utskick/skickat/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/utskick/skickat/")
    assert len(queries) <= 12


class TestReading:
    def test_message_detail_shows_what_was_sent_and_notes_who_read_it(self, cast, log_in, a_mail):
        message = a_mail()
        assert "Torgmöte på lördag" in log_in("chair").get(f"/utskick/{message.pk}/").content.decode()
        assert AccessRecord.objects.filter(user=cast.chair, object_id=cast.sundsvall.pk).count() == 1

    def test_a_secret_text_is_shown_to_nobody(self, log_in, a_mail):
        message = a_mail(kind="account", payload={"text": "koden är 123456"}, text="", html="", status="waiting")
        page = log_in("chair").get(f"/utskick/{message.pk}/").content.decode()
        assert "123456" not in page
        assert log_in("chair").get(f"/utskick/{message.pk}/utseende/").status_code == 404
        assert log_in("chair").post(f"/utskick/{message.pk}/prov/").status_code == 404

    def test_the_secretary_reads_nothing_of_people_with_protected_personal_data(self, cast, log_in, a_mail):
        cast.sundsvall.is_protected = True
        cast.sundsvall.save()
        message = a_mail(answer="550 <sundsvall@distrikt.example> okänd")
        for path in ("/utskick/skickat/", f"/utskick/{message.pk}/"):
            page = log_in("secretary").get(path).content.decode()
            assert "Amina" not in page
            assert "sundsvall@" not in page
            assert "Torgmöte på lördag" not in page
        assert log_in("secretary").get(f"/utskick/{message.pk}/utseende/").status_code == 404
        assert "Amina" in log_in("ombudsman").get("/utskick/skickat/").content.decode()

    def test_message_look_stands_in_a_sandbox(self, log_in, a_mail):
        answer = log_in("chair").get(f"/utskick/{a_mail().pk}/utseende/")
        policy = answer.headers["Content-Security-Policy"]
        assert "sandbox" in policy
        assert "default-src 'none'" in policy
        assert "script-src" not in policy


class TestByHand:
    def test_message_send_again_lets_it_go_once_more(self, log_in, a_mail, monkeypatch):
        monkeypatch.setattr(outbox, "nudge_senders", lambda: None)
        message = a_mail(status="failed")
        log_in("secretary").post(f"/utskick/{message.pk}/skicka-igen/")
        message.refresh_from_db()
        assert message.status == "waiting"

    def test_what_has_been_sent_is_not_sent_again(self, log_in, a_mail):
        message = a_mail()
        page = log_in("chair").post(f"/utskick/{message.pk}/skicka-igen/", follow=True).content.decode()
        assert "redan lämnat kön" in page

    def test_message_cancel_takes_it_out(self, log_in, a_mail):
        message = a_mail(status="waiting", due_at=NOW + timedelta(days=900))
        log_in("chair").post(f"/utskick/{message.pk}/stall-in/")
        message.refresh_from_db()
        assert message.status == "cancelled"

    def test_message_sample_goes_to_whoever_asks_and_says_so(self, cast, log_in, a_mail):
        log_in("ombudsman").post(f"/utskick/{a_mail().pk}/prov/")
        [sent] = mail.outbox
        assert (sent.to, sent.subject) == ([cast.ombudsman.email], "Prov: Snart: Torgmöte")


class TestHealth:
    def test_health_is_well_when_all_is(self, log_in):
        Pulse.objects.create(part=Pulse.WORKER, beat_at=timezone.now())
        assert "Mejlen går iväg" in log_in("administrator").get("/halsa/").content.decode()

    def test_a_worker_that_has_fallen_silent_is_told_of(self, db):
        Pulse.objects.create(part=Pulse.WORKER, beat_at=NOW)
        assert health(NOW + timedelta(minutes=4)).alarm == ""
        assert "inte hörts" in health(NOW + timedelta(minutes=6)).alarm

    def test_the_start_page_says_so_to_those_who_can_see_to_it(self, log_in, a_mail):
        a_mail(status="waiting", wanted_at=timezone.now() - timedelta(minutes=40))
        assert "Mejlen går inte iväg" in recent_alarm(timezone.now())[0]
        assert "Mejlen går inte iväg" in log_in("chair").get("/").content.decode()
        assert "Mejlen går inte iväg" not in log_in("member").get("/").content.decode()

    def test_one_that_the_server_asks_to_wait_is_no_sign_that_mail_stands_still(self, a_mail):
        a_mail(status="waiting", attempts=2, answer="450 upptaget", wanted_at=NOW - timedelta(minutes=40))
        assert health(NOW).alarm == ""

    def test_a_server_that_cannot_be_reached_is_told_of_at_once_with_the_reason(self, log_in, a_mail):
        a_mail(status="waiting", answer="Ingen server svarar.", wanted_at=timezone.now() - timedelta(minutes=1))
        page = log_in("ombudsman").get("/halsa/").content.decode()
        assert "Mejlen går inte iväg just nu. Ingen server svarar." in page
        assert "test_mail" in page

    def test_a_mail_that_failed_stands_among_what_is_to_be_done(self, log_in, a_mail):
        a_mail(status="failed", ended_at=timezone.now())
        assert "1 mejl kom kanske inte fram" in log_in("ombudsman").get("/").content.decode()
        assert "kom kanske inte fram" not in log_in("administrator").get("/").content.decode()


def test_what_waits_of_a_letter_is_known_by_its_subject(cast, log_in, a_mail):
    letter = Letter.objects.create(writer=cast.chair, subject="Höstens möten", body="Hej", group="roles:board")
    a_mail(status="waiting", kind="letter", object_id=letter.pk, subject="", text="", html="")
    assert "Höstens möten" in log_in("ombudsman").get("/utskick/").content.decode()


def test_the_text_of_a_mail_is_text_whatever_stands_in_it(log_in, a_mail):
    message = a_mail(text="<b>fet</b> <https://distrikt.example>")
    page = log_in("ombudsman").get(f"/utskick/{message.pk}/").content.decode()
    assert "&lt;b&gt;fet&lt;/b&gt; &lt;https://distrikt.example&gt;" in page
