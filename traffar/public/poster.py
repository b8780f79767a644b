"""The poster of an open activity, A4 or A3: read from five metres, with a code that leads to its page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from math import ceil
from pathlib import Path

import segno
from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from distrikt.organisation.models import District
from distrikt.typeset import TypesettingError, make_pdf
from distrikt.utskick.jobs import JobFailed, JobKind, Progress
from distrikt.utskick.models import Job
from plan.wording import capitalised, listing
from traffar.models import Activity, SignUpTerms
from traffar.public.addresses import short_path, slug_of
from traffar.public.event import OpenEvent, open_event
from traffar.when import clock_words, day_words, local_day

# From how many letters on the title is set smaller, from how long a word, and how large it then is.
TITLE_STEPS = (("short", 22, 11, 2.9), ("middle", 48, 16, 2.1), ("long", 90, 160, 1.6), ("longest", 160, 160, 1.15))
# The sheet in its own measure (a tenth of the height of its large letters, `document.css`): what lies between head and
# the lowest foot, how wide it is, and how large place and text are.
ROOM, WIDTH = 18.0, 17.4
PLACE_STEPS = (("", 1.25), ("place-long", 0.9), ("place-longest", 0.64))
TEXT_SIZE, TEXT_WIDTH = 0.66, 15.8
LETTER, LEADING = 0.54, 1.35
# By how much a capital is wider than a letter.
CAPITAL = 0.3
MOST_LINES = 5
# The hosts stand beside the code: how large, and on how many lines at most. More than two make the foot higher.
HOST_STEPS = (("", 0.8, 2), ("hosts-many", 0.56, 4))
HOSTS_WIDTH, FREE_IN_FOOT = 11.2, 2.0


class PosterSize(models.TextChoices):
    A4 = "a4", "A4 – dörren, anslagstavlan"
    A3 = "a3", "A3 – skyltfönstret, gatuprataren"


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it. `day` and `hours` say the same as the page's `when`, in two large lines."""

    event: OpenEvent
    size: PosterSize
    title_step: str
    fitting: "Fitting"
    hosts: str
    hosts_step: str
    day: str
    hours: str
    sign_up: str
    address: str
    code: SafeString


def poster_document(activity: Activity, size: PosterSize, *, now: datetime) -> str:
    """The whole document, ready to typeset. The activity comes as for its open page."""
    district = District.objects.first()
    event = open_event(activity, district=district, now=now)
    today = local_day(now)
    url = f"{settings.BASE_URL}{short_path(event.pk)}"
    sign_up = _sign_up_words(activity, now)
    hosts, (hosts_step, *_) = _hosts(event)
    poster = Poster(
        event=event,
        size=size,
        title_step=_title_step(event.title)[0],
        fitting=fitting_words(event, sign_up),
        hosts=hosts,
        hosts_step=hosts_step,
        day=capitalised(day_words(local_day(event.starts_at), today=today)),
        hours=_hours(event, today),
        sign_up=sign_up,
        address=url.partition("://")[2].rstrip("/"),
        code=_code(url),
    )
    return render_to_string("traffar/poster_document.html", {"poster": poster, "event": event, "district": district})


def _sign_up_words(activity: Activity, now: datetime) -> str:
    """How to sign up, where anybody may: the code leads to the page that has the form. The day stays on one line."""
    terms = SignUpTerms.objects.filter(activity=activity, open_to=SignUpTerms.OpenTo.EVERYONE).first()
    if terms is None:
        return ""
    terms.activity = activity
    if not terms.is_open(now):
        return ""
    if terms.closes_on is None:
        return "Anmäl dig med koden"
    until = f"senast {day_words(terms.closes_on, today=local_day(now))}".replace(" ", "\xa0")
    return f"Anmäl dig med koden, {until}"


def _hours(event: OpenEvent, today: date) -> str:
    """kl. 11–13, or kl. 10 – söndag 6 december kl. 15"""
    begins, ends, last = clock_words(event.starts_at), clock_words(event.ends_at), local_day(event.ends_at)
    if last != local_day(event.starts_at):
        return f"kl. {begins} – {day_words(last, today=today)} kl. {ends}"
    return f"kl. {begins}" if begins == ends else f"kl. {begins}–{ends}"


@dataclass(frozen=True, slots=True)
class Fitting:
    """What has room between title and foot: how large the place is set, whether day and hours must be set smaller for
    it, and as much as goes in of the text and of what to bring."""

    place_step: str
    is_tight: bool
    text: str
    bring: str


