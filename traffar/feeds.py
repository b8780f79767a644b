"""What a calendar gets when it asks one of our addresses: activities from a while back to a year ahead.

A person's address shows what the person may see on the day it is asked; the open ones what is for everyone.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from icalendar import vDuration, vText

from distrikt.access import Viewer
from distrikt.organisation.models import Assignment, Body, District
from traffar.concerned import concerning
from traffar.invitation import calendar_event, harmless, new_calendar, revised_at
from traffar.models import Activity, ActivityQuerySet, CalendarFeed
from traffar.when import day_bounds, local_day, short_day_words

BACK, AHEAD = timedelta(days=90), timedelta(days=400)
REFRESH = timedelta(hours=1)
# To be raised when entries come to look otherwise than before: calendars then take all of them anew.
_LOOK = 2
_END = b"END:VCALENDAR\r\n"
_REMEMBERED = 90 * 24 * 3600
_SHOWN = (
    *("kind", "title", "place", "description", "bring", "starts_at", "ends_at"),
    *("status", "cancel_reason", "created_at", "version", "organiser__name"),
)


class FeedClosed(Exception):
    """The address opens nothing: unknown or closed, or its owner no longer sees the district's work."""


@dataclass(frozen=True, slots=True)
class Feed:
    """`key` tells it from other feeds, `name` is what it is called in the person's calendar."""

    key: str
    name: str
    activities: ActivityQuerySet
    for_all: bool = False

    def etag(self) -> str:
        """Another one exactly when the calendar is another, without making it. One query."""
        rows = self.activities.values_list("pk", "version", "organiser__name")
        facts = (_LOOK, settings.BASE_URL, self.name, self.for_all, list(rows))
        return f'"{sha256(repr(facts).encode()).hexdigest()[:32]}"'

    def to_ical(self) -> bytes:
        calendar = new_calendar()
        for name in ("name", "x-wr-calname"):
            # Typed, so that the library escapes it: these two it would else leave as they are.
            calendar.add(name, vText(harmless(self.name)))
        calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))
        start: bytes = calendar.to_ical().removesuffix(_END)
        shown = self.activities.select_related("organiser").only(*_SHOWN)
        # Written one by one: a thousand at once would cost more, in memory and in time.
        entries = (calendar_event(one, stamp=revised_at(one), for_all=self.for_all).to_ical() for one in shown)
        return b"".join([start, *entries, _END])


def open_feed(token: str, today: date) -> tuple[CalendarFeed, Feed]:
    """The feed of a person's secret address, by the roles of the day; FeedClosed when it opens nothing."""
    row = CalendarFeed.objects.open().select_related("body").filter(token=token).first()
    if row is None:
        raise FeedClosed
    viewer = Assignment.objects.filter(user__is_active=True).viewer(row.owner_id, today)
    if not viewer.sees_content:
        raise FeedClosed
    return row, Feed(f"person:{row.pk}", _name(str(row)), _spanned(_of(row, viewer), today))


def _of(row: CalendarFeed, viewer: Viewer) -> ActivityQuerySet:
    if row.kind == CalendarFeed.Kind.OWN:
        return concerning(viewer)
    visible = Activity.objects.visible_to(viewer)
    return visible.arranged_by([row.body_id]) if row.body_id else visible


def feed_for_all(branch: Body | None, today: date) -> Feed:
    """What anybody may know of: of the whole district, or of one branch."""
    activities = Activity.objects.public()
    if branch:
        activities = activities.arranged_by([branch.pk])
    key = f"branch:{branch.pk}" if branch else "district"
    return Feed(key, _name(branch.name if branch else ""), _spanned(activities, today), for_all=True)


def _spanned(activities: ActivityQuerySet, today: date) -> ActivityQuerySet:
    return activities.overlapping(*day_bounds(today - BACK, today + AHEAD)).order_by("starts_at", "pk")


def _name(part: str) -> str:
    district = District.objects.first()
    return ": ".join(filter(None, (district.display_name if district else "Distriktet", part)))


def changed_at(feed: Feed, etag: str, now: datetime) -> int:
    """The second (Unix time) since when the calendar is as it is, as far as anybody has asked.

    What is taken away leaves no moment behind, so it is the cache that remembers: a forgotten one is called new. No two
    states of a feed share a second.
    """
    key = f"calendar_feed:{feed.key}"
    known, since = cache.get(key, ("", 0))
    if known != etag:
        since = max(int(now.timestamp()), since + 1)
        cache.set(key, (etag, since), _REMEMBERED)
    return int(since)


def activity_file(activity: Activity) -> bytes:
    """One activity, for whoever wants only that in their calendar."""
    calendar = new_calendar()
    calendar.add_component(calendar_event(activity, stamp=revised_at(activity)))
    content: bytes = calendar.to_ical()
    return content


def body_choice(body: Body) -> str:
    """How the form of a new address names the feed of a body."""
    return f"{CalendarFeed.Kind.BODY.value}:{body.pk}"


@dataclass(frozen=True, slots=True)
class FeedRow:
    """An open address on its owner's page. `one_tap` opens the calendar of the phone by itself."""

    pk: int
    name: str
    address: str
    one_tap: str
    note: str


@dataclass(frozen=True, slots=True)
class OpenAddress:
    """An address that is no secret, and whose activities it shows."""

    slug: str
    name: str
    address: str


def open_addresses() -> list[OpenAddress]:
    """That of the whole district first, then those of its branches. One query."""
    whole = OpenAddress("distriktet", "Hela distriktet", settings.BASE_URL + reverse("traffar:public_feed"))
    branches = Body.objects.branches().values_list("slug", "name")
    return [
        whole,
        *(
            OpenAddress(slug, name, settings.BASE_URL + reverse("traffar:public_branch_feed", args=[slug]))
            for slug, name in branches
        ),
    ]


def feed_rows(viewer: Viewer) -> list[FeedRow]:
    """The viewer's open addresses, in one query."""
    return [
        FeedRow(
            pk=feed.pk,
            name=str(feed),
            address=(address := settings.BASE_URL + reverse("traffar:feed_file", args=[feed.token])),
            one_tap=address.replace(urlsplit(address).scheme, "webcal", 1),
            note=_note(feed, viewer.today),
        )
        for feed in CalendarFeed.objects.visible_to(viewer).open().select_related("body")
    ]


def _note(feed: CalendarFeed, today: date) -> str:
    made = f"Gjord {short_day_words(local_day(feed.created_at), today=today)}"
    if feed.last_read_on is None:
        return f"{made}, inte hämtad av någon kalender än"
    read = "i dag" if feed.last_read_on == today else short_day_words(feed.last_read_on, today=today)
    return f"{made}, senast hämtad {read}"
