"""When somebody signs up, confirms, is offered a place, accepts, cancels, and comes.

Everything that gives or frees a place happens one at a time for each activity (`_one_at_a_time`): the places are added
up and the row is written while nobody else can do the same.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import uuid4

import structlog
from django.db import transaction
from django.db.models import Max, Q

from distrikt.open_forms import hour_of_asking
from distrikt.saving import EditConflict, save_edit
from plan.wording import counted
from traffar.actions import held_still
from traffar.models import Activity, SignUp, SignUpTerms
from traffar.sign_up import emails
from traffar.sign_up.queue import Waiting, has_room, next_in_line, somebody_waits
from traffar.when import local_day, short_day_words

Status = SignUp.Status
# An address is not asked to confirm more than so often in a day, and of one sign-up no more than twice.
MOST_ASKED_A_DAY, MOST_ASKED_OF_ONE = 5, 2

log = structlog.get_logger(__name__)


class SignUpClosed(Exception):
    """The last day has passed, the activity has begun or is cancelled, or there is no sign-up to it."""


class OfferGone(Exception):
    """The time to accept the place has passed, and it went to the next."""


class ImpossibleChange(Exception):
    """It cannot be changed so; the text says why, `field` what it is about. Nothing was saved."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


@contextmanager
def _one_at_a_time(activity_id: int) -> Iterator[SignUpTerms]:
    """The terms of the activity, held until the transaction ends: PostgreSQL locks their row, SQLite lets one write."""
    with transaction.atomic():
        try:
            terms = SignUpTerms.objects.select_for_update().get(activity=activity_id)
        except SignUpTerms.DoesNotExist as error:
            raise SignUpClosed from error
        # Read after the lock: what was done to it while this waited counts.
        terms.activity = Activity.objects.get(pk=activity_id)
        yield terms


def sign_up(*, new: SignUp, at: datetime, late: bool = False) -> SignUp:
    """A place for a person who is known, or one in the queue; told by mail. `late`: by hand, also after the last day.

    Whoever is signed up already gets the sign-up that stands. SignUpClosed when there is none to be made.
    """
    with _one_at_a_time(new.activity_id) as terms:
        if terms.activity.is_cancelled or not (late or terms.is_open(at)):
            raise SignUpClosed
        earlier = _standing(new)
        if earlier and not earlier.is_unconfirmed:
            if new.person_id and earlier.person_id is None:
                earlier.person_id = new.person_id
                earlier.save(update_fields=["person"])
            return earlier
        if earlier:
            # What somebody typed without showing that the address is theirs gives way.
            earlier.delete()
        _place(terms, new, at)
    log.info("signed_up", activity=new.activity_id, sign_up=new.pk, status=new.status, source=new.source)
    return new


def _standing(new: SignUp) -> SignUp | None:
    """What the same form, person or address has made already, and is not over.

    A form that comes again after its sign-up has ended means that somebody changed their mind: it makes a new one.
    """
    made = SignUp.objects.filter(submission=new.submission).first()
    if made and made.has_ended:
        new.submission, made = uuid4(), None
    if made or not (new.person or new.email):
        return made
    same = Q(person=new.person) | Q(email=new.person.email.lower()) if new.person else Q(email=new.email)
    return SignUp.objects.live().filter(same, activity=new.activity_id).order_by("pk").first()


def _place(terms: SignUpTerms, row: SignUp, at: datetime) -> None:
    """Coming when there is room and nobody waits, otherwise in the queue; and a mail that says which."""
    rows = terms.activity.sign_ups
    free = not somebody_waits(terms.capacity, rows.queued().parties()) and has_room(
        terms.capacity, rows.placed().seats(), row.seats
    )
    row.status = Status.COMING if free else Status.QUEUED
    row.turn = 1 + (rows.aggregate(last=Max("turn"))["last"] or 0)
    row.save()
    emails.tell_of_place(row, at=at)


