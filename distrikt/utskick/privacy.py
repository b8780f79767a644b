"""What the mail room holds about people."""

from django.db.models import Q

from distrikt.organisation.privacy import PersonalData
from distrikt.utskick.models import Job, Letter, Message, Preference

PERSONAL_DATA = (
    PersonalData(
        model=Job,
        title="Filer du har beställt",
        about=lambda person: Q(requested_by=person),
        fields=("requested_by", "kind", "status", "created_at", "ended_at"),
        kept="Så länge du har ett konto.",
    ),
    PersonalData(
        model=Preference,
        title="Vilka mejl du vill ha",
        about=lambda person: Q(user=person),
        fields=("user", "kind", "is_on"),
        kept="Så länge du har ett konto.",
    ),
    PersonalData(
        model=Message,
        title="Mejl till dig",
        about=lambda person: Q(recipient=person) | Q(email__iexact=person.email),
        fields=("recipient", "email", "kind", "status", "subject", "text", "created_at", "ended_at"),
        kept=f"Texten i {Message.TEXT_KEPT.days} dagar, att det skickades i {Message.KEPT.days} dagar.",
    ),
    PersonalData(
        model=Letter,
        title="Brev du har skrivit",
        about=lambda person: Q(writer=person),
        fields=("writer", "group_name", "subject", "body", "status", "created_at", "sent_at", "recipients"),
        kept="Så länge du har ett konto; utkast tills du tar bort dem.",
    ),
)
