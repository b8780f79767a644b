"""When somebody makes or closes an address for their own calendar, and when a calendar asks it."""

from datetime import date, datetime

import structlog
from django.db import IntegrityError, transaction

from distrikt.saving import create_once
from traffar.models import CalendarFeed

log = structlog.get_logger(__name__)


@transaction.atomic
def create_feed(*, feed: CalendarFeed, by: int) -> CalendarFeed:
    """Make the address. The same form twice makes one."""
    try:
        feed, created = create_once(feed)
    except IntegrityError:
        # Asked for twice at once, by two forms: one made it.
        same = CalendarFeed.objects.open().filter(owner=feed.owner_id, kind=feed.kind, body=feed.body_id)
        return same.get()
    if created:
        log.info("calendar_feed_created", feed=feed.pk, kind=feed.kind, by=by)
    return feed


@transaction.atomic
def close_feed(*, feed: CalendarFeed, by: int, at: datetime) -> bool:
    """The address opens nothing from now on. False when it was closed already."""
    closed = CalendarFeed.objects.open().filter(pk=feed.pk).update(revoked_at=at)
    if closed:
        log.info("calendar_feed_closed", feed=feed.pk, by=by)
    return bool(closed)


@transaction.atomic
def renew_feed(*, feed: CalendarFeed, by: int, at: datetime) -> None:
    """Close the address, and make a new one to the same. Asked twice, there is still one new."""
    if close_feed(feed=feed, by=by, at=at):
        create_feed(feed=CalendarFeed(owner_id=feed.owner_id, kind=feed.kind, body_id=feed.body_id), by=by)


def record_fetch(*, feed: CalendarFeed, day: date) -> None:
    """Remember the day, so that the owner can see whether a calendar still asks; written once a day."""
    log.info("calendar_feed_fetched", feed=feed.pk)
    if feed.last_read_on != day:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_on=day)
