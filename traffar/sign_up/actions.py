"""When somebody signs up, confirms, is offered a place, accepts, cancels, and comes.

Everything that gives or frees a place happens one at a time for each activity (`_one_at_a_time`): the places are added
up and the row is written while nobody else can do the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Max

from distrikt.saving import EditConflict
from traffar.models import SignUp, SignUpTerms
from traffar.sign_up import emails
from traffar.sign_up.queue import Waiting, has_room, next_in_line

Status = SignUp.Status
# An address that has been asked to confirm is not asked again so soon, and not of more activities than this a day.
ASKED_AGAIN_AFTER = timedelta(hours=1)
MOST_UNCONFIRMED = 5

log = structlog.get_logger(__name__)


class SignUpClosed(Exception):
    """The last day has passed, the activity has begun or is cancelled, or there is no sign-up to it."""


class OfferGone(Exception):
    """The time to accept the place has passed, and it went to the next."""


@contextmanager
def _one_at_a_time(activity_id: int) -> Iterator[SignUpTerms]:
    """The terms of the activity, held until the transaction ends: PostgreSQL locks their row, SQLite lets one write."""
    with transaction.atomic():
        terms = SignUpTerms.objects.select_for_update(of=("self",)).select_related("activity")
        try:
            yield terms.get(activity=activity_id)
        except SignUpTerms.DoesNotExist as error:
            raise SignUpClosed from error


def sign_up(*, new: SignUp, at: datetime, late: bool = False) -> SignUp:
    """A place for a person who is known, or one in the queue; told by mail. `late`: by hand, also after the last day.

    Whoever is signed up already gets the sign-up that stands. SignUpClosed when there is none to be made.
    """
    with _one_at_a_time(new.activity_id) as terms:
        if not (late or terms.is_open(at)):
            raise SignUpClosed
        earlier = _standing(new)
        if earlier and not earlier.is_unconfirmed:
            return earlier
        found = earlier or new
        _place(terms, found, at)
    log.info("signed_up", activity=found.activity_id, sign_up=found.pk, status=found.status, source=found.source)
    return found


def _standing(new: SignUp) -> SignUp | None:
    """What the same form, person or address has made already, and is not over."""
    made = SignUp.objects.filter(submission=new.submission).first()
    if made or not (new.person_id or new.email):
        return made
    same = {"person": new.person_id} if new.person_id else {"email": new.email}
    return SignUp.objects.live().filter(activity=new.activity_id, **same).first()


def _place(terms: SignUpTerms, row: SignUp, at: datetime) -> None:
    """Coming when there is room and nobody waits, otherwise in the queue; and a mail that says which."""
    rows = terms.activity.sign_ups
    free = not rows.queued().exists() and has_room(terms.capacity, rows.placed().seats(), row.seats)
    row.status = Status.COMING if free else Status.QUEUED
    row.turn = 1 + (rows.aggregate(last=Max("turn"))["last"] or 0)
    row.save()
    emails.tell_of_place(row, at=at)


def ask_to_confirm(*, terms: SignUpTerms, new: SignUp, at: datetime) -> None:
    """Write down what somebody without an account has typed, and mail the link that makes it count.

    `terms` with their activity: those that the visitor was shown.

    Says nothing of whether the address is signed up already: the same answer to all. One mail an hour to an address
    for an activity, and no more than a few unconfirmed ones. SignUpClosed when sign-up has ended.
    """
    if not terms.is_open(at):
        raise SignUpClosed
    with transaction.atomic():
        row = _standing(new)
        if row is None:
            asked = SignUp.objects.filter(
                email=new.email, status=Status.UNCONFIRMED, created_at__gt=at - SignUp.UNCONFIRMED_KEPT
            )
            if asked.count() >= MOST_UNCONFIRMED:
                log.warning("sign_up_flood", activity=new.activity_id)
                return
            new.status, new.created_at = Status.UNCONFIRMED, at
            SignUp.objects.bulk_create([new], ignore_conflicts=True)
            row = SignUp.objects.live().filter(activity=new.activity_id, email=new.email).first()
        if row and row.is_unconfirmed:
            emails.ask_to_confirm(row, hour=at - (at - row.created_at) % ASKED_AGAIN_AFTER)


def confirm(*, row: SignUp, at: datetime) -> SignUp:
    """The link has been followed and the button pressed: now it counts. Pressed twice, it is as it was."""
    with _one_at_a_time(row.activity_id) as terms:
        row.refresh_from_db()
        if not row.is_unconfirmed:
            return row
        if not terms.is_open(at):
            raise SignUpClosed
        _place(terms, row, at)
    log.info("sign_up_confirmed", activity=row.activity_id, sign_up=row.pk, status=row.status)
    return row


def accept(*, row: SignUp, at: datetime) -> SignUp:
    """Take the place that is kept. OfferGone when it was kept no longer."""
    with _one_at_a_time(row.activity_id) as terms:
        _end_offers(terms, at)
        row.refresh_from_db()
        if row.is_offered:
            row.status, row.offered_until = Status.COMING, None
            row.save(update_fields=["status", "offered_until"])
            emails.tell_of_place(row, at=at)
    if not row.is_coming:
        raise OfferGone
    return row


def cancel(*, row: SignUp, at: datetime, by: int | None = None) -> None:
    """No longer coming; the place goes to the next in the queue. Twice is once."""
    with _one_at_a_time(row.activity_id) as terms:
        row.refresh_from_db()
        if not row.has_ended:
            _end(row)
            _promote(terms, at)
    log.info("sign_up_cancelled", activity=row.activity_id, sign_up=row.pk, by=by)


def _end(row: SignUp) -> None:
    row.status, row.offered_until = Status.ENDED, None
    row.save(update_fields=["status", "offered_until"])


def _promote(terms: SignUpTerms, at: datetime) -> None:
    """Offer what is free to those at the head of the queue, with a time to accept."""
    if not terms.activity.is_planned or terms.activity.starts_at <= at:
        return
    rows = terms.activity.sign_ups
    queue = {row.pk: row for row in rows.queued().select_related("person")}
    waiting = [Waiting(pk, row.seats) for pk, row in queue.items()]
    for pk, _ in next_in_line(terms.capacity, rows.placed().seats(), waiting):
        row = queue[pk]
        row.status, row.offered_until = Status.OFFERED, terms.offer_until(at)
        row.save(update_fields=["status", "offered_until"])
        emails.tell_of_offer(row)


def _end_offers(terms: SignUpTerms, at: datetime) -> None:
    """Places that nobody accepted in time go to the next."""
    gone = list(terms.activity.sign_ups.filter(status=Status.OFFERED, offered_until__lt=at))
    for row in gone:
        _end(row)
    if gone:
        _promote(terms, at)


def end_offers(*, at: datetime) -> int:
    """Go through all activities whose offers have run out. Returns how many."""
    late = SignUp.objects.filter(status=Status.OFFERED, offered_until__lt=at, activity__sign_up_terms__isnull=False)
    activities = list(late.order_by().values_list("activity", flat=True).distinct())
    for activity in activities:
        with _one_at_a_time(activity) as terms:
            _end_offers(terms, at)
    return len(activities)


def set_terms(*, terms: SignUpTerms, version: int, at: datetime, by: int) -> None:
    """Save the terms; more places go to those who wait. Fewer than are taken drop nobody.

    `version` 0 makes them. EditConflict when somebody else has saved them since the form was opened.
    """
    with transaction.atomic():
        if version == 0:
            terms.version = 1
            if not SignUpTerms.objects.bulk_create([terms], ignore_conflicts=True) or _is_others(terms):
                raise EditConflict(SignUpTerms.objects.get(pk=terms.pk))
        else:
            fields = {field.name: getattr(terms, field.name) for field in terms._meta.fields if not field.primary_key}
            changed = SignUpTerms.objects.filter(pk=terms.pk, version=version)
            if not changed.update(**fields | {"version": F("version") + 1}):
                raise EditConflict(SignUpTerms.objects.get(pk=terms.pk))
        with _one_at_a_time(terms.pk) as current:
            _promote(current, at)
    log.info("sign_up_terms_set", activity=terms.pk, by=by)


def _is_others(terms: SignUpTerms) -> bool:
    """Whether the terms that stand are not those just made: two made them at the same moment."""
    stored = SignUpTerms.objects.get(pk=terms.pk)
    return any(
        getattr(stored, field.name) != getattr(terms, field.name)
        for field in terms._meta.fields
        if not field.is_relation
    )


def tick(*, activity_id: int, sign_up_id: int, came: int | None) -> bool:
    """Note how many of a sign-up came, or nothing again. The same tick twice is one. False when there is no such."""
    ticked = SignUp.objects.filter(pk=sign_up_id, activity=activity_id, status__in=SignUp.HOLDING)
    return bool(ticked.update(came=came))


def forget(*, at: datetime) -> None:
    """What was asked for goes when it has served: answers after two weeks, contacts after a month, names after three.

    The rows stay as numbers, so that the report's totals do.
    """
    over = SignUp.objects.filter(activity__ends_at__lt=at - SignUp.ANSWERS_KEPT)
    over.exclude(food="", childcare="", ride="", own_answer="").update(
        food="", childcare="", ride="", ride_seats=0, own_answer=""
    )
    contacts = SignUp.objects.filter(person=None, activity__ends_at__lt=at - SignUp.CONTACTS_KEPT)
    contacts.exclude(email="").update(email="")
    names = SignUp.objects.filter(activity__ends_at__lt=at - SignUp.NAMES_KEPT)
    names.exclude(person=None, name="").update(person=None, name="", email="")
    SignUp.objects.filter(status=Status.UNCONFIRMED, created_at__lt=at - SignUp.UNCONFIRMED_KEPT).delete()
