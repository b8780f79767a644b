"""What the plan, the calendar and the board itself suggest to the next agenda (`suggestions.py`)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from distrikt.access import Viewer
from plan.models import Commitment, YearPlan
from plan.reports import plan_standing, urgent_commitments
from plan.wording import capitalised, day_words
from traffar.helping.reports import help_rows, lacking_rows
from traffar.models import Activity, HelpRequest
from traffar.styrelse.minutes import decision_reference
from traffar.styrelse.models import AgendaItem, BoardMeeting, CircularDecision, Decision
from traffar.styrelse.rules import reads_confidential
from traffar.styrelse.suggestions import AgendaSource, Origin, Suggestion

# As many of each kind as one agenda could bear.
MOST = 6
COMMITMENT, DECISION, ITEM, HELP = "commitment", "decision", "item", "help_request"
# What was decided per capsulam.
CIRCULAR = "circular"


def _short(text: str, most: int = 180) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _lagging(meeting: BoardMeeting, viewer: Viewer, now: datetime) -> Iterator[Suggestion]:
    """Commitments of this year's plan that lag or have stalled, the most urgent first. Three queries."""
    running = YearPlan.objects.visible_to(viewer).filter(status=YearPlan.Status.ADOPTED)
    plan = running.filter(starts_on__lte=viewer.today, ends_on__gte=viewer.today).defer("source_text").first()
    if plan is None:
        return
    for row in urgent_commitments(plan_standing(plan, viewer.today))[:MOST]:
        title = _short(f"Punkt {row.number}: {row.text}")
        yield Suggestion(COMMITMENT, row.id, title, row.words, row.url)


def _commitment(pk: int, viewer: Viewer) -> Origin | None:
    row = Commitment.objects.visible_to(viewer).select_related("plan").filter(pk=pk).first()
    if row is None:
        return None
    url = reverse("plan:commitment_detail", args=[row.plan.year, row.number])
    return Origin(_short(f"Punkt {row.number}: {row.text}"), url)


def _undone(meeting: BoardMeeting, viewer: Viewer, now: datetime) -> Iterator[Suggestion]:
    """Decisions that should have been carried out by now, the oldest first. One query."""
    rows = Decision.objects.visible_to(viewer).overdue(viewer.today).with_origin()
    for row in rows.order_by("due_on", "pk")[:MOST]:
        due = f"Skulle vara klart {day_words(row.due_on)}" if row.due_on else ""
        why = ", ".join(filter(None, (due, _who(row))))
        yield Suggestion(DECISION, row.pk, _decision_title(row), why, _address(row), row.is_confidential)


def _who(row: Decision) -> str:
    """Who sees to it now. An agenda is read by all who are called: nobody protected is named in it."""
    return str(row.responsible) if row.responsible and not row.responsible.is_protected else ""


def _decision_title(row: Decision) -> str:
    return _short(f"Uppföljning av {decision_reference(row)}: {row.text}")


def _decision(pk: int, viewer: Viewer) -> Origin | None:
    row = Decision.objects.visible_to(viewer).filter(pk=pk).with_origin().first()
    return Origin(_decision_title(row), _address(row), row.is_confidential) if row else None


def _address(row: Decision) -> str:
    return reverse("styrelse:decision_follow_up", args=[row.pk])


def _put_off(meeting: BoardMeeting, viewer: Viewer, now: datetime) -> Iterator[Suggestion]:
    """What was tabled or referred back, and waits on the agenda of a later meeting of the body, or of one that has been
    cancelled. Two queries.

    What is on no agenda waits as a request by itself.
    """
    starts_at = meeting.activity.starts_at
    is_off = Q(meeting__activity__status=Activity.Status.CANCELLED)
    before = [BoardMeeting.Status.PLANNED, BoardMeeting.Status.CALLED]
    waiting = AgendaItem.objects.visible_to(viewer).filter(
        Q(meeting__activity__starts_at__gt=starts_at) | is_off,
        source_kind=ITEM,
        meeting__body=meeting.body_id,
        meeting__status__in=before,
    )
    rows = list(waiting.exclude(meeting=meeting.pk).select_related("meeting__activity").order_by("pk"))
    put_off = AgendaItem.objects.put_off().filter(pk__in=[row.source_id for row in rows])
    earlier = put_off.filter(meeting__activity__starts_at__lt=starts_at).select_related("meeting__activity")
    origins = {row.pk: row for row in earlier}
    for row in rows:
        if origin := origins.get(row.source_id or 0):
            then = f"{_PUT_OFF[AgendaItem.Outcome(origin.outcome)]} {day_words(origin.meeting.day)}"
            why = f"{then}, står nu på {place_words(row.meeting)}"
            yield Suggestion(ITEM, row.pk, row.title, why, agenda_address(row), row.is_confidential, is_moved=True)


_PUT_OFF = {AgendaItem.Outcome.TABLED: "Bordlagt", AgendaItem.Outcome.REFERRED: "Återremitterat"}


def place_words(meeting: BoardMeeting) -> str:
    """Styrelsemöte 1/2027, 23 januari. Needs the activity."""
    is_off = meeting.is_before and meeting.activity.is_cancelled
    return f"{meeting.title}, {day_words(meeting.day)}" + (", som är inställt" if is_off else "")


def agenda_address(item: AgendaItem) -> str:
    """Where the item stands on its agenda."""
    return f"{reverse('styrelse:meeting_detail', args=[item.meeting_id])}#punkt-{item.pk}"


def _item(pk: int, viewer: Viewer) -> Origin | None:
    row = AgendaItem.objects.visible_to(viewer).filter(pk=pk).first()
    if row is None:
        return None
    return Origin(row.title, agenda_address(row), row.is_confidential)


def _branches_in_need(meeting: BoardMeeting, viewer: Viewer, now: datetime) -> Iterator[Suggestion]:
    """What branches ask for and nobody has promised yet, the nearest first. One query."""
    requests = HelpRequest.objects.visible_to(viewer).open(now)
    for row in lacking_rows(requests, today=viewer.today)[:MOST]:
        title = _short(f"Hjälp till {row.organiser}: {row.title} {row.when}")
        yield Suggestion(HELP, row.pk, title, capitalised(row.missing), row.url)


def _help(pk: int, viewer: Viewer) -> Origin | None:
    rows = help_rows(HelpRequest.objects.visible_to(viewer).filter(pk=pk), today=viewer.today)
    return next((Origin(_short(f"Hjälp till {row.organiser}: {row.title}"), row.url) for row in rows), None)


def _nothing(meeting: BoardMeeting, viewer: Viewer, now: datetime) -> Iterator[Suggestion]:
    """What was decided per capsulam waits as a request by itself."""
    yield from ()


def _circular(pk: int, viewer: Viewer) -> Origin | None:
    row = CircularDecision.objects.visible_to(viewer).filter(pk=pk).first()
    return Origin(row.title, row.get_absolute_url(), row.is_confidential) if row else None


SOURCES = {
    ITEM: AgendaSource("ett tidigare möte", _put_off, _item),
    COMMITMENT: AgendaSource("planen", _lagging, _commitment),
    DECISION: AgendaSource("ett beslut", _undone, _decision),
    HELP: AgendaSource("hjälpas åt", _branches_in_need, _help),
    CIRCULAR: AgendaSource("frågan per capsulam", _nothing, _circular, reads_confidential, is_asked_for=False),
}
