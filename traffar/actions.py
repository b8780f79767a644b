"""When something happens to an activity: registered, changed, published, cancelled, told about, tied to the plan.

Each writes the plan's ledger in the same transaction (`docs/adr/0003-the-ledger-of-contributions.md`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError, Value
from django.db.models.functions import Concat

from distrikt.organisation.models import Body
from distrikt.saving import EditConflict, save_edit
from distrikt.uploads import stored
from plan.wording import full_day_words
from plan.year_wheel import wheel_changed
from traffar.emails import Move, tell_of_cancellations, tell_of_moves, tell_of_restoration
from traffar.evidence import linked_commitments, write_ledger
from traffar.held import why_it_stays_held
from traffar.models import Activity, ActivityPhoto, ActivitySeries, HelpOffer, SignUp, SignUpTerms
from traffar.recurrence import move_words
from traffar.series import OPEN, Change
from traffar.when import local_day, when_words

# What a person writes about an activity, beside its times and its co-hosts.
CONTENT = (
    *("kind", "title", "organiser_id", "audience", "place"),
    *("description", "bring", "contact_id", "contact_phone"),
)


class PeopleAreComing(Exception):
    """It cannot be removed as if it had never been: somebody has said that they come."""


class BelongsToAnother(Exception):
    """Something upstairs is built on it; the text says what, in Swedish. Nothing was removed."""


class StaysHeld(Exception):
    """What was held has left something behind that stands; the text says what, in Swedish. Nothing was saved."""


class StatusPassed(Exception):
    """The activity has left the status that the step starts from: somebody was faster. Nothing was saved."""


def register_activities(
    *,
    content: Activity,
    co_hosts: Collection[Body],
    occurrences: Sequence[tuple[datetime, datetime]],
    status: Activity.Status,
    by: int,
    rule: str = "",
) -> list[Activity]:
    """One activity for each occurrence (start, end), alike in all else; `content` bears it, with its submission.

    With a rule in words they are a series. The same submission again gives the rows that are there.
    """
    try:
        with transaction.atomic():
            return _register(content, co_hosts, occurrences, status, by, rule)
    except IntegrityError:
        if registered := list(Activity.objects.filter(submission=content.submission).order_by("occurrence")):
            return registered
        raise


def _register(
    content: Activity,
    co_hosts: Collection[Body],
    occurrences: Sequence[tuple[datetime, datetime]],
    status: Activity.Status,
    by: int,
    rule: str,
) -> list[Activity]:
    series = ActivitySeries.objects.create(rule=rule) if rule else None
    activities = Activity.objects.bulk_create(
        Activity(
            **{name: getattr(content, name) for name in CONTENT},
            series=series,
            starts_at=starts_at,
            ends_at=ends_at,
            submission=content.submission,
            occurrence=number,
            status=status,
            created_by_id=by,
        )
        for number, (starts_at, ends_at) in enumerate(occurrences)
    )
    hosting = Activity.co_hosts.through
    hosting.objects.bulk_create(hosting(activity=row, body=body) for row in activities for body in co_hosts)
    wheel_changed()
    return activities


def held_still(activities: Collection[int]) -> list[Activity]:
    """The activities (ids); nobody else changes them meanwhile, or signs up to them.

    All lock in the same order, terms before activities as those who sign up do, and so never each other.
    """
    list(SignUpTerms.objects.select_for_update().filter(activity__in=activities).order_by("pk"))
    rows = Activity.objects.select_for_update(of=("self",)).filter(pk__in=activities).order_by("pk")
    return list(rows.select_related("organiser").prefetch_related("co_hosts"))


def _along(activity: Activity, others: Collection[int], statuses: Collection[str]) -> list[Activity]:
    """Those of the others (ids) that go along with the activity: they have one of the statuses still."""
    rows = held_still([activity.pk, *others])
    return [row for row in rows if row.pk != activity.pk and row.status in statuses]


@transaction.atomic
def edit_activity(
    *, activity: Activity, co_hosts: Collection[Body], version: int, by: int, at: datetime, others: Collection[int] = ()
) -> None:
    """Save what was written; `activity` bears it, times included. `EditConflict` when somebody else came between.

    What was changed is changed in the `others` (ids) of its series too, all or nothing: `ImpossibleMove` when one of
    them cannot be moved like it. StaysHeld when minutes say when, where and what it was.
    """
    before = {row.pk: row for row in held_still([activity.pk, *others])}
    is_another = activity.pk in before and _what_it_was(before[activity.pk]) != _what_it_was(activity)
    if is_another and (why := why_it_stays_held(activity.pk)):
        raise StaysHeld(why)
    moves = [_save(activity, before.get(activity.pk), co_hosts, version, by, at)]
    was = before[activity.pk]
    change = Change.between(was, activity, fields=CONTENT, co_hosts=co_hosts)
    along = [] if change.is_empty else _along(activity, others, OPEN)
    for row in along:
        hosts = change.apply_to(row)
        moves.append(_save(row, before[row.pk], hosts, row.version, by, at))
    if activity.series_id and along and change.starts_by:
        first = min(local_day(row.starts_at) for row in (activity, *along))
        note = f"; från {full_day_words(first)} {move_words(was.starts_at, activity.starts_at)}"
        ActivitySeries.objects.filter(pk=activity.series_id).update(rule=Concat("rule", Value(note)))
    tell_of_moves([move for move in moves if move], by=by)


def _save(
    activity: Activity, before: Activity | None, co_hosts: Collection[Body], version: int, by: int, at: datetime
) -> Move | None:
    """The move, when those concerned are to be told that it is at another time or place."""
    save_edit(activity, version=version, fields=(*CONTENT, "starts_at", "ends_at"), by=by)
    activity.version = version + 1
    activity.co_hosts.set(co_hosts)
    day = local_day(activity.starts_at)
    SignUpTerms.objects.filter(activity=activity, closes_on__gt=day).update(closes_on=day, version=F("version") + 1)
    write_ledger(activity, commitments=linked_commitments(activity), by=by)
    if before is None or not before.is_planned or _where_and_when(before) == _where_and_when(activity):
        return None
    was = when_words(before.starts_at, before.ends_at, today=local_day(at))
    return Move(activity, was=", ".join(filter(None, (was, before.place))))


def _what_it_was(activity: Activity) -> tuple[object, ...]:
    return *_where_and_when(activity), activity.kind, activity.organiser_id


def _where_and_when(activity: Activity) -> tuple[datetime, datetime, str]:
    return activity.starts_at, activity.ends_at, activity.place


def _move(activity: Activity, *, was: Activity.Status, by: int, **fields: Any) -> bool:
    """From one status to another; StatusPassed when it has left the first one already.

    False for the same step twice: that says nothing new.
    """
    moved = Activity.objects.filter(pk=activity.pk, status=was).update(**fields, version=F("version") + 1)
    activity.refresh_from_db()
    if not moved and any(getattr(activity, name) != value for name, value in fields.items()):
        raise StatusPassed
    write_ledger(activity, commitments=linked_commitments(activity), by=by)
    return bool(moved)


@transaction.atomic
def publish_activity(*, activity: Activity, by: int, others: Collection[int] = ()) -> None:
    """A draft becomes planned, and everyone sees it; so do the `others` (ids) of its series that are drafts still."""
    for row in (activity, *_along(activity, others, [Activity.Status.DRAFT])):
        _move(row, was=Activity.Status.DRAFT, status=Activity.Status.PLANNED, by=by)


@transaction.atomic
def cancel_activity(*, activity: Activity, reason: str, by: int, others: Collection[int] = ()) -> None:
    """It stays visible with its reason, and no longer counts towards the plan. So do the `others` (ids) of its series
    that are planned still."""
    along = _along(activity, others, [Activity.Status.PLANNED])
    # An offer of what will not be is none; should it be after all, the queue is as it was.
    offers = SignUp.objects.filter(activity__in=[activity.pk, *(row.pk for row in along)], status=SignUp.Status.OFFERED)
    offers.update(status=SignUp.Status.QUEUED, offered_until=None)
    planned, cancelled = Activity.Status.PLANNED, Activity.Status.CANCELLED
    called_off = [
        row for row in (activity, *along) if _move(row, was=planned, status=cancelled, cancel_reason=reason, by=by)
    ]
    tell_of_cancellations(called_off, by=by)


@transaction.atomic
def restore_activity(*, activity: Activity, by: int) -> None:
    """What was cancelled is planned again. Which commitments it serves is to be said anew."""
    held_still([activity.pk])
    _move(activity, was=Activity.Status.CANCELLED, status=Activity.Status.PLANNED, cancel_reason="", by=by)
    tell_of_restoration(activity, by=by)


@transaction.atomic
def delete_activity(*, activity: Activity, by: int, others: Collection[int] = ()) -> None:
    """Remove for good what never was, and the `others` (ids) of its series that never were.

    StatusPassed when it has been held or cancelled: that is to be remembered. PeopleAreComing when somebody has signed
    up to one of them or promised to help: they are to be told that it is cancelled. BelongsToAnother when an app
    upstairs is built on one of them.
    """
    rows = (activity, *_along(activity, others, OPEN))
    ids = [row.pk for row in rows]
    if (
        SignUp.objects.live().filter(activity__in=ids).exists()
        or HelpOffer.objects.filter(request__activity__in=ids).exists()
    ):
        raise PeopleAreComing
    never_was = Activity.objects.filter(status__in=OPEN)
    for row in rows:
        try:
            deleted, _ = never_was.filter(pk=row.pk).delete()
        except ProtectedError as error:
            raise BelongsToAnother(str(next(iter(error.protected_objects))._meta.verbose_name)) from error
        if not deleted:
            raise StatusPassed
        write_ledger(row, commitments=(), by=by)
    if activity.series_id:
        ActivitySeries.objects.filter(pk=activity.series_id, activities=None).delete()


@transaction.atomic
def link_commitments(*, activities: Collection[Activity], commitments: Collection[int], by: int) -> int:
    """Say which commitments these activities belong to; how many of the activities now belong to any.

    Those outside the plan's period belong to none of its. Who first accepted a link is kept in the ledger.

    They are read anew and locked: what has been cancelled meanwhile does not count, and two people do not collide.
    """
    current = Activity.objects.select_for_update(of=("self",)).select_related("organiser").order_by("pk")
    chosen = current.filter(pk__in=[activity.pk for activity in activities])
    return sum(bool(write_ledger(activity, commitments=commitments, by=by)) for activity in chosen)


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A cleaned photo on its way in, with the words for those who do not see it, and the version of the consent."""

    content: "ContentFile[bytes]"
    alt: str
    consent_text: str
    submission: UUID


