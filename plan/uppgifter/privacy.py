"""What tasks hold about people."""

from django.db.models import Q

from distrikt.organisation.privacy import PersonalData
from plan.uppgifter.models import Task

PERSONAL_DATA = (
    PersonalData(
        model=Task,
        title="Uppgifter",
        about=lambda person: Q(responsible=person) | Q(created_by=person) | Q(taken_over_from=person),
        fields=(
            *("title", "responsible", "due_on", "state", "done_on", "note", "is_private", "taken_over_from"),
            *("created_by", "created_at"),
        ),
        kept="Med det som uppgiften kommer ur; utan ditt namn när kontot är borta.",
    ),
)