def ask_to_confirm(*, terms: SignUpTerms, new: SignUp, at: datetime) -> None:
    """Write down what somebody without an account has typed, and mail the link that makes it count.

    `terms` with their activity: those that the visitor was shown.

    Says nothing of whether the address is signed up already: the same answer to all. One mail an hour to an address
    for an activity, and no more than a few in all. SignUpClosed when sign-up has ended.
    """
    if not terms.is_open(at):
        raise SignUpClosed
    with transaction.atomic():
        row = _standing(new)
        if row is None:
            new.status, new.created_at = Status.UNCONFIRMED, at
            SignUp.objects.bulk_create([new], ignore_conflicts=True)
            row = SignUp.objects.live().filter(activity=new.activity_id, email=new.email).first()
        elif row.is_unconfirmed and row.submission != new.submission:
            # Nobody has shown yet whose the address is: what was typed last stands, and the confirming page shows it.
            SignUp.objects.filter(pk=row.pk).update(**{name: getattr(new, name) for name in _TYPED})
        if row and row.is_unconfirmed and not _asked_enough(row, at):
            emails.ask_to_confirm(row, hour=hour_of_asking(at, since=row.created_at))


_TYPED = ("name", "companions", "food", "childcare", "ride", "ride_seats", "own_answer", "consent_text", "consent_at")


def _asked_enough(row: SignUp, at: datetime) -> bool:
    """Whether the address has had so many such mails that more would be a nuisance to somebody who never asked."""
    asked = emails.confirmations_to(row.email, since=at - timedelta(days=1))
    enough = len(asked) >= MOST_ASKED_A_DAY or asked.count(row.pk) >= MOST_ASKED_OF_ONE
    if enough:
        log.warning("sign_up_flood", activity=row.activity_id)
    return enough


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
    """Take the place that is kept. OfferGone when it was kept no longer, SignUpClosed with nothing to come to."""
    with _one_at_a_time(row.activity_id) as terms:
        if not terms.activity.is_to_come(at):
            raise SignUpClosed
        if _end_offers(terms, at):
            _promote(terms, at)
        row.refresh_from_db()
        if row.is_offered:
            row.status, row.offered_until = Status.COMING, None
            row.save(update_fields=["status", "offered_until"])
            emails.tell_of_place(row, at=at)
    if not row.is_coming:
        raise OfferGone
    return row


def change(
    *, row: SignUp, version: int, fields: Collection[str], at: datetime, by: int | None = None, late: bool = False
) -> None:
    """Save these fields of the row, which bears them: other companions, other answers. Its turn and its place stay.

    Fewer give their places to those who wait; more get in when there is room and nobody waits, and after the last day
    only when those who arrange it say so (`late`): `ImpossibleChange` if not, or when the address is another's already.
    SignUpClosed once it has begun, or when the row is no sign-up that counts. EditConflict when somebody else has
    changed it. Whose sign-up those who arrange it (`by`) have changed is told, and who gets an address now.
    """
    with _one_at_a_time(row.activity_id) as terms:
        stands = SignUp.objects.get(pk=row.pk)
        if not terms.activity.is_to_come(at) or stands.has_ended or stands.is_unconfirmed:
            raise SignUpClosed
        more = row.seats - stands.seats
        if more > 0:
            _make_room(terms, stands, more, is_open=late or terms.is_open(at))
        if row.email != stands.email:
            _free_address(row)
        if stands.came is not None:
            row.came = min(stands.came, row.seats)
        save_edit(row, version=version, fields={*fields, "came"}, by=by)
        is_news = bool(row.email and not stands.email) or by not in {None, row.person_id}
        if is_news and not row.is_offered:
            emails.tell_of_place(row, at=at)
        if more < 0:
            _promote(terms, at)


