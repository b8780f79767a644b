"""What the plan, the calendar and the board itself suggest to the next agenda (`suggestions.py`)."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse

from distrikt.access import Viewer
from plan.models import Commitment, YearPlan
from plan.reports import plan_standing, urgent_commitments
from plan.wording import capitalised, day_words
from traffar.helping.reports import help_rows
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


def _commitments(ids: Collection[int], viewer: Viewer) -> dict[int, Origin]:
    rows = Commitment.objects.visible_to(viewer).filter(pk__in=ids)
    return {
        pk: Origin(
            label=f"punkt {number} i planen",
            title=_short(f"Punkt {number}: {text}"),
            url=reverse("plan:commitment_detail", args=[year, number]),
        )
        for pk, number, text, year in rows.values_list("pk", "number", "text", "plan__year")
    }


def _undone(viewer: Viewer, now: datetime) -> Iterator[Suggestion]:
    """Decisions that should have been carried out by now, the oldest first. One query."""
    rows = Decision.objects.visible_to(viewer).overdue(viewer.today).select_related("item")
    for row in rows.order_by("due_on", "pk")[:MOST]:
        due = f"Skulle vara klart {day_words(row.due_on)}" if row.due_on else ""
        why = ", ".join(filter(None, (due, row.responsible_name)))
        yield Suggestion(DECISION, row.pk, _decision_title(row), why, is_confidential=row.is_confidential)


def _decision_title(row: Decision) -> str:
    return _short(f"Uppföljning av {decision_reference(row)}: {row.text}")


def _decisions(ids: Collection[int], viewer: Viewer) -> dict[int, Origin]:
    rows = Decision.objects.visible_to(viewer).filter(pk__in=ids).select_related("item")
    return {
        row.pk: Origin(f"beslutet {decision_reference(row)}", _decision_title(row), is_confidential=row.is_confidential)
        for row in rows
    }


def _nothing(viewer: Viewer, now: datetime) -> Iterator[Suggestion]:
    """What was tabled or referred back waits as a request by itself."""
    yield from ()


def _items(ids: Collection[int], viewer: Viewer) -> dict[int, Origin]:
    rows = AgendaItem.objects.visible_to(viewer).filter(pk__in=ids)
    found = rows.values_list("pk", "title", "meeting", "meeting__number", "meeting__year", "is_confidential")
    return {
        pk: Origin(
            label=f"möte {number}/{year}",
            title=title,
            url=reverse("styrelse:meeting_detail", args=[meeting]),
            is_confidential=closed,
        )
        for pk, title, meeting, number, year, closed in found
    }


def _branches_in_need(viewer: Viewer, now: datetime) -> Iterator[Suggestion]:
    """What branches ask for and nobody has promised yet, the nearest first. One query."""
    lacking = HelpRequest.objects.visible_to(viewer).open(now).lacking()
    for row in help_rows(lacking[:MOST], today=viewer.today):
        title = _short(f"Hjälp till {row.organiser}: {row.title} {row.when}")
        yield Suggestion(HELP, row.pk, title, capitalised(row.missing), row.url)


def _help(ids: Collection[int], viewer: Viewer) -> dict[int, Origin]:
    rows = HelpRequest.objects.visible_to(viewer).filter(pk__in=ids).with_promised()
    return {
        row.pk: Origin(f"{row.organiser} behöver hjälp", _short(f"Hjälp till {row.organiser}: {row.title}"), row.url)
        for row in help_rows(rows, today=viewer.today)
    }


SOURCES = {
    COMMITMENT: AgendaSource(_lagging, _commitments),
    DECISION: AgendaSource(_undone, _decisions),
    ITEM: AgendaSource(_nothing, _items),
    HELP: AgendaSource(_branches_in_need, _help),
}
