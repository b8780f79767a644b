"""The mails about activities."""

from datetime import date

from distrikt.mail import Mail, MailKind, NoLonger, Occasion, QueuedMail, queue_mail
from distrikt.organisation.models import User
from traffar.links import may_tell, outcome_link
from traffar.models import Activity
from traffar.when import local_day, when_words


def send_outcome_request(activity: Activity, user: User, *, today: date) -> bool:
    """Ask one person how it went, with a personal link. False when they have been asked today already."""
    return queue_mail(
        QueuedMail(
            kind="outcome_request",
            email=user.email,
            person_id=user.pk,
            object_id=activity.pk,
            occurrence=today.isoformat(),
        )
    )


def _outcome_request(occasion: Occasion) -> Mail:
    activity = Activity.objects.counted().select_related("organiser").filter(pk=occasion.object_id).first()
    user = User.objects.filter(pk=occasion.person_id).first()
    if activity is None or user is None or not may_tell(user.pk, activity, local_day(occasion.at)):
        raise NoLonger("Aktiviteten är inställd eller borttagen, eller så har personen inget uppdrag där längre.")
    if activity.is_held:
        raise NoLonger("Någon har redan berättat hur det gick.")
    context = {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=local_day(activity.starts_at)),
        "user": user,
        "link": outcome_link(activity, user),
    }
    return Mail("traffar/email/outcome_request", context)


KINDS = {"outcome_request": MailKind("Hur gick det?", _outcome_request)}
