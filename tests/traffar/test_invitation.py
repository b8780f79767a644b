"""Entries for people's own calendars, read by a real parser."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from icalendar import Calendar

from distrikt.mail import QueuedMail, queue_mail
from distrikt.utskick import outbox
from tests.traffar.activities import at, make_activity
from traffar.actions import cancel_activity, edit_activity
from traffar.invitation import calendar_entry
from traffar.models import Activity

NOW = datetime(2026, 9, 15, 10, tzinfo=UTC)


def read(activity: Activity) -> tuple[str, dict[str, object]]:
    """(method, the event's properties) as a calendar reads them."""
    entry = calendar_entry(activity, attendee="nya@ny.example", at=NOW)
    calendar = Calendar.from_ical(entry.content)
    [event] = calendar.walk("VEVENT")
    return str(calendar["method"]), {name.lower(): event.decoded(name) for name in ("UID", "SEQUENCE", "DTSTART")}


def test_an_update_and_a_cancellation_are_of_the_same_entry_and_later(cast):
    activity = make_activity(cast, place="Torget; vid fontänen, söder")
    asked, first = read(activity)
    activity.starts_at, activity.ends_at = at(27, 11), at(27, 13)
    edit_activity(activity=activity, co_hosts=[], version=activity.version, by=cast.ombudsman.pk, at=NOW)
    _, moved = read(Activity.objects.get())
    cancel_activity(activity=Activity.objects.get(), reason="Storm.", by=cast.ombudsman.pk)
    called_off, last = read(Activity.objects.get())
    assert (asked, called_off) == ("REQUEST", "CANCEL")
    assert first["uid"] == moved["uid"] == last["uid"]
    assert first["sequence"] < moved["sequence"] < last["sequence"]
    assert moved["dtstart"] == at(27, 11)


@pytest.mark.parametrize("title", ["Öppet\r\nATTENDEE:mailto:annan@ny.example", "Fika; \\, kaffe " + "å" * 120])
def test_what_people_write_makes_no_line_of_its_own(cast, title):
    activity = make_activity(cast, title=title)
    entry = calendar_entry(activity, attendee="nya@ny.example", at=NOW)
    [event] = Calendar.from_ical(entry.content).walk("VEVENT")
    assert event["attendee"] == "mailto:nya@ny.example"
    assert str(event["summary"]).replace("\r", "") == title.replace("\r", "")


def test_it_goes_along_as_an_invitation_that_mail_programs_know(cast, monkeypatch):
    monkeypatch.setattr(outbox, "nudge_senders", lambda: None)
    activity = make_activity(cast)
    person = cast.sundsvall
    key = "2026-09-26T11:00 1"
    queue_mail(QueuedMail("activity_near", person.email, person.pk, activity.pk, key, due_at=NOW))
    outbox.send_due(clock=lambda: NOW)
    [sent] = mail.outbox
    [part] = [part for part in sent.message().walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "REQUEST"
    assert Calendar.from_ical(part.get_payload(decode=True))["method"] == "REQUEST"
