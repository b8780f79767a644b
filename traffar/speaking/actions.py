"""Saving what was counted: totals replace totals."""

from collections.abc import Sequence
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from distrikt.saving import EditConflict
from traffar.models import SpeakingCount, SpeakingShare

log = structlog.get_logger(__name__)


@transaction.atomic
def save_count(
    *, activity_id: int, shares: Sequence[SpeakingShare], submission: UUID, version: int, by: int
) -> SpeakingCount:
    """Let these totals stand in place of those that stood, and give the count as it is now. No shares: nothing counted.

    The same `submission` may save as often as it counts on; another one only on top of the `version` that it has seen
    (0: none). `EditConflict` otherwise, with nothing saved: somebody else has counted at the activity.
    """
    if not (
        _take_count(activity_id, submission, version)
        or _begin_count(activity_id, submission)
        # The same form, sent twice at once: the other has just begun the count.
        or _take_count(activity_id, submission, version)
    ):
        raise EditConflict(SpeakingCount.objects.get(activity=activity_id))
    SpeakingShare.objects.filter(activity=activity_id).delete()
    for share in shares:
        share.activity_id = activity_id
    SpeakingShare.objects.bulk_create(shares)
    log.info("speaking_counted", activity=activity_id, groups=len(shares), by=by)
    return SpeakingCount.objects.get(activity=activity_id)


def _take_count(activity_id: int, submission: UUID, version: int) -> bool:
    """Whether the count is this one's own or as it was seen; no other saves until this one has."""
    is_own_or_seen = Q(submission=submission) | Q(version=version)
    counts = SpeakingCount.objects.filter(is_own_or_seen, activity=activity_id)
    return bool(counts.update(submission=submission, version=F("version") + 1))


def _begin_count(activity_id: int, submission: UUID) -> bool:
    """Whether nobody had counted before."""
    try:
        with transaction.atomic():
            SpeakingCount.objects.create(activity_id=activity_id, submission=submission)
    except IntegrityError:
        return False
    return True
