"""When somebody subscribes to the weekly mail, confirms, changes the choice and ends it, and when it is planned."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, time, timedelta

import structlog
from django.db import transaction

from distrikt.mail import QueuedMail
from distrikt.open_forms import hour_of_asking
from distrikt.utskick import outbox
from distrikt.utskick.calm import Calm
from distrikt.utskick.planning import queue_planned
from traffar.models import Subscription
from traffar.weekly import emails
from traffar.weekly.programme import concerning, programme
from traffar.when import local_day, local_moment

THURSDAY, CLOCK = 4, time(8)
# On the Friday it still tells of the weekend.
LATEST = timedelta(days=1, hours=8)

log = structlog.get_logger(__name__)


@transaction.atomic
def ask_to_confirm(*, new: Subscription, bodies: Collection[int], at: datetime) -> None:
    """Write down the address and what it wants to know of, and mail the link that makes it count.

    Says nothing of whether the address subscribes already: the same answer to all, and what is confirmed is changed by
    its link alone. One mail an hour to an address.
    """
    Subscription.objects.bulk_create([new], ignore_conflicts=True)
    row = Subscription.objects.filter(email=new.email).first()
    if row is None:
        # It was ended between the two lines.
        return
    if not row.is_confirmed:
        row.bodies.set(bodies)
    emails.ask_to_confirm(row, hour=hour_of_asking(at, since=row.created_at))


def confirm(*, row: Subscription, at: datetime) -> None:
    """The link has been followed and the button pressed: now it counts. Pressed twice, it is as it was."""
    if Subscription.objects.unconfirmed().filter(pk=row.pk).update(confirmed_at=at):
        log.info("subscription_confirmed", subscription=row.pk)


@transaction.atomic
def choose(*, row: Subscription, bodies: Collection[int]) -> None:
    """Tell of these bodies from now on; of none: of the whole district."""
    row.bodies.set(bodies)


@transaction.atomic
def end(*, pk: int) -> None:
    """No more mails, and the address is forgotten, also by the outbox. Twice is once."""
    _forget([pk])
    log.info("subscription_ended", subscription=pk)


@transaction.atomic
def forget_unconfirmed(*, at: datetime) -> None:
    """Addresses that nobody has confirmed go after two days."""
    old = Subscription.objects.unconfirmed().filter(created_at__lt=at - Subscription.UNCONFIRMED_KEPT)
    _forget(list(old.values_list("pk", flat=True)))


def _forget(numbers: Collection[int]) -> None:
    Subscription.objects.filter(pk__in=numbers).delete()
    outbox.forget_about(kinds=emails.KINDS, object_ids=numbers)


def plan_weekly(now: datetime) -> int:
    """On a Thursday, one mail to each who subscribes to what has something in store. Quiet weeks have none.

    Returns how many are new: planned again, there are none. A fixed number of queries.
    """
    today, calm = local_day(now), Calm.of_district()
    if today.isoweekday() != THURSDAY or calm.is_quiet_week(today):
        return 0
    due_at = local_moment(today, CLOCK)
    entries = programme(max(now, due_at))
    chosen = defaultdict(set)
    for row, body in Subscription.bodies.through.objects.values_list("subscription", "body"):
        chosen[row].add(body)
    mails = [
        QueuedMail(
            kind=emails.WEEKLY,
            email=email,
            object_id=pk,
            occurrence=f"{today:%G-W%V}",
            due_at=due_at,
            not_after=due_at + LATEST,
        )
        for pk, email in Subscription.objects.confirmed().values_list("pk", "email")
        if concerning(entries, chosen[pk])
    ]
    return queue_planned(mails, calm, now=now)
