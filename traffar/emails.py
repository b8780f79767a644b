"""The mails about activities."""

from collections.abc import Callable
from datetime import date

from distrikt.mail import Mail, MailKind, NoLonger, Occasion, QueuedMail, queue_mail
from distrikt.organisation.models import User
from traffar.concerned import concerned_by, guests_of
from traffar.invitation import calendar_entry
from traffar.links import may_tell, outcome_link
from traffar.models import Activity
from traffar.reminders import near_key
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


def tell_of_move(activity: Activity, *, was: str, by: int) -> None:
    """Tell those concerned that it is at another time or place; `was` says when and where it would have been."""
    _tell("activity_moved", activity, {"was": was}, by)


def tell_of_cancellation(activity: Activity, *, by: int) -> None:
    """Tell those concerned that it will not be."""
    _tell("activity_cancelled", activity, {}, by)


def tell_of_restoration(activity: Activity, *, by: int) -> None:
    """Tell those who were told that it was cancelled that it will be after all."""
    _tell("activity_restored", activity, {}, by)


def _tell(kind: str, activity: Activity, payload: dict[str, str], by: int) -> None:
    """To those concerned and those signed up, each once. Whoever did it knows already."""
    people = concerned_by([activity.pk], local_day(activity.starts_at))[activity.pk]
    guests = [(person, email) for person, email in guests_of(activity) if person not in people]
    for person, email in [*people.items(), *guests]:
        if person != by:
            queue_mail(
                QueuedMail(
                    kind=kind,
                    email=email,
                    person_id=person,
                    object_id=activity.pk,
                    occurrence=f"version {activity.version}",
                    payload=payload,
                    not_after=activity.ends_at,
                )
            )


def _of_activity(template: str, status: Activity.Status) -> Callable[[Occasion], Mail]:
    """A mail that holds as long as the activity has the status."""

    def compose(occasion: Occasion) -> Mail:
        activity = Activity.objects.select_related("organiser", "contact").filter(pk=occasion.object_id).first()
        if activity is None or activity.status != status:
            raise NoLonger("Aktiviteten är inte längre som mejlet skulle säga.")
        return _mail(template, activity, occasion)

    return compose


def _near(occasion: Occasion) -> Mail:
    activity = Activity.objects.select_related("organiser", "contact").filter(pk=occasion.object_id).first()
    if activity is None or not activity.is_planned or activity.starts_at < occasion.at:
        raise NoLonger("Aktiviteten är inställd, borttagen eller har börjat.")
    if not occasion.occurrence.startswith(near_key(activity.starts_at)):
        raise NoLonger("Aktiviteten är flyttad: en ny påminnelse kommer.")
    if occasion.person_id not in concerned_by([activity.pk], local_day(occasion.at))[activity.pk]:
        raise NoLonger("Personen har inget uppdrag där längre.")
    return _mail("traffar/email/activity_near", activity, occasion)


def _mail(template: str, activity: Activity, occasion: Occasion) -> Mail:
    """The mail with its entry for the calendar; answers go to the contact."""
    contact = activity.contact if activity.contact and not activity.contact.is_protected else None
    context = {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=local_day(occasion.at)),
        "contact": contact if contact and contact.pk != occasion.person_id else None,
        "was": occasion.payload.get("was", ""),
    }
    entry = calendar_entry(activity, attendee=occasion.email, at=occasion.at)
    return Mail(template, context, reply_to=contact.email if contact else "", attachments=(entry,))


KINDS = {
    "activity_near": MailKind("Påminnelse om aktivitet", _near, is_duty=False, can_wait=True),
    "activity_moved": MailKind(
        "Aktivitet flyttad", _of_activity("traffar/email/activity_moved", Activity.Status.PLANNED)
    ),
    "activity_restored": MailKind(
        "Aktivitet blir av ändå", _of_activity("traffar/email/activity_restored", Activity.Status.PLANNED)
    ),
    "activity_cancelled": MailKind(
        "Aktivitet inställd", _of_activity("traffar/email/activity_cancelled", Activity.Status.CANCELLED)
    ),
    # Its link lets whoever has it answer in the person's name.
    "outcome_request": MailKind("Hur gick det?", _outcome_request, is_secret=True, is_duty=False, can_wait=True),
}
