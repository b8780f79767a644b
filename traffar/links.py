"""The personal link of a mail: opens the question "hur gick det?" of one activity for one person, and nothing else."""

from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from distrikt.access import may
from distrikt.organisation.models import Assignment, User
from traffar.models import Activity

LINK_AGE = timedelta(days=14)
_SALT = "traffar.outcome_link"


class LinkClosed(Exception):
    """The link opens nothing: forged, too old, or its ground is gone."""


def outcome_link(activity: Activity, user: User) -> str:
    """The whole address, good for fourteen days, for the mail to this person about this activity."""
    token = signing.dumps([activity.pk, user.pk], salt=_SALT)
    return f"{settings.BASE_URL}{reverse('traffar:outcome_by_link', args=[token])}"


def open_link(token: str, today: date) -> tuple[Activity, int]:
    """The activity and the id of the person the link was made for.

    LinkClosed also when the activity is cancelled or a draft again, and when the person may no longer tell about it:
    the assignment has ended or the account is closed.
    """
    try:
        activity_id, person_id = signing.loads(token, salt=_SALT, max_age=LINK_AGE)
    except signing.BadSignature as error:
        raise LinkClosed from error
    activity = Activity.objects.counted().select_related("organiser").filter(pk=activity_id).first()
    if activity is None or not may_tell(person_id, activity, today):
        raise LinkClosed
    return activity, person_id


def may_tell(person_id: int, activity: Activity, today: date) -> bool:
    """True when the person has an account and, today, an assignment that lets them tell how it went."""
    viewer = Assignment.objects.filter(user__is_active=True).viewer(person_id, today)
    return may(viewer, "traffar.report_outcome", activity)
