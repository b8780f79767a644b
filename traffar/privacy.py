"""What the activities hold about people: contact, who registered, who uploaded; and their calendar addresses."""

from django.db.models import Q

from distrikt.organisation.privacy import PersonalData
from traffar.models import (
    Activity,
    ActivityPhoto,
    CalendarFeed,
    HelpOffer,
    HelpRequest,
    MemberLink,
    SignUp,
    Subscription,
)

KEPT = "Med aktiviteten; utan ditt namn när kontot är borta."

PERSONAL_DATA = (
    PersonalData(
        model=Activity,
        title="Aktiviteter där du är kontakt eller som du har lagt in",
        about=lambda person: Q(contact=person) | Q(created_by=person),
        fields=("title", "starts_at", "contact", "contact_phone", "created_by", "created_at"),
        kept=KEPT,
    ),
    PersonalData(
        model=SignUp,
        title="Det du har anmält dig till",
        about=lambda person: Q(person=person) | Q(email__iexact=person.email),
        fields=(
            *("activity__starts_at", "person", "name", "email", "phone", "companions", "status", "food", "childcare"),
            *("ride", "ride_seats", "own_answer", "consent_text", "consent_at", "came", "created_at"),
        ),
        kept="Svar, adress och namn, i den ordningen, de dagar som distriktet har ställt in; sedan bara antal.",
    ),
    PersonalData(
        model=Subscription,
        title="Din prenumeration på veckomejlet",
        about=lambda person: Q(email__iexact=person.email),
        fields=("email", "source", "consent_text", "consent_at", "confirmed_at", "created_at"),
        kept=(
            "Tills du avslutar den: då tas adressen bort på en gång. "
            f"Obekräftad {Subscription.UNCONFIRMED_KEPT.days} dagar."
        ),
    ),
    PersonalData(
        model=MemberLink,
        title="Medlemslänkar du har gjort",
        about=lambda person: Q(created_by=person),
        fields=("branch", "created_by", "created_at", "revoked_at"),
        kept="Så länge partiföreningen finns, också när länken är stängd; utan ditt namn när kontot är borta.",
    ),
    PersonalData(
        model=ActivityPhoto,
        title="Foton du har lagt in",
        about=lambda person: Q(uploaded_by=person),
        fields=("uploaded_by", "uploaded_at", "alt", "consent_text"),
        kept=KEPT,
    ),
    PersonalData(
        model=CalendarFeed,
        title="Adresser till din egen kalender",
        about=lambda person: Q(owner=person),
        fields=("owner", "kind", "body__name", "created_at", "last_read_on", "revoked_at"),
        kept="Så länge du har ett konto. Själva adressen är hemlig och visas bara för dig.",
    ),
    PersonalData(
        model=HelpRequest,
        title="Hjälp du har bett om",
        about=lambda person: Q(created_by=person),
        fields=("activity__title", "message", "thanks", "created_by", "created_at"),
        kept=KEPT,
    ),
    PersonalData(
        model=HelpOffer,
        title="Hjälp du har lovat",
        about=lambda person: Q(offered_by=person),
        fields=("request__activity__title", "body__name", "people", "cars", "brings", "offered_by", "created_at"),
        kept=KEPT,
    ),
)
