"""What the annual report holds about people: who wrote and who decided."""

from django.db.models import Q

from distrikt.organisation.privacy import PersonalData
from plan.berattelse.models import Chapter, Outcome

KEPT = "Med berättelsen; utan ditt namn när kontot är borta."

PERSONAL_DATA = (
    PersonalData(
        model=Chapter,
        title="Kapitel du har skrivit",
        about=lambda person: Q(written_by=person),
        fields=("written_by", "written_at", "key", "text"),
        kept=KEPT,
    ),
    PersonalData(
        model=Outcome,
        title="Utfall du har fört in",
        about=lambda person: Q(decided_by=person),
        fields=("decided_by", "decided_at", "comment"),
        kept=KEPT,
    ),
)
