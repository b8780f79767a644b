"""What the board waits for from a person: for the start page, the most pressing first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, CharField, Exists, FilteredRelation, OuterRef, Q, Subquery, Value, When
from django.urls import reverse

from distrikt.access import Viewer, may
from traffar.models import Activity
from traffar.styrelse.call import last_day_to_call
from traffar.styrelse.circular_emails import last_day_words
from traffar.styrelse.models import (
    Adjuster,
    AgendaItem,
    Attachment,
    BoardMeeting,
    BoardRules,
    CircularDecision,
    ItemApproval,
    Presence,
)
from traffar.styrelse.rules import VOTING
from traffar.when import short_day_words, short_when_words

Status, Duty = BoardMeeting.Status, Presence.Duty
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
    """One query, and one more for who votes."""
    if not viewer.sees_content:
        return []
    found = [*_of_meetings(viewer, now), *_questions(viewer, now)]
    return [awaited for _, awaited in sorted(found, key=lambda row: ORDER.index(row[0]))]


def _of_meetings(viewer: Viewer, now: datetime) -> Iterator[tuple[str, Awaited]]:
    """One thing a meeting: of those that the viewer has a place at, and those that they call to or confirm."""
    to_come = Q(activity__status=Activity.Status.PLANNED, activity__starts_at__gt=now)
    calls = Q(status=Status.PLANNED, activity__starts_at__lt=now + LONGEST_NOTICE + CALL_AHEAD) & to_come
    uploaded = Attachment.objects.filter(meeting=OuterRef("pk"), kind=Attachment.Kind.MINUTES)
    entered = Q(status=Status.DRAFT, is_entered_afterwards=True) & ~Q(created_by=viewer.person_id)
    steps = _steps(viewer, to_come)
    if may(viewer, "styrelse.prepare_meeting"):
        steps |= {"confirm": entered & Q(Exists(uploaded)), "call": calls}
    awaits = Case(*(When(when, Value(step)) for step, when in steps.items()), output_field=CharField())
    meetings = BoardMeeting.objects.annotate(
        own=FilteredRelation("presences", condition=Q(presences__person=viewer.person_id)),
        notice=Subquery(BoardRules.objects.values("notice_days")[:1]),
        awaits=awaits,
    ).exclude(status=Status.ADJUSTED)
    rows = meetings.exclude(awaits=None).select_related("activity").order_by("activity__starts_at", "pk")
    for meeting in rows:
        step, notice = getattr(meeting, "awaits", ""), getattr(meeting, "notice", None)
        last = last_day_to_call(meeting, BoardRules().notice_days if notice is None else notice)
        if step == "call" and last > viewer.today + CALL_AHEAD:
            continue
        if step != "confirm" or may(viewer, "styrelse.confirm_entered", meeting):
            yield step, _awaited(step, meeting, viewer, last)


def _steps(viewer: Viewer, to_come: Q) -> dict[str, Q]:
    """What a meeting waits for from who has a place (`own`) at it: the first that holds."""
    adjusts = Adjuster.objects.filter(presence=OuterRef("own__pk"))
    approved = ItemApproval.objects.filter(item=OuterRef("pk"), presence=OuterRef(OuterRef("own__pk")))
    asked = AgendaItem.objects.filter(meeting=OuterRef("pk"), locked_at=None, immediate_asked_at__isnull=False)
    is_called = Q(Exists(Presence.objects.in_force(viewer.today).filter(pk=OuterRef("own__pk"))))
    may_approve = ~Q(own__duty=Duty.SECRETARY)
    return {
        "at_once": Q(status__in=[Status.OPEN, Status.DRAFT], own__isnull=False)
        & may_approve
        & (Q(Exists(adjusts)) | Q(own__duty=Duty.CHAIR))
        & Q(Exists(asked.exclude(Exists(approved)))),
        "table": Q(status=Status.OPEN, own__isnull=False),
        "adjust": Q(status=Status.REVIEW) & may_approve & Q(Exists(adjusts.filter(approved_at=None))),
        "write": Q(status=Status.DRAFT, own__duty=Duty.SECRETARY, is_entered_afterwards=False),
        "answer": Q(status=Status.CALLED, own__answer="") & to_come & is_called,
    }


def _awaited(step: str, meeting: BoardMeeting, viewer: Viewer, last_day: date) -> Awaited:
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
            words = short_day_words(last_day, today=viewer.today)
            return Awaited(f"Kalla till {meeting.title}", f"Senast {words}", call, "Kalla")


def _questions(viewer: Viewer, now: datetime) -> Iterator[tuple[str, Awaited]]:
    """Per capsulam, of those that the viewer has not answered."""
    if not viewer.holds(*VOTING):
        return
    waiting = CircularDecision.objects.visible_to(viewer).filter(status=CircularDecision.Status.OPEN, closes_at__gt=now)
    for row in waiting.filter(answers__person=viewer.person_id, answers__consents=None).order_by("closes_at", "pk"):
        meta = f"Per capsulam · svara senast {last_day_words(row)}"
        yield "question", Awaited(row.title, meta, row.get_absolute_url(), "Svara")