def _free_address(row: SignUp) -> None:
    """What somebody typed without showing that the address is theirs gives way; a sign-up that counts does not."""
    same = SignUp.objects.live().filter(activity=row.activity_id, email=row.email).exclude(pk=row.pk)
    same.filter(status=Status.UNCONFIRMED).delete()
    if row.email and same.exists():
        raise ImpossibleChange("email", "Adressen är redan anmäld.")


def _make_room(terms: SignUpTerms, stands: SignUp, more: int, *, is_open: bool) -> None:
    if not is_open:
        raise ImpossibleChange("companions", "Sista dagen att anmäla fler har varit. Fråga den som ordnar.")
    if stands.is_queued:
        return
    rows = terms.activity.sign_ups
    taken = rows.placed().seats()
    if somebody_waits(terms.capacity, rows.queued().parties()) or not has_room(terms.capacity, taken, 1):
        raise ImpossibleChange("companions", "Det är fullt: det går inte att ta med fler.")
    if terms.capacity is not None and not has_room(terms.capacity, taken, more):
        left = counted(terms.capacity - taken, "plats", "platser")
        raise ImpossibleChange("companions", f"Det finns inte plats för {more} till: {left} kvar.")


def cancel(*, row: SignUp, at: datetime) -> None:
    """No longer coming; the place goes to the next in the queue. Twice is once. SignUpClosed once it has begun."""
    with _one_at_a_time(row.activity_id) as terms:
        _leave(row, terms, at)
    log.info("sign_up_cancelled", activity=row.activity_id, sign_up=row.pk)


def remove(*, row: SignUp, at: datetime, by: int) -> None:
    """Those who arrange it take somebody off, who is told. SignUpClosed once it has begun."""
    with _one_at_a_time(row.activity_id) as terms:
        row.refresh_from_db()
        address = row.address
        if _leave(row, terms, at):
            emails.tell_of_removal(row, address, at=at)
    log.info("sign_up_removed", activity=row.activity_id, sign_up=row.pk, by=by)


def _leave(row: SignUp, terms: SignUpTerms, at: datetime) -> bool:
    """Whether there was a sign-up to end."""
    if terms.activity.starts_at <= at:
        raise SignUpClosed
    row.refresh_from_db()
    if row.has_ended:
        return False
    _end(row)
    _promote(terms, at)
    return True


def _end(row: SignUp) -> None:
    """Nobody needs the answers of who is not coming, nor the address: the link of the mail still opens the page."""
    row.status, row.offered_until = Status.ENDED, None
    row.food = row.childcare = row.ride = row.own_answer = ""
    row.ride_seats = 0
    if row.person_id is None:
        row.email = row.phone = ""
    row.save()


def _promote(terms: SignUpTerms, at: datetime) -> None:
    """Offer what is free to those at the head of the queue, with a time to accept."""
    if not terms.activity.is_to_come(at):
        return
    rows = terms.activity.sign_ups
    queue = {row.pk: row for row in rows.queued().select_related("person")}
    waiting = [Waiting(pk, row.seats) for pk, row in queue.items()]
    for pk, _ in next_in_line(terms.capacity, rows.placed().seats(), waiting):
        row = queue[pk]
        # Who cannot be asked has the place; those who arrange it ring.
        row.status, tell = (
            (Status.OFFERED, emails.tell_of_offer) if row.address else (Status.COMING, emails.tell_to_ring)
        )
        row.offered_until = terms.offer_until(at) if row.is_offered else None
        row.save(update_fields=["status", "offered_until"])
        tell(row, at=at)


def _end_offers(terms: SignUpTerms, at: datetime) -> bool:
    """Places that nobody accepted in time are free again. Whether there were any."""
    gone = list(terms.activity.sign_ups.filter(status=Status.OFFERED, offered_until__lt=at))
    for row in gone:
        _end(row)
    return bool(gone)


