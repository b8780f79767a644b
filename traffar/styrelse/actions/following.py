"""What follows from a meeting once it has ended: a task for each decision, and what was put off waits for the next."""

from collections.abc import Collection
from datetime import datetime

from plan.uppgifter.actions import follow_source, forget_source
from plan.uppgifter.sources import Progress
from traffar.styrelse.actions.preparing import request_item, return_to_agenda
from traffar.styrelse.models import AgendaItem, AgendaRequest, BoardMeeting, Decision
from traffar.styrelse.sources import DECISION, ITEM


def write_task(decision: Decision, *, by: int | None) -> None:
    """The task of a decision as the decision stands; none when there is nothing to do. `by` None: they have left."""
    if decision.state == Decision.State.NOTHING:
        forget_source(kind=DECISION, source_id=decision.pk)
        return
    follow_source(
        kind=DECISION,
        source_id=decision.pk,
        title=decision.to_do,
        responsible=decision.responsible_id,
        due_on=decision.due_on,
        is_private=decision.is_confidential,
        progress=Progress(decision.state, decision.done_on, decision.note),
        by=by,
    )


def stop_following(*, decision: Decision) -> None:
    forget_source(kind=DECISION, source_id=decision.pk)


def put_back(*, item: AgendaItem, by: int, at: datetime | None = None) -> None:
    """What was tabled or referred back is taken up again: at the next meeting, or when there is one.

    With `at`, when it is done, those called to that meeting are told.
    """
    request = AgendaRequest(
        body=item.meeting.body,
        title=item.title,
        background=item.background,
        is_confidential=item.is_confidential,
        source_kind=ITEM,
        source_id=item.pk,
        requested_by_id=by,
    )
    is_taken_up = AgendaItem.objects.filter(source_kind=ITEM, source_id=item.pk).exists()
    if not is_taken_up and request_item(request=request):
        return_to_agenda(request=request, by=by, at=at)


def take_back(*, items: Collection[int]) -> None:
    """These (ids) were not put off after all: they are on no agenda to come, and wait for none."""
    came_of_them = {"source_kind": ITEM, "source_id__in": items}
    before = [BoardMeeting.Status.PLANNED, BoardMeeting.Status.CALLED]
    AgendaItem.objects.filter(meeting__status__in=before, **came_of_them).delete()
    AgendaRequest.objects.waiting().filter(**came_of_them).delete()
