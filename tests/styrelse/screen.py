"""How tests reach the screen at the meeting, and what it says."""

from django.urls import reverse


def table(meeting, item=None):
    return reverse("styrelse:meeting_table", args=[meeting.pk]) + (f"?arende={item.pk}" if item else "")


def to(name, row):
    return reverse(f"styrelse:{name}", args=[row.pk])


def shown(client, meeting, item=None):
    return client.get(table(meeting, item)).content.decode()


def told(response):
    """What the page says after a POST: its messages."""
    return [str(message) for message in response.context["messages"]]


def typed(item, text, version=1, **more):
    return {"text": text, "version": version, **more}