def settle_queues(*, at: datetime) -> int:
    """Go through all activities to come that somebody waits for: offers that have run out end, and what is free goes to
    the next. So it does too where an activity was cancelled for a while, or moved. Returns how many there were."""
    waiting = SignUp.objects.filter(
        status__in=[Status.OFFERED, Status.QUEUED],
        activity__status=Activity.Status.PLANNED,
        activity__starts_at__gt=at,
        activity__sign_up_terms__isnull=False,
    )
    activities = list(waiting.order_by("activity").values_list("activity", flat=True).distinct())
    for activity in activities:
        with _one_at_a_time(activity) as terms:
            _end_offers(terms, at)
            _promote(terms, at)
    return len(activities)


def set_terms(
    *,
    terms: SignUpTerms,
    version: int,
    at: datetime,
    by: int,
    others: Collection[int] = (),
    changed: Collection[str] = (),
) -> None:
    """Save the terms; more places go to those who wait. Fewer than are taken drop nobody.

    `version` 0 makes them. Of the `others` (ids of activities) of the series those without terms get the same, those
    that have some only what was `changed` (fields): what sets them apart stays. ImpossibleChange when the last day of
    one of them has been already. EditConflict when somebody else has saved them since the form was opened.
    """
    with transaction.atomic():
        activities = held_still([terms.pk, *others])
        terms.activity = next(activity for activity in activities if activity.pk == terms.pk)
        if version == 0:
            terms.version = 1
            SignUpTerms.objects.bulk_create([terms], ignore_conflicts=True)
            if _is_others(terms):
                raise EditConflict(SignUpTerms.objects.get(pk=terms.pk))
        else:
            save_edit(terms, version=version, fields=_own_fields() - {"version"}, by=by)
        _copy(terms, [activity for activity in activities if activity.pk != terms.pk], changed, local_day(at))
        waited_for = SignUp.objects.queued().filter(activity__in=activities).order_by("activity").distinct()
        for activity in waited_for.values_list("activity", flat=True):
            with _one_at_a_time(activity) as current:
                _promote(current, at)
    log.info("sign_up_terms_set", activity=terms.pk, others=len(others), by=by)


def _copy(terms: SignUpTerms, others: Collection[Activity], changed: Collection[str], today: date) -> None:
    """The last day is as many days before as here, and it is open to those whom it is for."""
    own = _own_fields() - {"version"}
    have = {row.pk: row for row in SignUpTerms.objects.filter(activity__in=others)}
    ahead = local_day(terms.activity.starts_at) - terms.closes_on if terms.closes_on else None
    for activity in others:
        row = have.get(activity.pk) or SignUpTerms(activity=activity)
        for name in own & set(changed) if activity.pk in have else own:
            setattr(row, name, getattr(terms, name))
        if ahead is not None and (activity.pk not in have or "closes_on" in changed):
            row.closes_on = local_day(activity.starts_at) - ahead
            if row.closes_on < today:
                when = short_day_words(local_day(activity.starts_at), today=today)
                raise ImpossibleChange("closes_on", f"Sista dagen för {when} har då redan varit. Ändra den för sig.")
        if activity.audience != Activity.Audience.EVERYONE:
            row.open_to = SignUpTerms.OpenTo.MEMBERS
        row.version += activity.pk in have
        row.save()


def _is_others(terms: SignUpTerms) -> bool:
    """Whether the terms that stand are not those just made: two made them at the same moment."""
    stored = SignUpTerms.objects.get(pk=terms.pk)
    return any(getattr(stored, name) != getattr(terms, name) for name in _own_fields())


def _own_fields() -> set[str]:
    return {field.name for field in SignUpTerms._meta.fields if not field.is_relation}


def tick(*, activity_id: int, sign_up_id: int, came: int | None) -> bool:
    """Note how many of a sign-up came, or nothing again. The same tick twice is one. False when there is no such."""
    ticked = SignUp.objects.filter(pk=sign_up_id, activity=activity_id, status__in=SignUp.HOLDING)
    return bool(ticked.update(came=came))
