"""What the board's papers hold about people. Adjusted minutes keep name and role as they were written."""

from django.db.models import Q

from distrikt.organisation.privacy import PersonalData
from traffar.styrelse.models import (
    Adjuster,
    AgendaRequest,
    Attachment,
    BoardMeeting,
    CircularAnswer,
    CircularDecision,
    Decision,
    ItemApproval,
    MinutesComment,
    Presence,
    Proposal,
    PublishedMinutes,
    Reservation,
)

MINUTES = (
    "Protokollet är föreningens handling och sparas: namn och roll står kvar i det (allmänt intresse att beslut kan "
    "följas). Kopplingen till ditt konto tas bort med kontot."
)
KEPT = "Med mötets handlingar; utan ditt namn när kontot är borta."

PERSONAL_DATA = (
    PersonalData(
        model=BoardMeeting,
        title="Styrelsemöten du har lagt in",
        about=lambda person: Q(created_by=person),
        fields=("year", "number", "created_by", "created_at"),
        kept=KEPT,
    ),
    PersonalData(
        model=Presence,
        title="Möten du är kallad till",
        about=lambda person: Q(person=person),
        fields=(
            *("meeting__year", "meeting__number", "person", "name", "role", "standing", "answer", "answered_at"),
            *("is_present", "duty"),
        ),
        kept=MINUTES,
    ),
    PersonalData(
        model=Adjuster,
        title="Protokoll du justerar",
        about=lambda person: Q(presence__person=person),
        fields=("meeting__year", "meeting__number", "name", "role", "approved_at"),
        kept=MINUTES,
    ),
    PersonalData(
        model=ItemApproval,
        title="Paragrafer du har justerat omedelbart",
        about=lambda person: Q(presence__person=person),
        fields=("item__title", "approved_at"),
        kept=MINUTES,
    ),
    PersonalData(
        model=Proposal,
        title="Dina yrkanden",
        about=lambda person: Q(item__meeting__presences__person=person, name=person.get_full_name()),
        fields=("item__title", "name", "text"),
        kept=MINUTES,
    ),
    PersonalData(
        model=Reservation,
        title="Dina reservationer",
        about=lambda person: Q(item__meeting__presences__person=person, name=person.get_full_name()),
        fields=("item__title", "name", "text"),
        kept=MINUTES,
    ),
    PersonalData(
        model=Decision,
        title="Beslut du ansvarar för",
        about=lambda person: Q(responsible=person),
        fields=("decided_on", "text", "responsible", "responsible_name", "due_on", "state", "note"),
        kept=MINUTES,
    ),
    PersonalData(
        model=MinutesComment,
        title="Justeringskommentarer du har skrivit",
        about=lambda person: Q(author=person),
        fields=("author", "text", "written_at"),
        kept="Tills protokollet är justerat.",
    ),
    PersonalData(
        model=AgendaRequest,
        title="Det du har bett styrelsen ta upp",
        about=lambda person: Q(requested_by=person),
        fields=("title", "background", "requested_by", "requested_at"),
        kept=KEPT,
    ),
    PersonalData(
        model=Attachment,
        title="Handlingar du har lagt in",
        about=lambda person: Q(uploaded_by=person),
        fields=("title", "uploaded_by", "uploaded_at"),
        kept=KEPT,
    ),
    PersonalData(
        model=PublishedMinutes,
        title="Protokoll du har publicerat",
        about=lambda person: Q(published_by=person),
        fields=("published_by", "published_at"),
        kept=KEPT,
    ),
    PersonalData(
        model=CircularDecision,
        title="Beslut per capsulam du har frågat om eller föreslagits ansvara för",
        about=lambda person: Q(asked_by=person) | Q(responsible=person),
        fields=("title", "asked_by", "asked_at", "responsible", "due_on"),
        kept=MINUTES,
    ),
    PersonalData(
        model=CircularAnswer,
        title="Dina svar per capsulam",
        about=lambda person: Q(person=person),
        fields=("circular__title", "person", "name", "consents", "vote", "answered_at"),
        kept=MINUTES,
    ),
)