_TOLD = ("headcount", "from_other_branches", "outcome", "status")


@transaction.atomic
def _tell(activity: Activity, version: int, by: int) -> None:
    activity.status = Activity.Status.HELD
    try:
        save_edit(activity, version=version, fields=_TOLD, by=by)
    except EditConflict as conflict:
        current: Any = conflict.current
        if current.is_planned:
            # Its time or place was changed meanwhile, but nobody else has told how it went.
            save_edit(activity, version=current.version, fields=_TOLD, by=by)
            activity.refresh_from_db()
        # The same form sent twice says nothing new.
        elif any(getattr(current, name) != getattr(activity, name) for name in _TOLD):
            raise
    write_ledger(activity, commitments=linked_commitments(activity), by=by)


@transaction.atomic
def retract_outcome(*, activity: Activity, version: int, by: int) -> None:
    """It was marked as held by mistake: it is planned again, and nothing is told of it. Photos stay until removed.

    StatusPassed when anybody has told more since the version: their words are not taken away unseen. StaysHeld.
    """
    if why := why_it_stays_held(activity.pk):
        raise StaysHeld(why)
    held = Activity.objects.filter(pk=activity.pk, status=Activity.Status.HELD, version=version)
    untold = {"headcount": None, "from_other_branches": None, "outcome": ""}
    if not held.update(**untold, status=Activity.Status.PLANNED, version=F("version") + 1):
        raise StatusPassed
    activity.refresh_from_db()
    write_ledger(activity, commitments=linked_commitments(activity), by=by)


def report_outcome(*, activity: Activity, photo: NewPhoto | None, version: int, by: int) -> None:
    """Save how it went; `activity` bears it, and becomes held. All or nothing, a photo sent twice is taken in once.

    `EditConflict` when somebody else came between.
    """
    if photo is None or ActivityPhoto.objects.filter(submission=photo.submission).exists():
        _tell(activity, version, by)
        return
    with stored(photo.content, ActivityPhoto._meta.get_field("image")) as name, transaction.atomic():
        _tell(activity, version, by)
        ActivityPhoto.objects.create(
            activity=activity,
            image=name,
            alt=photo.alt,
            consent_text=photo.consent_text,
            submission=photo.submission,
            uploaded_by_id=by,
        )


@transaction.atomic
def delete_photo(*, photo: ActivityPhoto) -> None:
    """Take away a photo; the file goes when the row is surely gone."""
    photo.delete()
    name = str(photo.image.name)
    transaction.on_commit(lambda: photo.image.storage.delete(name))
