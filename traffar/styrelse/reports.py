"""The board's meetings as lists: what comes next and what is to be done, then those to come and those held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from distrikt.access import Viewer, may
from distrikt.organisation.models import Body
from distrikt.organisation.roles import BodyKind
from plan.wording import counted, day_words
from traffar.models import Activity, ActivityKind
from traffar.reports import where_and_who
from traffar.styrelse.call import last_day_to_call
from traffar.styrelse.models import BoardMeeting, BoardRules, Presence, PublishedMinutes
from traffar.when import local_day, short_when_words, when_words

Status = BoardMeeting.Status
BODIES = (BodyKind.BOARD, BodyKind.EXECUTIVE)
_BADGES = {Status.OPEN: "badge-red", Status.REVIEW: "badge-amber", Status.DRAFT: "badge-amber"}
_UNTOLD = "har varit – inte infört"


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A line of the list. `opens_papers`: this viewer opens the meeting itself, not its published minutes alone."""

    pk: int
    url: str
    title: str
    when: str
    where: str
    status: str
    badge: str
    is_cancelled: bool
    opens_papers: bool
    is_published: bool


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits to be done, and where it is done."""

    text: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class NextMeeting:
    row: MeetingRow
    when: str
    todo: tuple[Todo, ...]


@dataclass(frozen=True, slots=True)
class MeetingList:
    """`waiting` are the minutes that are not done; `bare` the board's meetings in the calendar without an agenda.

    `years` are this year and the last, or the older `year` that was asked for; `older` those that a link leads to.
    """

    next: NextMeeting | None
    waiting: tuple[MeetingRow, ...]
    coming: tuple[MeetingRow, ...]
    years: tuple[tuple[int, tuple[MeetingRow, ...]], ...]
    bare: tuple[tuple[int, str, str], ...]
    older: tuple[int, ...]
    year: int | None

    @property
    def is_empty(self) -> bool:
        return not (self.next or self.coming or self.years or self.bare or self.older)


def status_of(meeting: BoardMeeting, now: datetime, *, is_published: bool = False) -> tuple[str, str]:
    """The word that says how far a meeting has come, and the class of its badge. Needs the activity."""
    if meeting.activity.is_cancelled and meeting.is_before:
        return "inställt", "badge-red"
    if meeting.is_before and meeting.activity.ends_at < now:
        return _UNTOLD, "badge-amber"
    word = "publicerat" if is_published and meeting.is_adjusted else str(meeting.get_status_display())
    return word, _BADGES.get(Status(meeting.status), "badge-green" if meeting.is_adjusted else "")


def meeting_list_for(viewer: Viewer, now: datetime, *, year: int | None = None) -> MeetingList:
    """What the viewer may see, of this year and the last and of what is not done; or of an earlier year alone. At most
    nine queries, however many there are."""
    known = BoardMeeting.objects.visible_to(viewer)
    recent = local_day(now).year - 1
    earlier = known.filter(year__lt=recent).order_by("-year").values_list("year", flat=True).distinct()
    year = year if year is not None and year < recent else None
    if year is None:
        is_to_do = ~Q(status=Status.ADJUSTED) & ~Q(activity__status=Activity.Status.CANCELLED)
        known = known.filter(Q(year__gte=recent) | is_to_do)
    else:
        known = known.filter(year=year)
    published = PublishedMinutes.objects.filter(meeting=OuterRef("pk"))
    rows_of = known.with_activity().order_by("activity__starts_at", "pk")
    meetings = list(rows_of.annotate(is_published=Exists(published)))
    own = set(
        Presence.objects.in_force(viewer.today)
        .filter(person=viewer.person_id)
        .order_by()
        .values_list("meeting", flat=True)
    )
    sees_all = may(viewer, "styrelse.list_meetings")
    rows = {row.pk: _row(row, viewer, now, opens_papers=sees_all or row.pk in own) for row in meetings}
    ahead = [row for row in meetings if row.is_open or (row.is_before and row.activity.ends_at >= now)]
    live = [row for row in ahead if row.is_open or not row.activity.is_cancelled]
    first = min(live, key=lambda row: (not row.is_open, row.activity.starts_at), default=None)
    behind = [row for row in reversed(meetings) if row not in ahead]
    shown = sorted((row for row in behind if year or row.year >= recent), key=lambda row: -row.year)
    prepares = may(viewer, "styrelse.prepare_meeting")
    waiting = [row for row in behind if not row.is_adjusted and not row.activity.is_cancelled] if sees_all else []
    return MeetingList(
        next=_next(first, rows[first.pk], viewer, now) if first else None,
        waiting=tuple(rows[row.pk] for row in waiting),
        coming=tuple(rows[row.pk] for row in ahead if row is not first),
        years=tuple(
            (of_year, tuple(rows[row.pk] for row in held)) for of_year, held in groupby(shown, key=lambda row: row.year)
        ),
        bare=tuple(_bare(viewer, now)) if prepares and year is None else (),
        older=tuple(earlier),
        year=year,
    )


def _row(meeting: BoardMeeting, viewer: Viewer, now: datetime, *, opens_papers: bool) -> MeetingRow:
    activity = meeting.activity
    is_published = bool(getattr(meeting, "is_published", False))
    word, badge = status_of(meeting, now, is_published=is_published)
    return MeetingRow(
        pk=meeting.pk,
        url=meeting.get_absolute_url() if opens_papers else "",
        title=meeting.title,
        when=short_when_words(activity.starts_at, today=viewer.today),
        where=where_and_who(activity.place, meeting.body.name),
        status=word,
        badge=badge,
        is_cancelled=activity.is_cancelled and meeting.is_before,
        opens_papers=opens_papers,
        is_published=is_published,
    )


def _next(meeting: BoardMeeting, row: MeetingRow, viewer: Viewer, now: datetime) -> NextMeeting:
    activity = meeting.activity
    when = when_words(activity.starts_at, activity.ends_at, today=viewer.today)
    todo = _todo(meeting, viewer, now) if row.opens_papers else ()
    return NextMeeting(row, when, tuple(todo))


def _todo(meeting: BoardMeeting, viewer: Viewer, now: datetime) -> Iterable[Todo]:
    presences = list(meeting.presences.all())
    own = next((row for row in presences if row.person_id == viewer.person_id), None)
    call = reverse("styrelse:meeting_call", args=[meeting.pk])
    if meeting.is_planned and may(viewer, "styrelse.prepare_meeting", meeting):
        last = last_day_to_call(meeting, (BoardRules.objects.first() or BoardRules()).notice_days)
        text = f"Kallelsen ska gå senast {day_words(last)}." if last >= viewer.today else "Kallelsen skulle ha gått."
        yield Todo("Gör klart dagordningen.", meeting.get_absolute_url(), "Dagordning")
        yield Todo(text, call, "Kalla")
    if meeting.is_called and own and not own.answer:
        yield Todo("Du har inte svarat om du kommer.", f"{call}#svar", "Svara")
    if meeting.is_called:
        silent = sum(not row.answer for row in presences)
        coming = sum(row.is_coming for row in presences)
        text = f"{counted(coming, 'har svarat att hen kommer', 'har svarat att de kommer')}"
        yield Todo(f"{text}, {silent} har inte svarat." if silent else f"{text}. Alla har svarat.", call, "Kallelsen")


def _bare(viewer: Viewer, now: datetime) -> Iterable[tuple[int, str, str]]:
    """(activity, title, when) of the coming meetings that somebody put into the calendar alone. One query."""
    kinds = (ActivityKind.BOARD_MEETING, ActivityKind.EXECUTIVE_MEETING)
    coming = Activity.objects.visible_to(viewer).filter(
        kind__in=kinds, organiser__kind__in=BODIES, status=Activity.Status.PLANNED, starts_at__gte=now
    )
    for activity in coming.filter(board_meeting=None).order_by("starts_at")[:20]:
        yield activity.pk, activity.display_title, short_when_words(activity.starts_at, today=viewer.today)


def bodies_that_meet() -> list[Body]:
    """The board, and its executive committee where there is one."""
    return list(Body.objects.active().filter(kind__in=BODIES).order_by("kind"))
