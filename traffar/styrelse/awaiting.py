"""What the board waits for from a person: for the start page, the most pressing first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from distrikt.access import Viewer, may
from traffar.models import Activity
from traffar.styrelse.actions.preparing import board_rules
from traffar.styrelse.call import last_day_to_call
from traffar.styrelse.circular_emails import last_day_words
from traffar.styrelse.models import Adjuster, AgendaItem, Attachment, BoardMeeting, CircularDecision, Presence
from traffar.styrelse.rules import VOTING
from traffar.when import short_day_words, short_when_words

Status, Duty = BoardMeeting.Status, Presence.Duty
UNFINISHED = (Status.CALLED, Status.OPEN, Status.DRAFT, Status.REVIEW)
# So long before the last day to call it is said; no call has to go earlier than the rules can say.
CALL_AHEAD, LONGEST_NOTICE = timedelta(days=7), timedelta(days=60)
# In the order that they press.
ORDER = ("table", "at_once", "adjust", "confirm", "write", "question", "answer", "call")


@dataclass(frozen=True, slots=True)
class Awaited:
    """What, a line about it, where it is done, and the word on its button."""

    title: str
    meta: str
    url: str
    action: str


def awaited_of(viewer: Viewer, now: datetime) -> list[Awaited]:
    """One query for everybody, one more for who votes and one for who calls to meetings; more where something waits."""
    if not viewer.sees_content:
        return []
    found = [*_of_places(viewer, now), *_of_preparing(viewer, now), *_questions(viewer, now)]
    return [awaited for _, awaited in sorted(found, key=lambda row: ORDER.index(row[0]))]


def _of_places(viewer: Viewer, now: datetime) -> Iterator[tuple[str, Awaited]]:
    """One thing a meeting that the viewer has a place at."""
    places = Presence.objects.filter(person=viewer.person_id, meeting__status__in=UNFINISHED)
    rows = list(places.select_related("meeting__activity").order_by("meeting__activity__starts_at", "pk"))
    called = [row.pk for row in rows if _is_unanswered(row, now)]
    approving = [row for row in rows if row.duty != Duty.SECRETARY]
    reviewed = [row.pk for row in approving if row.meeting.is_in_review]
    asked = _asked_at_once([row for row in approving if row.meeting.takes_minutes])
    # Nothing is asked of the database about none.
    called = list(Presence.objects.in_force(viewer.today).filter(pk__in=called).values_list("pk", flat=True))
    waiting = Adjuster.objects.filter(presence__in=reviewed, approved_at=None).values_list("presence", flat=True)
    adjusting = set(waiting)
    for row in rows:
        writes = row.duty == Duty.SECRETARY and row.meeting.status == Status.DRAFT
        steps = {
            "at_once": row.pk in asked,
            "table": row.meeting.is_open,
            "adjust": row.pk in adjusting,
            "write": writes and not row.meeting.is_entered_afterwards,
            "answer": row.pk in called,
        }
        step = next((name for name, is_so in steps.items() if is_so), None)
        if step:
            yield step, _awaited(step, row.meeting, viewer)


def _is_unanswered(row: Presence, now: datetime) -> bool:
    activity = row.meeting.activity
    return row.meeting.is_called and row.answer == "" and activity.is_planned and activity.is_to_come(now)


def _asked_at_once(rows: Sequence[Presence]) -> set[int]:
    """Whose (ids) approval a paragraph waits for before the rest. A query, and one more where one does."""
    ids = [row.pk for row in rows]
    items = AgendaItem.objects.filter(meeting__in=[row.meeting_id for row in rows], locked_at=None)
    waiting = items.exclude(immediate_asked_at=None).exclude(approvals__presence__in=ids)
    meetings = set(waiting.values_list("meeting", flat=True)) if rows else set()
    adjusting = Presence.objects.adjusting().filter(pk__in=ids, meeting__in=meetings)
    return set(adjusting.values_list("pk", flat=True)) if meetings else set()


def _of_preparing(viewer: Viewer, now: datetime) -> Iterator[tuple[str, Awaited]]:
    """Meetings whose last day to call is near or over, and uploaded minutes that the viewer can confirm."""
    if not may(viewer, "styrelse.prepare_meeting"):
        return
    to_come = Q(activity__status=Activity.Status.PLANNED, activity__starts_at__gt=now)
    near = Q(status=Status.PLANNED, activity__starts_at__lt=now + LONGEST_NOTICE + CALL_AHEAD) & to_come
    entered = Q(status=Status.DRAFT, is_entered_afterwards=True, attachments__kind=Attachment.Kind.MINUTES)
    rows = BoardMeeting.objects.filter(near | entered).select_related("activity").distinct()
    meetings = list(rows.order_by("activity__starts_at", "pk"))
    notice_days = board_rules().notice_days if any(meeting.is_planned for meeting in meetings) else 0
    for meeting in meetings:
        last = last_day_to_call(meeting, notice_days)
        if meeting.is_planned and last <= viewer.today + CALL_AHEAD:
            yield "call", _awaited("call", meeting, viewer, until=short_day_words(last, today=viewer.today))
        elif not meeting.is_planned and may(viewer, "styrelse.confirm_entered", meeting):
            yield "confirm", _awaited("confirm", meeting, viewer)


def _awaited(step: str, meeting: BoardMeeting, viewer: Viewer, *, until: str = "") -> Awaited:
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
        case "write":
            return Awaited("Skriv klart protokollet", f"{meeting.title} · {when}", minutes, "Skriv")
        case "answer":
            return Awaited(f"Kommer du? {meeting.title}", when, call, "Svara")
        case _:
            return Awaited(f"Kalla till {meeting.title}", f"Senast {until}", call, "Kalla")


def _questions(viewer: Viewer, now: datetime) -> Iterator[tuple[str, Awaited]]:
    """Per capsulam, of those that the viewer has not answered."""
    if not viewer.holds(*VOTING):
        return
    waiting = CircularDecision.objects.visible_to(viewer).filter(status=CircularDecision.Status.OPEN, closes_at__gt=now)
    for row in waiting.filter(answers__person=viewer.person_id, answers__consents=None).order_by("closes_at", "pk"):
        meta = f"Per capsulam · svara senast {last_day_words(row)}"
        yield "question", Awaited(row.title, meta, row.get_absolute_url(), "Svara")
