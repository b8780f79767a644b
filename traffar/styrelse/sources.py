"""What the plan, the calendar and the board itself suggest to the next agenda (`suggestions.py`)."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from distrikt.access import Viewer
from plan.models import Commitment, YearPlan
from plan.reports import plan_standing, urgent_commitments
from plan.wording import capitalised, day_words
from traffar.helping.reports import help_rows, lacking_rows
from traffar.models import HelpRequest
from traffar.styrelse.minutes import decision_reference
from traffar.styrelse.models import AgendaItem, Decision
from traffar.styrelse.suggestions import AgendaSource, Origin, Suggestion

# As many of each kind as one agenda could bear.
MOST = 6
COMMITMENT, DECISION, ITEM, HELP = "commitment", "decision", "item", "help_request"


def _short(text: str, most: int = 180) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _lagging(viewer: Viewer, now: datetime) -> Iterator[Suggestion]:
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


def _undone(viewer: Viewer, now: datetime) -> Iterator[Suggestion]:
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


def _nothing(viewer: Viewer, now: datetime) -> Iterator[Suggestion]:
    """What was tabled or referred back waits as a request by itself."""
    yield from ()


def _item(pk: int, viewer: Viewer) -> Origin | None:
    row = AgendaItem.objects.visible_to(viewer).filter(pk=pk).first()
    if row is None:
        return None
    url = f"{reverse('styrelse:meeting_detail', args=[row.meeting_id])}#punkt-{pk}"
    return Origin(row.title, url, row.is_confidential)


def _branches_in_need(viewer: Viewer, now: datetime) -> Iterator[Suggestion]:
    """What branches ask for and nobody has promised yet, the nearest first. One query."""
    requests = HelpRequest.objects.visible_to(viewer).open(now)
    for row in lacking_rows(requests, today=viewer.today)[:MOST]:
        title = _short(f"Hjälp till {row.organiser}: {row.title} {row.when}")
        yield Suggestion(HELP, row.pk, title, capitalised(row.missing), row.url)


def _help(pk: int, viewer: Viewer) -> Origin | None:
    rows = help_rows(HelpRequest.objects.visible_to(viewer).filter(pk=pk), today=viewer.today)
    return next((Origin(_short(f"Hjälp till {row.organiser}: {row.title}"), row.url) for row in rows), None)


SOURCES = {
    COMMITMENT: AgendaSource("planen", _lagging, _commitment),
    DECISION: AgendaSource("ett beslut", _undone, _decision),
    ITEM: AgendaSource("ett tidigare möte", _nothing, _item),
    HELP: AgendaSource("hjälpas åt", _branches_in_need, _help),
}
