"""An activity as an entry for somebody's own calendar: in mails with its updates and cancellation (RFC 5546), in feeds.

A calendar knows the entry again by its UID, and takes the one with the higher SEQUENCE for the truth.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parseaddr
from enum import StrEnum
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress, vDatetime, vInt, vText, vUri

from distrikt.mail import Attachment
from distrikt.markup import plain
from traffar.models import Activity

CALENDAR_TYPE = "text/calendar; charset=utf-8"
LONGEST_DESCRIPTION = 200
_STATUS = {Activity.Status.DRAFT: "TENTATIVE", Activity.Status.CANCELLED: "CANCELLED"}
# Calendars that take no notice of STATUS show the title all the same.
_TITLE_PREFIX = {Activity.Status.DRAFT: "Utkast: ", Activity.Status.CANCELLED: "Inställt: "}
# What some programs take for the end of a line.
_LINE_BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")


class Answer(StrEnum):
    """What the attendee has said, as RFC 5545 names it (PARTSTAT)."""

    NONE = "NEEDS-ACTION"
    COMING = "ACCEPTED"
    LEFT = "DECLINED"


def calendar_entry(
    activity: Activity, *, attendee: str, at: datetime, place: str = "", answer: Answer = Answer.NONE
) -> Attachment:
    """METHOD:REQUEST for what is planned, METHOD:CANCEL for what is cancelled, and for who has left; times in UTC,
    understood everywhere.

    `place` when the attendee knows more of it than everyone does. Who has signed up has answered already, and may have
    no account to open the activity's page with.
    """
    method = "CANCEL" if activity.is_cancelled or answer == Answer.LEFT else "REQUEST"
    calendar = new_calendar()
    calendar.add("method", method)
    event = calendar_event(activity, stamp=at)
    if place:
        event["location"] = vText(harmless(place))
    if answer != Answer.NONE:
        event.pop("url")
    if answer == Answer.LEFT:
        event["status"] = vText("CANCELLED")
    _invite(event, activity, attendee, answer)
    calendar.add_component(event)
    return Attachment("inbjudan.ics", calendar.to_ical(), f"text/calendar; method={method}")


def calendar_entries(activities: Iterable[Activity], *, at: datetime) -> Attachment:
    """METHOD:PUBLISH, the only one that holds several entries; it names no guest. A calendar that takes them in knows
    each again."""
    calendar = new_calendar()
    calendar.add("method", "PUBLISH")
    for activity in activities:
        event = calendar_event(activity, stamp=at)
        _name_organiser(event, activity)
        calendar.add_component(event)
    return Attachment("kalender.ics", calendar.to_ical(), "text/calendar; method=PUBLISH")


def new_calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Distrikt//SV")
    calendar.add("version", "2.0")
    return calendar


def calendar_event(activity: Activity, *, stamp: datetime, for_all: bool = False) -> Event:
    """The entry, the same wherever it stands; `stamp` is when it was written.

    `for_all`: with the open page for its address, and without what it is the page's to tell, why it was cancelled.
    """
    event = Event()
    status = Activity.Status(activity.status)
    event["uid"] = vText(f"aktivitet-{activity.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event["sequence"] = vInt(activity.version)
    event["status"] = vText(_STATUS.get(status, "CONFIRMED"))
    event["dtstamp"] = vDatetime(stamp.astimezone(UTC))
    event["last-modified"] = vDatetime(revised_at(activity))
    event["dtstart"] = vDatetime(activity.starts_at.astimezone(UTC))
    if activity.ends_at > activity.starts_at:
        event["dtend"] = vDatetime(activity.ends_at.astimezone(UTC))
    event["summary"] = vText(harmless(f"{_TITLE_PREFIX.get(status, '')}{activity.display_title}"))
    if activity.place:
        event["location"] = vText(harmless(activity.place))
    event["description"] = vText(harmless(_description(activity, for_all)))
    page = f"{_open_pages()}{activity.pk}/" if for_all else activity.get_absolute_url()
    event["url"] = vUri(f"{settings.BASE_URL}{page}")
    return event


@cache
def _open_pages() -> str:
    """What the short addresses of the open pages begin with; to ask for each of a thousand takes too long."""
    return reverse("traffar:public_detail", kwargs={"pk": 0}).removesuffix("0/")


def revised_at(activity: Activity) -> datetime:
    """A stamp that grows with every version, and is the same whenever it is asked for: feeds are alike byte for byte.

    When an activity was last changed is not kept.
    """
    seconds = activity.created_at.timestamp() + activity.version
    return datetime.fromtimestamp(seconds, tz=UTC)


def harmless(text: str) -> str:
    """What people write, without characters that would reach beyond it."""
    return plain(_LINE_BREAK.sub("\n", text))


def _description(activity: Activity, for_all: bool) -> str:
    text = activity.description.strip()
    if len(text) > LONGEST_DESCRIPTION:
        text = f"{text[: LONGEST_DESCRIPTION - 1].rstrip()}…"
    reason = f"Inställt: {activity.cancel_reason}" if activity.is_cancelled and not for_all else ""
    bring = f"Ta med: {activity.bring}" if activity.bring else ""
    return "\n".join(filter(None, [reason, text, bring, f"Ordnas av {activity.organiser.name}"]))


def _name_organiser(event: Event, activity: Activity) -> None:
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = vText(harmless(activity.organiser.name))
    event["organizer"] = organizer


def _invite(event: Event, activity: Activity, attendee: str, answer: Answer) -> None:
    _name_organiser(event, activity)
    guest = vCalAddress(f"mailto:{attendee}")
    guest.params["PARTSTAT"] = vText(answer)
    # No answer is asked for: it would go to the program's own address, which nobody reads.
    guest.params["RSVP"] = vText("FALSE")
    event.add("attendee", guest)
