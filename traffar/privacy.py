"""What the activities hold about people: contact, who registered, who uploaded."""

from django.db.models import Q

from distrikt.organisation.privacy import PersonalData
from traffar.models import Activity, ActivityPhoto

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
        model=ActivityPhoto,
        title="Foton du har lagt in",
        about=lambda person: Q(uploaded_by=person),
        fields=("uploaded_by", "uploaded_at", "alt"),
        kept=KEPT,
    ),
)
