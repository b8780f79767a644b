"""An open activity as search engines read it: schema.org/Event as JSON-LD."""

import json

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from distrikt.clock import STOCKHOLM
from traffar.public.event import OpenEvent

SCHEMA = "https://schema.org"
# As in Django's json_script: no text can end the element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def event_data(event: OpenEvent, *, url: str, image: str, organiser_url: str, district: str) -> dict[str, object]:
    """The event's facts. That it was moved is not told: the program keeps no earlier time."""
    organizer: dict[str, object] = {"@type": "Organization", "name": event.organiser.name, "url": organiser_url}
    if district:
        organizer["parentOrganization"] = {"@type": "Organization", "name": district}
    data: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": event.title,
        "url": url,
        "image": [image],
        "startDate": event.starts_at.astimezone(STOCKHOLM).isoformat(),
        "endDate": event.ends_at.astimezone(STOCKHOLM).isoformat(),
        "eventStatus": f"{SCHEMA}/{'EventCancelled' if event.is_cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "organizer": organizer,
    }
    if event.text:
        data["description"] = event.text
    if event.where:
        data["location"] = {"@type": "Place", "name": event.place or event.where, "address": event.where}
    return data


def data_block(data: dict[str, object]) -> SafeString:
    """The script element. A block of data is not run, so the Content-Security-Policy asks no nonce for it."""
    # Escaped on the line itself.
    text = mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308  # nosec B308 B703
    return format_html('<script type="application/ld+json">{}</script>', text)
