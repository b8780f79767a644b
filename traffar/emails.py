"""The mails about activities."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from distrikt.mail import Mail, MailKind, NoLonger, Occasion, QueuedMail, queue_mail
from distrikt.organisation.models import User
from plan.wording import counted
from traffar.concerned import concerned_by, reachable_guests
from traffar.invitation import calendar_entries, calendar_entry
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


@dataclass(frozen=True, slots=True)
class Move:
    """That an activity is at another time or place; `was` says when and where it would have been."""

    activity: Activity
    was: str


def tell_of_moves(moves: Sequence[Move], *, by: int) -> None:
    """Tell those concerned, each in one mail, that they are at another time or place."""
    was = {move.activity.pk: move.was for move in moves}
    _tell("moved", [move.activity for move in moves], was, by)


def tell_of_cancellations(activities: Sequence[Activity], *, by: int) -> None:
    """Tell those concerned, each in one mail, that they will not be."""
    _tell("cancelled", activities, {}, by)


def tell_of_restoration(activity: Activity, *, by: int) -> None:
    """Tell those who were told that it was cancelled that it will be after all."""
    _tell("restored", [activity], {}, by)


def _tell(what: str, activities: Sequence[Activity], was: dict[int, str], by: int) -> None:
    """To those concerned and those signed up, each once. Whoever did it knows already.

    The first of the activities is the one that was open when it was done.
    """
    if not activities:
        return
    first, is_alone = activities[0], len(activities) == 1
    day = min(local_day(activity.starts_at) for activity in activities)
    concerned = concerned_by([activity.pk for activity in activities], day)
    told: dict[tuple[int, str], list[int]] = {}
    for activity in activities:
        people = concerned[activity.pk]
        for recipient in people.items():
            told.setdefault(recipient, []).append(activity.pk)
        _tell_guests(what, activity, was.get(activity.pk, ""), but={*people, by})
    for (person, email), rows in told.items():
        if person != by:
            queue_mail(
                QueuedMail(
                    kind=f"activity_{what}" if is_alone else f"series_{what}",
                    email=email,
                    person_id=person,
                    object_id=first.pk,
                    occurrence=f"version {first.version}",
                    payload={"was": was.get(first.pk, "")}
                    if is_alone
                    else {"rows": [[pk, was.get(pk)] for pk in rows]},
                    not_after=max(activity.ends_at for activity in activities),
                )
            )


def _tell_guests(what: str, activity: Activity, was: str, *, but: Collection[int]) -> None:
    """To those who are signed up, a mail for each activity that leads to their sign-up (`traffar.sign_up.emails`).

    Not one for a whole series: an invitation is moved or taken back alone in its mail, and of several entries sent
    together (METHOD:PUBLISH) a calendar would go on showing those that were cancelled.
    """
    for sign_up, person, email in reachable_guests(activity):
        if person not in but:
            queue_mail(
                QueuedMail(
                    kind=f"guest_{what}",
                    email=email,
                    person_id=person,
                    object_id=sign_up,
                    occurrence=f"version {activity.version}",
                    payload={"was": was},
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


def _of_series(template: str, status: Activity.Status) -> Callable[[Occasion], Mail]:
    """A mail about several activities of a series, as far as they have the status still."""

    def compose(occasion: Occasion) -> Mail:
        was = {int(pk): words for pk, words in occasion.payload["rows"]}
        told = Activity.objects.filter(pk__in=was, status=status).select_related("organiser", "contact")
        rows = list(told.order_by("starts_at"))
        if not rows:
            raise NoLonger("Aktiviteterna är inte längre som mejlet skulle säga.")
        today = local_day(occasion.at)
        contact = rows[0].named_contact
        context = {
            "activity": rows[0],
            "how_many": counted(len(rows), "tillfälle", "tillfällen"),
            "dates": [(when_words(row.starts_at, row.ends_at, today=today), row.place, was[row.pk]) for row in rows],
            "contact": contact if contact and contact.pk != occasion.person_id else None,
        }
        entries = calendar_entries(rows, at=occasion.at)
        return Mail(template, context, reply_to=contact.email if contact else "", attachments=(entries,))

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
    contact = activity.named_contact
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
    "series_moved": MailKind("Serie flyttad", _of_series("traffar/email/series_moved", Activity.Status.PLANNED)),
    "series_cancelled": MailKind(
        "Serie inställd", _of_series("traffar/email/series_cancelled", Activity.Status.CANCELLED)
    ),
    # Its link lets whoever has it answer in the person's name.
    "outcome_request": MailKind("Hur gick det?", _outcome_request, is_secret=True, is_duty=False, can_wait=True),
}
