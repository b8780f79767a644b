"""The mails about a sign-up, each to the one who signed up. All have the link of that sign-up, so all are secret."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from functools import partial

from distrikt.mail import Mail, MailKind, NoLonger, Occasion, QueuedMail, queue_mail
from distrikt.organisation.models import District
from distrikt.utskick.models import Message
from traffar.invitation import Answer, calendar_entry
from traffar.models import Activity, SignUp, SignUpTerms
from traffar.public.event import official_email
from traffar.reminders import near_key
from traffar.sign_up.links import sign_up_link
from traffar.sign_up.panel import place_of
from traffar.when import day_words, local_day, until_words, when_words

Status = SignUp.Status


def ask_to_confirm(row: SignUp, *, hour: datetime) -> None:
    """The link that makes a sign-up count; at most one in the hour."""
    last = row.created_at + SignUp.UNCONFIRMED_KEPT
    _queue("sign_up_confirm", row, f"{hour:%Y-%m-%dT%H:%M:%S}", not_after=min(last, row.activity.starts_at))


def confirmations_to(email: str, *, since: datetime) -> list[int]:
    """The sign-ups (ids) that the address has been asked to confirm since then, one for each mail."""
    asked = Message.objects.filter(kind="sign_up_confirm", email=email, created_at__gt=since)
    return list(asked.values_list("object_id", flat=True))


def tell_of_place(row: SignUp, *, at: datetime) -> None:
    """That there is a place, or that the row stands in the queue."""
    kind = "sign_up_coming" if row.is_coming else "sign_up_queued"
    _queue(kind, row, f"{at:%Y-%m-%dT%H:%M:%S}", not_after=row.activity.ends_at)


def tell_of_offer(row: SignUp, *, at: datetime) -> None:
    """That a place has come free, and until when it is kept."""
    _queue("sign_up_offered", row, f"{at:%Y-%m-%dT%H:%M:%S}", not_after=row.offered_until)


def tell_of_removal(row: SignUp, address: str, *, at: datetime) -> None:
    """That those who arrange it have taken the person off; `address` as it was, for it goes with the sign-up."""
    _queue("sign_up_removed", row, f"{at:%Y-%m-%dT%H:%M:%S}", not_after=row.activity.starts_at, address=address)


def tell_to_ring(row: SignUp, *, at: datetime) -> None:
    """To the activity's contact: somebody without an address has got a place, and knows nothing of it."""
    contact = row.activity.contact
    if contact and contact.is_active:
        queue_mail(
            QueuedMail(
                kind="sign_up_to_ring",
                email=contact.email,
                person_id=contact.pk,
                object_id=row.pk,
                occurrence=f"{at:%Y-%m-%dT%H:%M:%S}",
                not_after=row.activity.starts_at,
            )
        )


def _queue(kind: str, row: SignUp, occurrence: str, *, not_after: datetime | None, address: str = "") -> None:
    if address := address or row.address:
        queue_mail(
            QueuedMail(
                kind=kind,
                email=address,
                person_id=row.person_id,
                object_id=row.pk,
                occurrence=occurrence,
                not_after=not_after,
            )
        )


def _mail_when(
    template: str, statuses: Collection[str], *, of: Activity.Status = Activity.Status.PLANNED, is_near: bool = False
) -> Callable[[Occasion], Mail]:
    """A mail that holds as long as the sign-up and its activity stand so; a reminder, as long as it is at that time."""

    def compose(occasion: Occasion) -> Mail:
        row = SignUp.objects.select_related("activity__organiser__branch", "activity__contact", "person")
        found = row.filter(pk=occasion.object_id, status__in=statuses).first()
        if found is None or found.activity.status != of:
            raise NoLonger("Anmälan eller aktiviteten är inte längre som mejlet skulle säga.")
        if is_near and not occasion.occurrence.startswith(near_key(found.activity.starts_at)):
            raise NoLonger("Aktiviteten är flyttad: en ny påminnelse kommer.")
        return _mail(template, found, occasion)

    return compose


