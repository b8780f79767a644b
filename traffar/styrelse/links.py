"""The link of a call: says for one person that they come to one meeting, or are prevented, and nothing else."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from traffar.styrelse.models import Presence
from traffar.when import local_day

LINK_AGE = timedelta(days=14)
_SALT = "styrelse.call_answer"


class LinkClosed(Exception):
    """The link opens nothing: forged, too old, the meeting has begun, or the person is no longer called to it."""


def call_link(presence: Presence) -> str:
    """The whole address, good for fourteen days or until the meeting, for the mail to this person."""
    return f"{settings.BASE_URL}{call_path(signing.dumps([presence.pk, presence.person_id], salt=_SALT))}"


def call_path(token: str) -> str:
    return reverse("styrelse:call_by_link", args=[token])


def open_link(token: str, now: datetime) -> Presence:
    """The one on the list that the link was made for, with the meeting."""
    try:
        pk, person = signing.loads(token, salt=_SALT, max_age=LINK_AGE)
    except signing.BadSignature as error:
        raise LinkClosed from error
    rows = Presence.objects.in_force(local_day(now)).select_related("meeting__activity", "meeting__body", "person")
    presence = rows.filter(pk=pk, person=person, person__is_active=True).first()
    if presence is None or not presence.meeting.is_called or not presence.meeting.activity.is_to_come(now):
        raise LinkClosed
    return presence
