"""The mails about activities."""

from distrikt.mail import send_mail
from distrikt.organisation.models import User
from traffar.links import outcome_link
from traffar.models import Activity
from traffar.when import local_day, when_words


def send_outcome_request(activity: Activity, user: User) -> None:
    """Ask one person how it went, with a personal link."""
    send_mail(
        to=user.email,
        template="traffar/email/outcome_request",
        context={
            "activity": activity,
            "when": when_words(activity.starts_at, activity.ends_at, today=local_day(activity.starts_at)),
            "user": user,
            "link": outcome_link(activity, user),
        },
    )