def _mail(template: str, row: SignUp, occasion: Occasion) -> Mail:
    activity, today, place = row.activity, local_day(occasion.at), place_of(row)
    context = {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=today),
        "row": row,
        "link": sign_up_link(row),
        "place": place,
        "was": occasion.payload.get("was", ""),
        "until": until_words(row.offered_until, today) if row.offered_until else "",
        "can_answer": bool(_answering(row)),
    }
    mail = Mail(template, context, reply_to=_answering(row))
    if not (row.is_coming or row.has_ended):
        return mail
    answer = Answer.LEFT if row.has_ended else Answer.COMING
    entry = calendar_entry(activity, attendee=occasion.email, at=occasion.at, place=place, answer=answer)
    return replace(mail, attachments=(entry,))


def _answering(row: SignUp) -> str:
    """Where answers go: to the contact only from those with an account, whom the contact is no stranger to."""
    contact = row.activity.named_contact
    if contact and row.person_id:
        return contact.email
    return official_email(row.activity.organiser, District.objects.first())


def _to_ring(occasion: Occasion) -> Mail:
    """Names nobody: the list does, for who may see it."""
    known = SignUp.objects.coming().select_related("activity__organiser").filter(pk=occasion.object_id, email="")
    row = known.filter(person=None, activity__status=Activity.Status.PLANNED).first()
    if row is None:
        raise NoLonger("Personen har fått en adress eller är avanmäld.")
    when = when_words(row.activity.starts_at, row.activity.ends_at, today=local_day(occasion.at))
    return Mail("traffar/email/sign_up_to_ring", {"activity": row.activity, "when": when})


def _closing(occasion: Occasion) -> Mail:
    """To somebody with an account: no link that opens anything, so no secret."""
    known = SignUpTerms.objects.select_related("activity__organiser", "activity__contact")
    terms = known.filter(activity=occasion.object_id).first()
    if terms is None or not terms.is_open(occasion.at) or not occasion.occurrence.startswith(f"{terms.closes_on} "):
        raise NoLonger("Anmälan är stängd, eller så har den fått en annan sista dag.")
    if SignUp.objects.live().filter(activity=occasion.object_id, person=occasion.person_id).exists():
        raise NoLonger("Personen har redan anmält sig.")
    activity, today, last = terms.activity, local_day(occasion.at), terms.closes_on or local_day(occasion.at)
    context = {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=today),
        "last_day": day_words(last, today=today),
    }
    contact = activity.named_contact
    return Mail("traffar/email/sign_up_closing", context, reply_to=contact.email if contact else "")


_COMING, _HERE = (Status.COMING,), (Status.COMING, Status.QUEUED, Status.OFFERED)
# Whom they are to is nobody's business but theirs who arrange it, and they open something.
_GUESTS = partial(MailKind, is_secret=True, hides_recipient=True)
KINDS = {
    "sign_up_confirm": _GUESTS(
        "Bekräfta en anmälan", _mail_when("traffar/email/sign_up_confirm", (Status.UNCONFIRMED,))
    ),
    "sign_up_coming": _GUESTS("Anmäld", _mail_when("traffar/email/sign_up_coming", _COMING)),
    "sign_up_queued": _GUESTS("I kö", _mail_when("traffar/email/sign_up_queued", (Status.QUEUED,))),
    "sign_up_offered": _GUESTS("Erbjuden plats", _mail_when("traffar/email/sign_up_offered", (Status.OFFERED,))),
    "sign_up_removed": _GUESTS("Avanmäld", _mail_when("traffar/email/sign_up_removed", (Status.ENDED,))),
    "sign_up_near": _GUESTS(
        "Påminnelse till anmälda",
        _mail_when("traffar/email/sign_up_near", _COMING, is_near=True),
        is_duty=False,
        can_wait=True,
    ),
    "sign_up_to_ring": MailKind("Ring den som har fått plats", _to_ring),
    "sign_up_closing": MailKind("Sista dag att anmäla sig", _closing, is_duty=False, can_wait=True),
    "guest_moved": _GUESTS("Flyttad, till anmälda", _mail_when("traffar/email/guest_moved", _HERE)),
    "guest_restored": _GUESTS("Blir av ändå, till anmälda", _mail_when("traffar/email/guest_restored", _HERE)),
    "guest_cancelled": _GUESTS(
        "Inställd, till anmälda",
        _mail_when("traffar/email/guest_cancelled", _HERE, of=Activity.Status.CANCELLED),
    ),
}
