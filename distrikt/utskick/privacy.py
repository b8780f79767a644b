"""What the jobs hold about people."""

from django.db.models import Q

from distrikt.organisation.privacy import PersonalData
from distrikt.utskick.models import Job

PERSONAL_DATA = (
    PersonalData(
        model=Job,
        title="Filer du har beställt",
        about=lambda person: Q(requested_by=person),
        fields=("requested_by", "kind", "status", "created_at", "ended_at"),
        kept="Så länge du har ett konto.",
    ),
)
