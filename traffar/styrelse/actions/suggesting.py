"""What the program suggests for an agenda is taken up, or put aside for good."""

from datetime import datetime
from uuid import UUID, uuid5

import structlog
from django.db import transaction
from django.db.models import F

from distrikt.organisation.models import Body
from traffar.styrelse.actions.preparing import MeetingBegun, add_item, held_still, make_room, papers_changed
from traffar.styrelse.models import AgendaItem, AgendaRequest, BoardMeeting
from traffar.styrelse.suggestions import Suggestion

log = structlog.get_logger(__name__)
_SUGGESTED = UUID("5b8f6f0e-2d5c-4f0a-9a57-6d1d7f5c9b31")


@transaction.atomic
def put_aside(*, body: Body, suggestion: Suggestion, at: datetime, by: int) -> None:
    """What the program suggested is not taken up, and not suggested to the body again."""
    AgendaRequest.objects.get_or_create(
        submission=suggestion_key(body, suggestion),
        defaults={
            "body": body,
            "title": suggestion.title[:200],
            "source_kind": suggestion.source_kind,
            "source_id": suggestion.source_id,
            "is_confidential": suggestion.is_confidential,
            "requested_by_id": by,
            "requested_at": at,
            "dismissed_at": at,
        },
    )


def take_suggestion(*, meeting: BoardMeeting, suggestion: Suggestion, at: datetime, by: int) -> AgendaItem:
    """A suggestion becomes an item that leads back to its source, or is moved here if it is one. Tapped twice, it is
    one. MeetingBegun when it is too late."""
    if suggestion.is_moved:
        return move_here(item=suggestion.source_id, meeting=meeting, at=at, by=by)
    item = AgendaItem(
        meeting=meeting,
        title=suggestion.title[:200],
        background=suggestion.why,
        is_confidential=suggestion.is_confidential,
        source_kind=suggestion.source_kind,
        source_id=suggestion.source_id,
        submission=suggestion_key(meeting.body, suggestion),
    )
    return add_item(item=item, by=by, at=at)


@transaction.atomic
def move_here(*, item: int, meeting: BoardMeeting, at: datetime, by: int) -> AgendaItem:
    """An item (id) of another agenda of the body is moved to this one, with its papers and its origin; those who are
    called to either are told. Moved twice, it is moved.

    MeetingBegun when either meeting has begun, or the item has been taken away.
    """
    # Whoever moves an item holds the body: nobody else moves this one meanwhile.
    Body.objects.select_for_update().get(pk=meeting.body_id)
    row = AgendaItem.objects.filter(pk=item, meeting__body=meeting.body_id).first()
    if row is None:
        raise MeetingBegun
    held = {pk: held_still(pk) for pk in sorted({row.meeting_id, meeting.pk})}
    left, taker = held[row.meeting_id], held[meeting.pk]
    if left.pk == taker.pk:
        return row
    row = left.items.filter(pk=item).first()
    if row is None or not (left.is_before and taker.is_before):
        raise MeetingBegun
    left.items.filter(position__gt=row.position).update(position=F("position") - 1)
    row.meeting, row.position = taker, make_room(taker, row.kind)
    row.save(update_fields=["meeting", "position"])
    row.attachments.update(meeting=taker)
    for changed in (left, taker):
        papers_changed(changed, at)
    log.info("agenda_item_moved_here", item=item, meeting=taker.pk, left=left.pk, by=by)
    return row


def suggestion_key(body: Body, suggestion: Suggestion) -> UUID:
    """The same for the same suggestion to the body, however often it is tapped."""
    return uuid5(_SUGGESTED, f"{body.pk}:{suggestion.source_kind}:{suggestion.source_id}")
