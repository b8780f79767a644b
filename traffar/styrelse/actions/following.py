"""What follows from a meeting once it has ended: a task for each decision, and what was put off waits for the next."""

from plan.uppgifter.models import Task
from traffar.styrelse.actions.preparing import request_item
from traffar.styrelse.models import AgendaItem, AgendaRequest, Decision

# What a decision's task and an item's return are registered as.
DECISION, ITEM = "decision", "item"


def follow_by_task(*, decision: Decision, by: int) -> None:
    """The task of a decision says what the decision says; one without anything to do has none."""
    if not decision.is_open:
        stop_following(decision=decision)
        return
    facts = {
        "title": decision.text[:300],
        "responsible_id": decision.responsible_id,
        "due_on": decision.due_on,
        "is_private": decision.is_confidential,
    }
    Task.objects.update_or_create(
        source_kind=DECISION, source_id=decision.pk, defaults=facts, create_defaults={**facts, "created_by_id": by}
    )


def stop_following(*, decision: Decision) -> None:
    Task.objects.filter(source_kind=DECISION, source_id=decision.pk).delete()


def put_back(*, item: AgendaItem, by: int) -> None:
    """What was tabled or referred back waits for the next agenda."""
    request = AgendaRequest(
        body=item.meeting.body,
        title=item.title,
        background=item.background,
        is_confidential=item.is_confidential,
        source_kind=ITEM,
        source_id=item.pk,
        requested_by_id=by,
    )
    request_item(request=request)


def take_back(*, item: AgendaItem, by: int) -> None:
    """It was not put off after all: what still waits is gone."""
    AgendaRequest.objects.waiting().filter(source_kind=ITEM, source_id=item.pk).delete()
