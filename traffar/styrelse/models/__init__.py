from traffar.styrelse.models.agenda import (
    AgendaItem,
    AgendaItemQuerySet,
    AgendaRequest,
    ItemApproval,
    MinutesComment,
    PresenceChange,
    Proposal,
    Recusal,
    Reservation,
)
from traffar.styrelse.models.attachments import Attachment
from traffar.styrelse.models.circular import CircularAnswer, CircularDecision
from traffar.styrelse.models.decisions import Decision, DecisionQuerySet
from traffar.styrelse.models.locking import Lockable
from traffar.styrelse.models.meetings import (
    Adjuster,
    BoardMeeting,
    BoardMeetingQuerySet,
    BoardRules,
    Presence,
    PublishedMinutes,
)

__all__ = [
    "Adjuster",
    "AgendaItem",
    "AgendaItemQuerySet",
    "AgendaRequest",
    "Attachment",
    "BoardMeeting",
    "BoardMeetingQuerySet",
    "BoardRules",
    "CircularAnswer",
    "CircularDecision",
    "Decision",
    "DecisionQuerySet",
    "ItemApproval",
    "Lockable",
    "MinutesComment",
    "Presence",
    "PresenceChange",
    "Proposal",
    "PublishedMinutes",
    "Recusal",
    "Reservation",
]
