"""Adjusted minutes are published for the members, without what is confidential, and withdrawn again."""

from dataclasses import asdict
from datetime import datetime

import structlog
from django.db import transaction

from traffar.styrelse.actions.adjusting import CHANGED, ChangedMeanwhile
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.actions.preparing import board_rules, held_still
from traffar.styrelse.minutes import content_hash
from traffar.styrelse.models import BoardMeeting, PublishedMinutes
from traffar.styrelse.published import public_minutes

log = structlog.get_logger(__name__)


@transaction.atomic
def publish_minutes(*, meeting: BoardMeeting, seen: str, at: datetime, by: int) -> None:
    """What members may read from now on, as it was shown to who publishes (`seen`: its hash). Twice is once.

    NotNow before the minutes are adjusted, or when the board's rules keep them; ChangedMeanwhile when it says something
    else by now, because somebody's data have become protected.
    """
    meeting = held_still(meeting.pk)
    if not meeting.is_adjusted:
        raise NotNow("Protokollet är inte justerat än.")
    if not board_rules().publishes_minutes:
        raise NotNow("Styrelsens regler säger att protokoll inte publiceras.")
    minutes = public_minutes(meeting)
    if seen != content_hash(minutes):
        raise ChangedMeanwhile(CHANGED)
    removed = sum(row.is_confidential for row in minutes.paragraphs)
    PublishedMinutes.objects.get_or_create(
        meeting=meeting,
        defaults={"content": asdict(minutes), "removed": removed, "published_by_id": by, "published_at": at},
    )
    log.info("minutes_published", meeting=meeting.pk, removed=removed, by=by)


def withdraw_minutes(*, meeting: BoardMeeting, by: int) -> None:
    """Members do not read them any longer."""
    PublishedMinutes.objects.filter(meeting=meeting).delete()
    log.info("minutes_withdrawn", meeting=meeting.pk, by=by)
