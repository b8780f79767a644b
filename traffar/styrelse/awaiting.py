"""What the board waits for from a person: for the start page, the most pressing first."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from distrikt.access import Viewer, may
from distrikt.organisation.roles import BOARD, Role
from plan.wording import counted
from traffar.models import Activity
from traffar.styrelse.actions.preparing import board_rules
from traffar.styrelse.call import last_day_to_call
from traffar.styrelse.circular_emails import last_day_of
from traffar.styrelse.models import (
    Adjuster,
    AgendaItem,
    Attachment,
    BoardMeeting,
    CircularAnswer,
    CircularDecision,
    MinutesComment,
    Presence,
)
from traffar.styrelse.models.meetings import LONGEST_NOTICE
from traffar.styrelse.rules import VOTING
from traffar.when import short_day_words, short_when_words

Status, Duty = BoardMeeting.Status, Presence.Duty
UNFINISHED = (Status.CALLED, Status.OPEN, Status.DRAFT, Status.REVIEW)
# So long before the last day to call it is said.
CALL_AHEAD = timedelta(days=7)
# In the order that they press.
ORDER = ("table", "at_once", "adjust", "confirm", "mend", "write", "question", "answer", "call")


@dataclass(frozen=True, slots=True)
class Awaited:
    """What, a line about it, where it is done, and the word on its button."""

    title: str
    meta: str
    url: str
    action: str


def awaited_of(viewer: Viewer, now: datetime) -> list[Awaited]:
    """One query for everybody, one more for who votes and one for who calls to meetings; where something waits, at most
    seven more, however much it is."""
    found = [*_of_places(viewer, now), *_of_preparing(viewer, now), *_questions(viewer, now)]
    return [awaited for _, awaited in sorted(found, key=lambda row: ORDER.index(row[0]))]


def _of_places(viewer: Viewer, now: datetime) -> Iterator[tuple[str, Awaited]]:
    """One thing a meeting that the viewer has a place at."""
    places = Presence.objects.filter(person=viewer.person_id, meeting__status__in=UNFINISHED)
    rows = list(places.select_related("meeting__activity").order_by("meeting__activity__starts_at", "pk"))
    approving = [row for row in rows if row.duty != Duty.SECRETARY]
    asked = _asked_at_once([row for row in approving if row.meeting.takes_minutes])
    adjusting = _adjusting([row.pk for row in approving if row.meeting.is_in_review])
    writing = {row.meeting_id for row in rows if _writes(row)}
    commented = _commented(writing)
    for row in rows:
        steps = {
            "at_once": row.pk in asked,
            "table": row.meeting.is_open,
            "adjust": row.pk in adjusting,
            "mend": row.meeting_id in commented,
            "write": row.meeting_id in writing,
            "answer": _is_unanswered(row, viewer, now),
        }
        step = next((name for name, is_so in steps.items() if is_so), None)
        if step:
            yield step, _awaited(step, row.meeting, viewer, comments=commented.get(row.meeting_id, 0))


def _writes(row: Presence) -> bool:
    meeting = row.meeting
    return row.duty == Duty.SECRETARY and meeting.status == Status.DRAFT and not meeting.is_entered_afterwards


def _commented(meetings: Collection[int]) -> dict[int, int]:
    """How many comments wait for who writes, by meeting. One query when there are meetings."""
    if not meetings:
        return {}
    waiting = MinutesComment.objects.waiting().filter(item__meeting__in=meetings).order_by()
    return dict(waiting.values_list("item__meeting").annotate(number=Count("pk")))


def _is_unanswered(row: Presence, viewer: Viewer, now: datetime) -> bool:
    """Called to a meeting to come, by a seat in the body today or co-opted, and has not said whether they come."""
    meeting = row.meeting
    still_called = row.is_co_opted or meeting.body_id in viewer.bodies(*BOARD)
    return meeting.is_called and row.answer == "" and still_called and meeting.activity.is_to_come(now)


def _adjusting(places: Sequence[int]) -> set[int]:
    """Those of the places whose approval the minutes wait for. One query when there are places."""
    if not places:
        return set()
    return set(Adjuster.objects.filter(presence__in=places, approved_at=None).values_list("presence", flat=True))


def _asked_at_once(rows: Sequence[Presence]) -> set[int]:
    """Those whose approval a paragraph waits for before the rest. One query when there are rows, two when one waits."""
    if not rows:
        return set()
    places = [row.pk for row in rows]
    items = AgendaItem.objects.filter(meeting__in=[row.meeting_id for row in rows], locked_at=None)
    waiting = items.exclude(immediate_asked_at=None).exclude(approvals__presence__in=places)
    meetings = set(waiting.values_list("meeting", flat=True))
    if not meetings:
        return set()
    return set(Presence.objects.adjusting().filter(pk__in=places, meeting__in=meetings).values_list("pk", flat=True))


def _of_preparing(viewer: Viewer, now: datetime) -> Iterator[tuple[str, Awaited]]:
    """Meetings whose last day to call is near or over, and for the chair uploaded minutes to confirm."""
    if not may(viewer, "styrelse.prepare_meeting"):
        return
    near = (now, now + timedelta(days=LONGEST_NOTICE) + CALL_AHEAD)
    to_come = Q(activity__status=Activity.Status.PLANNED, activity__starts_at__range=near)
    entered = Q(status=Status.DRAFT, is_entered_afterwards=True) if viewer.holds(Role.CHAIR) else Q(pk=None)
    rows = BoardMeeting.objects.filter(Q(status=Status.PLANNED) & to_come | entered).select_related("activity")
    meetings = list(rows.order_by("activity__starts_at", "pk"))
    notice_days = board_rules().notice_days if any(meeting.is_planned for meeting in meetings) else 0
    uploaded = _uploaded([meeting.pk for meeting in meetings if not meeting.is_planned])
    for meeting in meetings:
        last_day = last_day_to_call(meeting, notice_days)
        if meeting.is_planned and last_day <= viewer.today + CALL_AHEAD:
            word = "Skulle ha gått" if last_day < viewer.today else "Senast"
            until = f"{word} {short_day_words(last_day, today=viewer.today)}"
            yield "call", _awaited("call", meeting, viewer, until=until)
        elif meeting.pk in uploaded and may(viewer, "styrelse.confirm_entered", meeting):
            yield "confirm", _awaited("confirm", meeting, viewer)


def _uploaded(meetings: Sequence[int]) -> set[int]:
    """Those of the meetings whose minutes have been uploaded. One query when there are some."""
    if not meetings:
        return set()
    papers = Attachment.objects.filter(meeting__in=meetings, kind=Attachment.Kind.MINUTES)
    return set(papers.values_list("meeting", flat=True))


def _awaited(step: str, meeting: BoardMeeting, viewer: Viewer, *, until: str = "", comments: int = 0) -> Awaited:
    when = short_when_words(meeting.activity.starts_at, today=viewer.today)
    minutes = reverse("styrelse:minutes_detail", args=[meeting.pk])
    call = reverse("styrelse:meeting_call", args=[meeting.pk])
    match step:
        case "at_once":
            return Awaited("Godkänn en paragraf nu", f"Omedelbar justering · {meeting.title}", minutes, "Läs")
        case "table":
            table = reverse("styrelse:meeting_table", args=[meeting.pk])
            return Awaited(f"{meeting.title} pågår", meeting.activity.place, table, "Till mötet")
        case "adjust":
            return Awaited("Justera protokollet", f"{meeting.title} · {when}", minutes, "Läs")
        case "confirm":
            paper = reverse("styrelse:minutes_sign_on_paper", args=[meeting.pk])
            return Awaited("Bekräfta det uppladdade protokollet", f"{meeting.title} · {when}", paper, "Se på det")
        case "mend":
            words = counted(comments, "kommentar", "kommentarer")
            return Awaited("Rätta protokollet", f"{meeting.title} · {words}", minutes, "Rätta")
        case "write":
            return Awaited("Skriv klart protokollet", f"{meeting.title} · {when}", minutes, "Skriv")
        case "answer":
            return Awaited(f"Kommer du? {meeting.title}", when, call, "Svara")
        case _:
            return Awaited(f"Kalla till {meeting.title}", until, call, "Kalla")


def _questions(viewer: Viewer, now: datetime) -> Iterator[tuple[str, Awaited]]:
    """Per capsulam, of those that the viewer has not answered. Who votes reads them all."""
    bodies = viewer.bodies(*VOTING)
    if not bodies:
        return
    is_open = {"circular__status": CircularDecision.Status.OPEN, "circular__closes_at__gt": now}
    asked = CircularAnswer.objects.filter(person=viewer.person_id, circular__body__in=bodies)
    columns = ("circular", "circular__title", "circular__closes_at")
    rows = asked.filter(consents=None, **is_open).order_by("circular__closes_at", "pk").values_list(*columns)
    for pk, title, closes_at in rows:
        last_day = short_day_words(last_day_of(closes_at), today=viewer.today)
        url = reverse("styrelse:circular_detail", args=[pk])
        yield "question", Awaited(title, f"Per capsulam · svara senast {last_day}", url, "Svara")
