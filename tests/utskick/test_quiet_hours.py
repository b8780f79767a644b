"""What can wait keeps quiet hours by the clock, whenever it should have gone; what would be too late then goes."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail

from distrikt.clock import STOCKHOLM
from distrikt.utskick import outbox
from distrikt.utskick.models import Message
from tests.traffar.activities import at, make_activity
from tests.utskick.test_reminders import plan_at
from traffar.emails import send_outcome_request

NIGHT = datetime(2026, 9, 25, 23, 17, tzinfo=STOCKHOLM)


@pytest.fixture(autouse=True)
def mails_go_at_once(monkeypatch):
    monkeypatch.setattr(outbox, "nudge_senders", lambda: None)


def test_a_reminder_that_comes_to_be_in_quiet_hours_waits_for_the_morning(cast):
    make_activity(cast)
    assert plan_at(NIGHT) == [("activity_near", "sundsvall", "26 07:00")]
    outbox.send_due(clock=lambda: NIGHT)
    assert mail.outbox == []
    outbox.send_due(clock=lambda: NIGHT + timedelta(hours=8))
    assert len(mail.outbox) == 1


def test_one_that_would_be_too_late_in_the_morning_goes_at_once(cast):
    make_activity(cast, starts_at=at(26, 6))
    assert plan_at(NIGHT) == [("activity_near", "sundsvall", "25 23:17")]
    outbox.send_due(clock=lambda: NIGHT)
    assert len(mail.outbox) == 1


def test_one_that_was_delayed_into_quiet_hours_waits_and_is_not_late(cast):
    make_activity(cast)
    plan_at(datetime(2026, 9, 25, 6, tzinfo=STOCKHOLM))
    outbox.send_due(clock=lambda: NIGHT)
    row = Message.objects.get()
    assert (row.status, row.attempts, f"{row.due_at.astimezone(STOCKHOLM):%d %H:%M}") == ("waiting", 0, "26 07:00")
    assert not Message.objects.late(NIGHT).exists()


def test_what_somebody_sends_again_goes_at_night_too(cast):
    make_activity(cast)
    plan_at(datetime(2026, 9, 25, 6, tzinfo=STOCKHOLM))
    Message.objects.update(status="failed")
    outbox.send_again(message=Message.objects.get(), by=cast.ombudsman.pk, at=NIGHT)
    outbox.send_due(clock=lambda: NIGHT)
    assert len(mail.outbox) == 1


def test_what_can_wait_and_is_queued_by_hand_waits_as_well(cast):
    with time_machine.travel(NIGHT):
        send_outcome_request(make_activity(cast, starts_at=at(20)), cast.sundsvall, today=NIGHT.date())
    assert f"{Message.objects.get().due_at.astimezone(STOCKHOLM):%d %H:%M}" == "26 07:00"
