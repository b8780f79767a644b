"""The outbox: told once, nothing lost, and when nobody can know it says so."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import OperationalError, connection, transaction

from distrikt.mail import Mail, MailKind, NoLonger, QueuedMail, kinds, queue_mail
from distrikt.utskick import outbox
from distrikt.utskick.carriers import CutOff, NoAnswer, Refused, Rejected, Unreachable
from distrikt.utskick.models import Message, Pulse
from distrikt.utskick.reports import health

NOW = datetime(2026, 9, 15, 12, tzinfo=UTC)
Status = Message.Status


@pytest.fixture(autouse=True)
def mails_go_at_once(monkeypatch):
    """Here nothing goes before `send_due` is called."""
    monkeypatch.setattr(outbox, "nudge_senders", lambda: None)


@pytest.fixture
def kind(monkeypatch):
    """A kind of mail whose words are `kind["say"](occasion)`."""
    says = {"say": lambda occasion: {"subject": "Hej", "text": "Hej på dig", "html": "<p>Hej på dig</p>"}}
    compose = lambda occasion: Mail("organisation/email/as_written", says["say"](occasion))  # noqa: E731
    monkeypatch.setitem(kinds._entries, "probe", MailKind("Prov", compose))
    monkeypatch.setitem(kinds._entries, "secret", MailKind("Hemligt", compose, is_secret=True))
    return says


class Carrier:
    """Carries as the test says: `answers` are exceptions or answers, one a mail; the last one stays."""

    def __init__(self, *answers: object) -> None:
        self.answers, self.carried = list(answers), []

    def carry(self, message, *, before_text: Callable[[], None]) -> str:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Unreachable | Rejected | Refused):
            raise answer
        before_text()
        self.carried.append(message)
        if isinstance(answer, BaseException):
            raise answer
        return str(answer)


@pytest.fixture
def carried_by(monkeypatch):
    def use(*answers: object) -> Carrier:
        from contextlib import nullcontext

        carrier = Carrier(*answers)
        monkeypatch.setattr(outbox, "open_carrier", lambda: nullcontext(carrier))
        return carrier

    return use


def put(kind: str = "probe", email: str = "nya@ny.example", **fields) -> Message:
    queue_mail(QueuedMail(kind=kind, email=email, **{"due_at": NOW, **fields}))
    return Message.objects.latest("pk")


def send(at: datetime = NOW) -> int:
    return outbox.send_due(clock=lambda: at)


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.status


class TestQueueing:
    def test_what_is_rolled_back_is_told_to_nobody(self, transactional_db, kind):
        with transaction.atomic():
            put()
            transaction.set_rollback(True)
        assert Message.objects.count() == 0

    def test_the_same_key_is_written_down_once(self, db, kind):
        mail = QueuedMail(kind="probe", email="nya@ny.example", object_id=1)
        assert [queue_mail(mail), queue_mail(mail)] == [True, False]
        assert Message.objects.count() == 1

    def test_each_person_is_told(self, cast, kind):
        for person in (cast.chair, cast.member):
            assert queue_mail(QueuedMail(kind="probe", email=person.email, person_id=person.pk, object_id=1))

    def test_a_transaction_nudges_once_however_many_its_mails(
        self, db, kind, monkeypatch, django_capture_on_commit_callbacks
    ):
        """With a broker that swallows everything a nudge costs seconds, and the page waits for it."""
        monkeypatch.setattr(outbox, "on_commit", transaction.on_commit)
        with django_capture_on_commit_callbacks() as calls:
            for number in range(3):
                queue_mail(QueuedMail(kind="probe", email="nya@ny.example", object_id=number))
        assert calls == [outbox.nudge_senders]


class TestSending:
    def test_a_mail_goes_to_one_person_with_what_was_said_and_the_row_knows_it(self, db, kind):
        message = put()
        assert send() == 1
        [sent] = mail.outbox
        assert (sent.to, sent.subject, sent.body.strip()) == (["nya@ny.example"], "Hej", "Hej på dig")
        assert sent.extra_headers["Message-ID"] == message.message_id
        assert state(message) == Status.SENT
        assert (message.subject, message.ended_at, message.attempts) == ("Hej", NOW, 1)

    def test_what_has_been_sent_is_not_sent_again(self, db, kind):
        put()
        assert [send(), send()] == [1, 0]
        assert len(mail.outbox) == 1

    def test_what_is_to_come_waits(self, db, kind):
        message = put(due_at=NOW + timedelta(hours=1))
        assert send() == 0
        assert send(NOW + timedelta(hours=1)) == 1
        assert state(message) == Status.SENT

    def test_what_comes_too_late_does_not_go(self, db, kind):
        message = put(not_after=NOW + timedelta(hours=1))
        assert send(NOW + timedelta(hours=2)) == 0
        assert state(message) == Status.TOO_LATE

    def test_what_became_too_late_in_the_middle_of_a_batch_does_not_go(self, db, kind, carried_by):
        carrier = carried_by("250 OK")
        message = put(not_after=NOW + timedelta(minutes=1))
        outbox._send_batch(outbox.claim(now=NOW), carrier, lambda: NOW + timedelta(minutes=2))
        assert (state(message), carrier.carried) == (Status.TOO_LATE, [])

    def test_what_is_no_longer_so_is_not_told(self, db, kind):
        def gone(occasion):
            raise NoLonger("Aktiviteten är inställd.")

        message = put()
        kind["say"] = gone
        send()
        assert (state(message), message.answer, mail.outbox) == (Status.CANCELLED, "Aktiviteten är inställd.", [])

    def test_nobody_writes_to_a_closed_account(self, cast, kind):
        message = put(email=cast.member.email, person_id=cast.member.pk)
        cast.member.is_active = False
        cast.member.save()
        send()
        assert (state(message), mail.outbox) == (Status.CANCELLED, [])

    def test_an_account_closed_in_the_middle_of_a_batch_gets_nothing_either(self, cast, kind, carried_by):
        carrier = carried_by("250 OK")
        message = put(email=cast.member.email, person_id=cast.member.pk)
        batch = outbox.claim(now=NOW)
        type(cast.member).objects.filter(pk=cast.member.pk).update(is_active=False)
        outbox._send_batch(batch, carrier, lambda: NOW)
        assert (state(message), carrier.carried) == (Status.CANCELLED, [])

    def test_a_mail_that_no_server_can_be_given_stops_no_other(self, db, kind, carried_by):
        carried_by(UnicodeEncodeError("ascii", "å", 0, 1, "no such letter"), "250 OK")
        bad, good = put(object_id=1), put(object_id=2)
        send()
        # The stand-in calls `before_text` first, so nobody can be sure.
        assert (state(bad), state(good)) == (Status.UNCERTAIN, Status.SENT)

    def test_who_is_erased_takes_the_waiting_mail_along(self, cast, kind):
        put(email=cast.stranger.email, person_id=cast.stranger.pk)
        cast.stranger.delete()
        assert send() == 0

    def test_words_that_cannot_be_found_fail_that_mail_and_no_other(self, db, kind):
        def broken(occasion):
            if occasion.object_id == 1:
                raise ValueError("trasigt")
            return {"subject": "Hej", "text": "Hej", "html": "<p>Hej</p>"}

        kind["say"] = broken
        bad, good = put(object_id=1), put(object_id=2)
        send()
        assert (state(bad), state(good)) == (Status.FAILED, Status.SENT)

    def test_a_line_break_in_the_subject_makes_no_header(self, db, kind):
        kind["say"] = lambda occasion: {"subject": "Hej\r\nBcc: annan@ny.example", "text": "x", "html": "x"}
        put()
        send()
        assert mail.outbox[0].message()["Subject"] == "Hej Bcc: annan@ny.example"
        assert mail.outbox[0].message()["Bcc"] is None

    def test_a_secret_text_is_kept_nowhere_once_it_is_sent(self, db, kind):
        message = put("secret", payload={"token": "abc"})
        send()
        message.refresh_from_db()
        assert (message.status, message.payload, message.text, message.html) == (Status.SENT, {}, "", "")

    @pytest.mark.parametrize("end", ["cancelled", "too_late", "failed"])
    def test_a_secret_that_did_not_go_is_forgotten_too(self, cast, kind, carried_by, end):
        carried_by(Rejected("550 nej", is_address=False))
        message = put("secret", payload={"token": "abc"}, not_after=NOW + timedelta(hours=1))
        if end == "cancelled":
            outbox.cancel(message=message, by=cast.chair.pk, at=NOW)
        send(NOW + timedelta(hours=2 if end == "too_late" else 0))
        outbox.forget_old_messages(now=NOW + timedelta(days=2))
        assert (state(message), message.payload) == (end, {})

    def test_after_a_round_other_work_gets_its_turn_and_a_nudge_goes_on_with_the_rest(self, db, kind, monkeypatch):
        monkeypatch.setattr(outbox, "BATCH", 2)
        nudges = []
        monkeypatch.setattr(outbox, "nudge_senders", lambda: nudges.append(1))
        times = iter(NOW + step * outbox.ROUND / 4 for step in range(100))
        for number in range(6):
            put(object_id=number)
        tried = outbox.send_due(clock=lambda: next(times))
        waiting = Message.objects.filter(status=Status.WAITING).count()
        # One nudge for help at once, one to go on.
        assert (0 < tried < 6, tried + waiting, len(nudges)) == (True, 6, 2)

    def test_the_worker_shows_a_sign_of_life(self, db):
        send()
        assert Pulse.objects.get(part=Pulse.WORKER).beat_at == NOW


class TestWhenTheServerRefuses:
    def test_for_now_it_is_tried_again_and_in_the_end_given_up(self, db, kind, carried_by):
        carried_by(Refused("450 upptaget"))
        message, at = put(), NOW
        for wait in outbox.BACK_OFF:
            send(at)
            assert (state(message), message.due_at, message.answer) == (Status.WAITING, at + wait, "450 upptaget")
            at += wait
        send(at)
        assert (state(message), message.attempts) == (Status.FAILED, len(outbox.BACK_OFF) + 1)

    def test_for_good_it_has_failed(self, db, kind, carried_by):
        carried_by(Rejected("550 okänd mottagare", is_address=True))
        message = put()
        send()
        assert (state(message), message.answer) == (Status.FAILED, "550 okänd mottagare")

    def test_an_address_that_nobody_has_is_marked_and_another_is_not(self, cast, kind, carried_by):
        carried_by(Rejected("550 okänd mottagare", is_address=True))
        put(email=cast.member.email, person_id=cast.member.pk)
        send()
        cast.member.refresh_from_db()
        assert cast.member.email_bounces
        cast.member.email = "ny@ny.example"
        assert not cast.member.email_bounces

    def test_what_is_tried_again_is_written_anew(self, db, kind, carried_by):
        class LateRefusal(Carrier):
            def carry(self, message, *, before_text):
                before_text()
                raise Refused("450 upptaget")

        message = put()
        outbox._send_batch(outbox.claim(now=NOW), LateRefusal(), lambda: NOW)
        assert (state(message), message.text, message.html) == (Status.WAITING, "", "")

    def test_when_it_cannot_be_reached_all_wait_and_no_attempt_counts(self, db, kind, carried_by):
        carrier = carried_by(Unreachable("Ingen e-postserver svarar på adressen."))
        first, second = put(object_id=1), put(object_id=2)
        send()
        for message in (first, second):
            assert (state(message), message.attempts) == (Status.WAITING, 0)
            assert message.due_at == NOW + outbox.SERVER_REST
        for minute in range(1, 20):
            send(NOW + minute * outbox.SERVER_REST)
        assert "har väntat i 19 minuter" in health(NOW + timedelta(minutes=19)).alarm
        carrier.answers = ["250 OK"]
        assert send(NOW + 20 * outbox.SERVER_REST) == 2
        assert state(first) == state(second) == Status.SENT

    def test_when_it_goes_away_once_it_knows_the_mail_that_counts_for_that_mail_alone(self, db, kind, carried_by):
        """Otherwise one address that the server chokes on would hold up all others for ever."""
        carried_by(CutOff("E-postservern svarade inte i tid."), "250 OK")
        first, second = put(object_id=1), put(object_id=2)
        send()
        waits = [(state(message), message.attempts, message.due_at - NOW) for message in (first, second)]
        assert waits == [(Status.WAITING, 1, outbox.BACK_OFF[0]), (Status.WAITING, 0, outbox.SERVER_REST)]

    def test_silence_after_the_text_makes_one_mail_uncertain_not_all(self, db, kind, carried_by):
        carried_by(NoAnswer("E-postservern svarade inte i tid."))
        first, second = put(object_id=1), put(object_id=2)
        send()
        assert (state(first), state(second), second.attempts) == (Status.UNCERTAIN, Status.WAITING, 0)

    def test_silence_after_the_text_leaves_it_uncertain_and_it_is_not_sent_again(self, db, kind, carried_by):
        carrier = carried_by(NoAnswer("E-postservern svarade inte i tid."))
        message = put()
        send()
        send(NOW + timedelta(days=1))
        assert (state(message), len(carrier.carried)) == (Status.UNCERTAIN, 1)


class TestAfterACrash:
    def test_what_never_left_is_sent_when_its_lease_has_run_out(self, db, kind):
        message = put()
        outbox.claim(now=NOW)
        assert send(NOW + outbox.LEASE / 2) == 0
        assert send(NOW + outbox.LEASE * 2) == 1
        assert state(message) == Status.SENT

    def test_what_had_left_nobody_can_be_sure_of(self, db, kind, carried_by):
        class Killed(BaseException):
            pass

        carried_by(Killed())
        message = put()
        with pytest.raises(Killed):
            send()
        carrier = carried_by("250 OK")
        send(NOW + outbox.LEASE * 2)
        assert (state(message), message.answer, carrier.carried) == (Status.UNCERTAIN, outbox.NOBODY_KNOWS, [])

    def test_what_is_cut_short_every_time_is_given_up(self, db, kind):
        """It may itself be what kills the senders."""
        message, at = put(), NOW
        for _ in range(len(outbox.BACK_OFF) + 1):
            outbox.claim(now=at)
            at += outbox.LEASE * 2
            outbox.settle_abandoned(now=at)
        assert (state(message), message.answer) == (Status.FAILED, outbox.CRASHED)

    def test_a_sender_that_was_only_slow_still_says_how_it_went(self, db, kind, carried_by):
        row = put()

        class Slow(Carrier):
            def carry(self, message, *, before_text):
                before_text()
                outbox.settle_abandoned(now=NOW + outbox.LEASE * 2)
                assert state(row) == Status.UNCERTAIN
                return "250 OK"

        outbox._send_batch(outbox.claim(now=NOW), Slow("250 OK"), lambda: NOW)
        assert (state(row), row.answer) == (Status.SENT, "250 OK")

    def test_a_database_that_cuts_the_connection_is_asked_again(self, transactional_db, monkeypatch):
        monkeypatch.setattr(outbox, "RECONNECT", (0, 0))
        answers = [OperationalError("cut"), OperationalError("cut"), 1]

        def work() -> int:
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        assert outbox._lasting(work) == 1

    def test_inside_a_transaction_it_is_not(self, db):
        def work() -> int:
            raise OperationalError("cut")

        assert connection.in_atomic_block
        with pytest.raises(OperationalError):
            outbox._lasting(work)

    def test_who_has_lost_the_claim_sends_nothing(self, db, kind, carried_by):
        """A sender that was slower than its lease finds, just before the text would leave, that another has the row."""
        carrier = carried_by("250 OK")
        message = put()
        kind["say"] = lambda occasion: Message.objects.update(claim=None, status=Status.WAITING) and {
            "subject": "a", "text": "a", "html": "a"
        }  # fmt: skip
        outbox._send_batch(outbox.claim(now=NOW), carrier, lambda: NOW)
        assert (state(message), carrier.carried) == (Status.WAITING, [])


class TestByHand:
    def test_a_person_lets_it_go_again_under_the_same_number(self, cast, kind, carried_by):
        carried_by(Rejected("550 nej", is_address=True), "250 OK")
        message = put()
        send()
        assert outbox.send_again(message=message, by=cast.chair.pk, at=NOW)
        assert not outbox.send_again(message=message, by=cast.chair.pk, at=NOW)
        number = message.message_id
        send()
        assert (state(message), message.message_id) == (Status.SENT, number)

    def test_what_is_cancelled_does_not_go_and_what_is_sent_cannot_be_cancelled(self, cast, kind):
        message = put()
        assert outbox.cancel(message=message, by=cast.chair.pk, at=NOW)
        assert send() == 0
        other = put(object_id=2)
        send()
        assert not outbox.cancel(message=other, by=cast.chair.pk, at=NOW)


def test_old_texts_go_and_later_the_rows(db, kind):
    message = put()
    send()
    outbox.forget_old_messages(now=NOW + Message.TEXT_KEPT + timedelta(days=1))
    message.refresh_from_db()
    assert (message.text, message.status) == ("", Status.SENT)
    outbox.forget_old_messages(now=NOW + Message.KEPT + timedelta(days=1))
    assert not Message.objects.exists()
