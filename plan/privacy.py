"""What the plan and its follow-up hold about people: who did what. It stays with the plan, without the name once the
account is gone."""

from django.db.models import Q

from distrikt.organisation.privacy import PersonalData
from plan.models import Amendment, CheckIn, Contribution, Intake

KEPT = "Med planen; utan ditt namn när kontot är borta."

PERSONAL_DATA = (
    PersonalData(
        model=Contribution,
        title="Insatser du har kopplat till planen",
        about=lambda person: Q(accepted_by=person),
        fields=("accepted_by", "day", "label"),
        kept=KEPT,
    ),
    PersonalData(
        model=CheckIn,
        title="Avstämningar du har skrivit",
        about=lambda person: Q(by=person),
        fields=("by", "day", "text"),
        kept=KEPT,
    ),
    PersonalData(
        model=Amendment,
        title="Ändringar av planen som du har fört in",
        about=lambda person: Q(by=person),
        fields=("by", "decided_on", "decision"),
        kept=KEPT,
    ),
    PersonalData(
        model=Intake,
        title="Plandokument du har läst in",
        about=lambda person: Q(read_by=person),
        fields=("read_by", "read_at", "source_name"),
        kept=f"{Intake.KEPT.days} dagar, eller tills planen sparas.",
    ),
)
