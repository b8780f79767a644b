"""What is typed about the annual report."""

from datetime import date
from typing import Any

from django import forms

from distrikt.saving import EditForm
from plan.berattelse.models import AnnualReport, Chapter, Outcome


class ChapterForm(EditForm):
    class Meta:
        model = Chapter
        fields = ["text"]
        labels = {"text": "Kapitlets text"}
        help_texts = {
            "text": "Tom rad ger nytt stycke; börja raden med - för punktlista. **Fet** och *kursiv* framhäver. "
            "Lämnar du fältet tomt visas programmets förslag."
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}

    def __init__(self, *args: Any, draft: str, **kwargs: Any) -> None:
        self.draft = draft
        super().__init__(*args, **kwargs)

    def clean_text(self) -> str:
        """What is still the program's draft to the letter stays the program's, and follows the figures."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
        return "" if text == self.draft.strip() else text


class OutcomeForm(EditForm):
    """One of many on the same page: ids are made unique by the commitment."""

    class Meta:
        model = Outcome
        fields = ["value", "comment"]
        labels = {"comment": "Kommentar"}
        widgets = {"comment": forms.Textarea(attrs={"rows": 2})}

    value = forms.ChoiceField(
        label="Utfall",
        choices=Outcome.Value.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj hur det gick."},
    )


class ApproveForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = AnnualReport
        fields = ["approved_on", "place_and_date"]
        labels = {"place_and_date": "Ort och datum vid underskrifterna"}
        help_texts = {"place_and_date": "Till exempel Härnösand den 3 februari 2021. Står ovanför namnen."}

    approved_on = forms.DateField(
        label="När godkände styrelsen den?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Välj dagen då styrelsen godkände berättelsen."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial["approved_on"] = today

    def clean_approved_on(self) -> date:
        approved_on: date = self.cleaned_data["approved_on"]
        if approved_on > self.today:
            raise forms.ValidationError("Dagen har inte varit än. Berättelsen godkänns här när styrelsen har beslutat.")
        if approved_on < self.instance.plan.starts_on:
            raise forms.ValidationError("Dagen är äldre än planen. Kontrollera året.")
        return approved_on