def fitting_words(event: OpenEvent, sign_up: str) -> Fitting:
    *_, title_size = _title_step(event.title)
    hosts, (_, host_size, _) = _hosts(event)
    taken = _lines(event.title, title_size, WIDTH) * title_size * 1.12 + 5.4
    taken += 1.2 * bool(sign_up)
    taken += 1.8 * (local_day(event.starts_at) != local_day(event.ends_at))
    taken += max(_lines(hosts, host_size, HOSTS_WIDTH) * host_size * 1.25 - FREE_IN_FOOT + 1.0 * bool(sign_up), 0)
    heights = {step: _lines(event.place, size, WIDTH) * size * 1.25 for step, size in PLACE_STEPS}
    step = next((step for step, height in heights.items() if height <= ROOM - taken), PLACE_STEPS[-1][0])
    free = int((ROOM - taken - heights[step]) / (TEXT_SIZE * LEADING))
    bring = _cut(f"Ta med: {event.bring}", free) if event.bring else ""
    text = _cut(event.text, min(free - _lines(bring, TEXT_SIZE, TEXT_WIDTH) - bool(bring), MOST_LINES))
    return Fitting(step, heights[step] > ROOM - taken, text, bring)


def _hosts(event: OpenEvent) -> tuple[str, tuple[str, float, int]]:
    """Who arranges it, in the size in which all have room; of too many the last are told by number."""
    names = [host.name for host in event.hosts]
    for step in HOST_STEPS:
        if _lines(event.host_names, step[1], HOSTS_WIDTH) <= step[2]:
            return event.host_names, step
    for shown in range(len(names) - 1, 0, -1):
        words = listing([*names[:shown], f"{len(names) - shown} till"])
        if _lines(words, step[1], HOSTS_WIDTH) <= step[2]:
            return words, step
    return names[0], step


def _lines(text: str, size: float, width: float) -> int:
    """About how many lines a text takes; a line is seldom full."""
    letters = len(text) + CAPITAL * sum(map(str.isupper, text))
    return ceil(letters * size * LETTER / width)


def _cut(text: str, lines: int) -> str:
    """What of the text goes into so many lines."""
    letters = int(lines * TEXT_WIDTH / (TEXT_SIZE * LETTER))
    return Truncator(text).chars(letters) if lines > 0 else ""


def _title_step(title: str) -> tuple[str, int, int, float]:
    """How large the title is set, by its length and its longest word."""
    longest = max(map(len, title.split()), default=0)
    fitting = (step for step in TITLE_STEPS if len(title) <= step[1] and longest <= step[2])
    return next(fitting, TITLE_STEPS[-1])


def _code(url: str) -> SafeString:
    """The code as SVG; drawn of the address alone."""
    code = segno.make(url, error="m", micro=False)
    drawn = code.svg_inline(border=0, omitsize=True, dark="#1d1b19", title="Kod som leder till sidan", svgclass="qr")
    return mark_safe(drawn)  # noqa: S308  # nosec B308 B703


def content_hash(document: str) -> str:
    """Tells whether a PDF that is made already says the same."""
    return sha256(document.encode()).hexdigest()


def job_kind(size: PosterSize) -> str:
    return f"poster_{size.value}"


def _run(size: PosterSize) -> Callable[[Job, Progress], tuple[str, bytes]]:
    def run(job: Job, progress: Progress) -> tuple[str, bytes]:
        progress(10, "Sätter affischen")
        activity = Activity.objects.public().with_hosts().filter(pk=job.object_id).first()
        if activity is None:
            raise JobFailed("Aktiviteten är inte öppen för alla längre, så det blir ingen affisch.")
        if activity.is_cancelled:
            raise JobFailed("Aktiviteten är inställd, så det blir ingen affisch.")
        try:
            pdf = make_poster_pdf(poster_document(activity, size, now=timezone.now()))
        except TypesettingError as error:
            raise JobFailed(str(error)) from error
        return f"affisch-{slug_of(activity.display_title, activity.kind)[:80]}-{size.value}.pdf", pdf

    return run


def make_poster_pdf(document: str) -> bytes:
    """Typeset the poster. TypesettingError when that does not go."""
    district = District.objects.first()
    logotype = district.logotype if district else None
    return make_pdf(
        document,
        media={"logotype": Path(logotype.path)} if logotype else {},
        base_url=f"{settings.BASE_URL}/",
    )


def _home(pk: int) -> str:
    return Activity(pk=pk).get_absolute_url()


POSTER_JOBS = {
    job_kind(size): JobKind(f"Affisch i {size.name}", Activity.objects.organised_by, _run(size), _home)
    for size in PosterSize
}
