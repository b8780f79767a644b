"""An item that is closed, or no longer is: what has come of it follows."""

import structlog
from django.db import transaction
from django.db.models import Q

from distrikt.utskick.actions import forget_jobs
from distrikt.utskick.models import Job
from plan.uppgifter.actions import hide_tasks
from traffar.styrelse.models import AgendaItem, AgendaRequest, Decision
from traffar.styrelse.sources import DECISION, ITEM

# The minutes without what is confidential, as a job is registered.
OPEN_MINUTES = "minutes_open"
log = structlog.get_logger(__name__)


def spread_confidentiality(*, item: AgendaItem, by: int) -> None:
    """What was decided under the item and its tasks are as closed as it is.

    Once closed, so are its papers, what waits for another agenda because of it, and the items taken up from that; those
    stay closed until somebody opens them, as more may have been written there. What is locked stays as it is.
    """
    decisions = list(Decision.objects.filter(item=item).values_list("pk", flat=True))
    # The tasks first, as everywhere.
    hide_tasks(kind=DECISION, sources=decisions, is_private=item.is_confidential)
    Decision.objects.filter(pk__in=decisions, locked_at=None).update(is_confidential=item.is_confidential)
    if not item.is_confidential:
        return
    item.attachments.filter(locked_at=None).update(is_confidential=True)
    _forget_files_of(item)
    came_of_it = Q(source_kind=ITEM, source_id=item.pk) | Q(source_kind=DECISION, source_id__in=decisions)
    AgendaRequest.objects.filter(came_of_it).update(is_confidential=True)
    for taken_up in AgendaItem.objects.filter(came_of_it, is_confidential=False, locked_at=None):
        AgendaItem.objects.filter(pk=taken_up.pk, locked_at=None).update(is_confidential=True)
        taken_up.is_confidential = True
        spread_confidentiality(item=taken_up, by=by)
    log.info("item_closed_to_others", item=item.pk, by=by)


def _forget_files_of(item: AgendaItem) -> None:
    """A PDF that was made while the item was open is read no longer; a new one is made when somebody asks."""
    files = Job.objects.filter(kind=OPEN_MINUTES, object_id=item.meeting_id)
    made = list(files.values_list("pk", flat=True))
    transaction.on_commit(lambda: forget_jobs(made))
