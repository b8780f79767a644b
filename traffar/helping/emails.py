"""The mails of helping each other: that help is missing, that somebody has answered, and thanks to those who came."""

from typing import Any

from distrikt.mail import Mail, MailKind, NoLonger, Occasion, QueuedMail, queue_mail
from distrikt.organisation.models import User
from distrikt.organisation.reports import viewers_of
from traffar.amounts import missing_words, total
from traffar.helping.audience import yet_to_answer
from traffar.helping.reports import lacking_rows
from traffar.helping.words import promise_words
from traffar.models import Activity, HelpOffer, HelpRequest
from traffar.reminders import near_key
from traffar.when import local_day, when_words


def tell_of_answer(offer: HelpOffer, *, by: int) -> None:
    """Tell those who asked that a body comes, or comes otherwise than it said."""
    _tell_asker(offer, f"svar {offer.pk} version {offer.version}", {"offer": offer.pk, "version": offer.version}, by)


def tell_of_withdrawal(offer: HelpOffer, *, by: int) -> None:
    """Tell those who asked that a body cannot come after all."""
    _tell_asker(offer, f"svar {offer.pk} borta", {"withdrawn": offer.body.name}, by)


def _tell_asker(offer: HelpOffer, occurrence: str, payload: dict[str, Any], by: int) -> None:
    """The activity's contact, else whoever asked. Whoever did it knows already."""
    request = HelpRequest.objects.select_related("activity__contact", "created_by").get(pk=offer.request_id)
    person = _asker(request)
    if person is not None and person.pk != by:
        queue_mail(
            QueuedMail(
                kind="help_answered",
                email=person.email,
                person_id=person.pk,
                object_id=request.pk,
                occurrence=occurrence,
                payload=payload,
                not_after=request.activity.starts_at,
            )
        )


def _asker(request: HelpRequest) -> User | None:
    people = (request.activity.contact, request.created_by)
    return next((person for person in people if person and person.is_active), None)


def _answered(occasion: Occasion) -> Mail:
    requests = HelpRequest.objects.select_related("activity__contact", "created_by").prefetch_related("offers__body")
    request = requests.filter(pk=occasion.object_id).first()
    if request is None or not request.activity.is_planned:
        raise NoLonger("Aktiviteten är inställd, borttagen eller redan hållen.")
    asker = _asker(request)
    if asker is None or asker.pk != occasion.person_id:
        raise NoLonger("Någon annan är kontakt nu.")
    offers = {offer.pk: offer for offer in request.offers.all()}
    withdrawn, offer = occasion.payload.get("withdrawn"), offers.get(occasion.payload.get("offer", 0))
    if not withdrawn and (offer is None or offer.version != occasion.payload["version"]):
        raise NoLonger("Svaret har ändrats sedan dess.")
    missing = request.asked.without(total(each.promised for each in offers.values()))
    context = {
        "activity": request.activity,
        "when": when_words(request.activity.starts_at, request.activity.ends_at, today=local_day(occasion.at)),
        "body": withdrawn or (offer.body.name if offer else ""),
        "promise": promise_words(offer) if offer else "",
        "missing": missing_words(missing, material=request.material_words, topic=request.topic),
    }
    return Mail("traffar/email/help_answered", context)


def thank(request: HelpRequest, *, by: int) -> None:
    """Mail the thanks, once, to those who promised for the bodies that came."""
    came = request.offers.filter(came=True, offered_by__is_active=True).exclude(offered_by=by)
    for person, email in came.values_list("offered_by", "offered_by__email").distinct().order_by():
        queue_mail(QueuedMail(kind="help_thanked", email=email, person_id=person, object_id=request.pk))


def _thanked(occasion: Occasion) -> Mail:
    requests = HelpRequest.objects.select_related("activity__organiser").filter(is_thanked=True)
    request = requests.filter(pk=occasion.object_id).first()
    if request is None or not request.offers.filter(came=True, offered_by=occasion.person_id).exists():
        raise NoLonger("Det finns inget att tacka för längre.")
    activity = request.activity
    context = {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=local_day(occasion.at)),
        "thanks": request.thanks,
    }
    return Mail("traffar/email/help_thanked", context)


def _lacking(occasion: Occasion) -> Mail:
    """What an activity near by lacks, as it stands now."""
    pk, today = occasion.object_id, local_day(occasion.at)
    viewer = viewers_of([occasion.person_id or 0], today).get(occasion.person_id or 0)
    visible = Activity.objects.visible_to(viewer) if viewer else Activity.objects.none()
    activity = visible.select_related("organiser", "contact").filter(pk=pk).first()
    if activity is None or not activity.is_to_come(occasion.at):
        raise NoLonger("Aktiviteten är inställd, borttagen eller har börjat.")
    if not occasion.occurrence.startswith(near_key(activity.starts_at)):
        raise NoLonger("Aktiviteten är flyttad: en ny påminnelse kommer.")
    rows = lacking_rows(HelpRequest.objects.filter(activity=pk).open(occasion.at), today=today)
    if not rows:
        raise NoLonger("Inget saknas längre.")
    if occasion.person_id not in yet_to_answer([pk], today)[pk]:
        raise NoLonger("Personen eller föreningen har redan svarat, eller så har uppdraget slutat.")
    contact = activity.named_contact
    context = {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=today),
        "rows": rows,
        "contact": contact,
    }
    return Mail("traffar/email/help_lacking", context, reply_to=contact.email if contact else "")


KINDS = {
    "help_lacking": MailKind("Hjälp saknas i närheten", _lacking, is_duty=False, can_wait=True),
    "help_answered": MailKind("Svar på vi behöver", _answered, is_duty=False, can_wait=True),
    "help_thanked": MailKind("Tack för hjälpen", _thanked, is_duty=False, can_wait=True),
}
