"""What follows from a meeting once it has ended: a task for each decision, and what was put off waits for the next."""

from plan.uppgifter.actions import follow_source, forget_source
from plan.uppgifter.sources import Progress
from traffar.styrelse.actions.preparing import request_item
from traffar.styrelse.models import AgendaItem, AgendaRequest, Decision

# What a decision's task and an item's return are registered as.
DECISION, ITEM = "decision", "item"


def write_task(decision: Decision, *, by: int) -> None:
    """The task of a decision as the decision stands; none when there is nothing to do."""
    if decision.state == Decision.State.NOTHING:
        forget_source(kind=DECISION, source_id=decision.pk)
        return
    follow_source(
        kind=DECISION,
        source_id=decision.pk,
        title=decision.text,
        responsible=decision.responsible_id,
        due_on=decision.due_on,
        is_private=decision.is_confidential,
        progress=Progress(decision.state, decision.done_on, decision.note),
        by=by,
    )


def stop_following(*, decision: Decision) -> None:
    forget_source(kind=DECISION, source_id=decision.pk)


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
