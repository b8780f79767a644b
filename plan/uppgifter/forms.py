"""How a task went, as it is typed."""

from datetime import date
from typing import Any

from django import forms

from distrikt.saving import EditForm
from plan.uppgifter.models import Task

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FinishForm(EditForm):
    """Done on a day, or not to be done."""

    state = forms.ChoiceField(
        label="Hur gick det?",
        choices=[(Task.State.DONE, "Den är gjord"), (Task.State.DROPPED, "Den utgår, och görs inte")],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Task
        fields = ["state", "done_on", "note"]
        labels = {"done_on": "Vilken dag?", "note": "Så gick det"}
        help_texts = {"note": "En mening. Syns för den som bad om det och för styrelsen."}
        widgets = {"done_on": DAY, "note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if self.instance.is_open:
            self.initial.update(state=Task.State.DONE, done_on=today)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        day = data.get("done_on")
        if data.get("state") == Task.State.DROPPED:
            data["done_on"] = None
        elif day is None and "done_on" not in self.errors:
            self.add_error("done_on", "Skriv vilken dag den blev gjord.")
        elif day and day > self.today:
            self.add_error("done_on", "Dagen har inte varit än.")
        return data
