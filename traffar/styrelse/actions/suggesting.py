"""What the program suggests for an agenda is taken up, or put aside for good."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from distrikt.organisation.models import Body
from traffar.styrelse.actions.preparing import add_item
from traffar.styrelse.models import AgendaItem, AgendaRequest, BoardMeeting
from traffar.styrelse.suggestions import Suggestion

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
    """A suggestion becomes an item that leads back to its source. Tapped twice, it is one."""
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


def suggestion_key(body: Body, suggestion: Suggestion) -> UUID:
    """The same for the same suggestion to the body, however often it is tapped."""
    return uuid5(_SUGGESTED, f"{body.pk}:{suggestion.source_kind}:{suggestion.source_id}")
