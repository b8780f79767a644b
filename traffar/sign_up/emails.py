"""The mails about a sign-up, each to the one who signed up. All have the link of that sign-up, so all are secret."""

from collections.abc import Callable, Collection
from datetime import date, datetime

from distrikt.mail import Mail, MailKind, NoLonger, Occasion, QueuedMail, queue_mail
from distrikt.organisation.models import District
from traffar.invitation import calendar_entry
from traffar.models import SignUp
from traffar.sign_up.links import sign_up_link
from traffar.sign_up.panel import place_of
from traffar.when import clock_words, day_words, local_day, when_words

Status = SignUp.Status


def ask_to_confirm(row: SignUp, *, hour: datetime) -> None:
    """The link that makes a sign-up count; at most one in the hour."""
    last = row.created_at + SignUp.UNCONFIRMED_KEPT
    _queue("sign_up_confirm", row, f"{hour:%Y-%m-%dT%H:%M:%S}", not_after=min(last, row.activity.starts_at))


def tell_of_place(row: SignUp, *, at: datetime) -> None:
    """That there is a place, or that the row stands in the queue."""
    kind = "sign_up_coming" if row.is_coming else "sign_up_queued"
    _queue(kind, row, f"{at:%Y-%m-%dT%H:%M:%S}", not_after=row.activity.ends_at)


def tell_of_offer(row: SignUp) -> None:
    """That a place has come free, and until when it is kept."""
    _queue("sign_up_offered", row, f"{row.offered_until:%Y-%m-%dT%H:%M:%S}", not_after=row.offered_until)


def _queue(kind: str, row: SignUp, occurrence: str, *, not_after: datetime | None) -> None:
    if row.address:
        queue_mail(
            QueuedMail(
                kind=kind,
                email=row.address,
                person_id=row.person_id,
                object_id=row.pk,
                occurrence=occurrence,
                not_after=not_after,
            )
        )


def _mail_when(template: str, statuses: Collection[str]) -> Callable[[Occasion], Mail]:
    """A mail that holds as long as the sign-up stands so, and the activity is to be."""

    def compose(occasion: Occasion) -> Mail:
        row = SignUp.objects.select_related("activity__organiser", "activity__contact", "person")
        found = row.filter(pk=occasion.object_id, status__in=statuses).first()
        if found is None or not found.activity.is_planned:
            raise NoLonger("Anmälan står inte längre så, eller så är aktiviteten inställd.")
        return _mail(template, found, occasion)

    return compose


def _mail(template: str, row: SignUp, occasion: Occasion) -> Mail:
    activity, today = row.activity, local_day(occasion.at)
    contact = activity.contact if activity.contact and not activity.contact.is_protected else None
    district = District.objects.first()
    context = {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=today),
        "row": row,
        "link": sign_up_link(row),
        "place": place_of(row),
        "until": _until(row.offered_until, today) if row.offered_until else "",
    }
    attached = (calendar_entry(activity, attendee=occasion.email, at=occasion.at),) if row.is_coming else ()
    reply_to = contact.email if contact else district.official_email if district else ""
    return Mail(template, context, reply_to=reply_to, attachments=attached)


def _until(moment: datetime, today: date) -> str:
    return f"{day_words(local_day(moment), today=today)} kl. {clock_words(moment)}"


_COMING = (Status.COMING,)
KINDS = {
    "sign_up_confirm": MailKind(
        "Bekräfta en anmälan", _mail_when("traffar/email/sign_up_confirm", (Status.UNCONFIRMED,)), is_secret=True
    ),
    "sign_up_coming": MailKind("Anmäld", _mail_when("traffar/email/sign_up_coming", _COMING), is_secret=True),
    "sign_up_queued": MailKind("I kö", _mail_when("traffar/email/sign_up_queued", (Status.QUEUED,)), is_secret=True),
    "sign_up_offered": MailKind(
        "Erbjuden plats", _mail_when("traffar/email/sign_up_offered", (Status.OFFERED,)), is_secret=True
    ),
    "sign_up_near": MailKind(
        "Påminnelse till anmälda",
        _mail_when("traffar/email/sign_up_near", _COMING),
        is_secret=True,
        is_duty=False,
        can_wait=True,
    ),
}
