"""An activity as an entry for somebody's own calendar: the invitation, its updates, its cancellation (RFC 5546).

A calendar knows the entry again by its UID, and takes the one with the higher SEQUENCE for the truth.
"""

from datetime import UTC, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from distrikt.mail import Attachment
from traffar.models import Activity


def calendar_entry(activity: Activity, *, attendee: str, at: datetime) -> Attachment:
    """METHOD:REQUEST for what is planned, METHOD:CANCEL for what is cancelled; times in UTC, understood everywhere."""
    method = "CANCEL" if activity.is_cancelled else "REQUEST"
    calendar = Calendar()
    calendar.add("prodid", "-//Distrikt//SV")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(activity, attendee, at))
    return Attachment("inbjudan.ics", calendar.to_ical(), f"text/calendar; method={method}")


def _event(activity: Activity, attendee: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"aktivitet-{activity.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", activity.version)
    event.add("status", "CANCELLED" if activity.is_cancelled else "CONFIRMED")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", activity.starts_at.astimezone(UTC))
    event.add("dtend", activity.ends_at.astimezone(UTC))
    event.add("summary", activity.display_title)
    if activity.place:
        event.add("location", activity.place)
    event.add("url", f"{settings.BASE_URL}{activity.get_absolute_url()}")
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = vText(activity.organiser.name)
    event["organizer"] = organizer
    guest = vCalAddress(f"mailto:{attendee}")
    guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
    # No answer is asked for: it would go to the program's own address, which nobody reads.
    guest.params["RSVP"] = vText("FALSE")
    event.add("attendee", guest)
    return event
