"""What is typed when the board is asked per capsulam, and when it answers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from distrikt.saving import CreateForm
from plan.uppgifter.forms import DAY
from traffar.styrelse.forms.carrying_out import DECIDES, CarryingOutForm, decides_nothing
from traffar.styrelse.models import CircularAnswer, CircularDecision
from traffar.when import day_bounds

LONGEST_DAYS = 60
NOTHING_PROPOSED = "Skriv vad styrelsen ska besluta."
Vote = CircularAnswer.Vote


class AskForm(CreateForm, CarryingOutForm):
    """The question; and, for whoever wants to say so, what follows when it is carried."""

    last_day = forms.DateField(label="Svara senast", widget=DAY, help_text="Svaren tas emot dagen ut.")

    class Meta:
        model = CircularDecision
        fields = ["title", "background", "text", "is_confidential", "responsible", "due_on", "amount"]
        labels = {"text": "Förslag till beslut", "is_confidential": "Slutet"}
        help_texts = {
            "background": "Varför frågan inte kan vänta till nästa möte, och det som behövs för att ta ställning.",
            "text": "Så som det ska stå i protokollet.",
        }
        error_messages = {"text": {"required": NOTHING_PROPOSED}}
        widgets = {"background": forms.Textarea(attrs={"rows": 4}), "text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("last_day", today + timedelta(days=7))
        self.initial["text"] = DECIDES

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if decides_nothing(text):
            raise ValidationError(NOTHING_PROPOSED)
        return text

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day <= self.today:
            raise ValidationError("Välj en dag efter i dag, så att alla hinner svara.")
        if day > self.today + timedelta(days=LONGEST_DAYS):
            raise ValidationError(f"Välj en dag inom {LONGEST_DAYS} dagar. Det som kan vänta längre tas på ett möte.")
        self.instance.closes_at = day_bounds(day, day)[1]
        return day

    @property
    def says_more(self) -> bool:
        """Whether something is filled in or wrong among what can be left out."""
        more = [self[name] for name in ("responsible", "due_on", "amount", "commitments")]
        return any(field.value() or field.errors for field in more)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        due, last = data.get("due_on"), data.get("last_day", self.today)
        if due and due < last:
            self.add_error("due_on", "Då kan frågan pågå än. Välj sista svarsdagen eller senare.")
        return data


class AnswerForm(forms.Form):
    consents = forms.ChoiceField(
        label="Går du med på att frågan avgörs per capsulam?",
        choices=[("ja", "Ja"), ("nej", "Nej, ta den på ett möte")],
        widget=forms.RadioSelect,
        help_text="Säger någon nej blir det inget beslut, hur de andra än röstar.",
    )
    vote = forms.ChoiceField(
        label="Hur röstar du om förslaget?",
        choices=[(Vote.YES, "Ja"), (Vote.NO, "Nej"), (Vote.ABSTAINS, "Jag avstår")],
        widget=forms.RadioSelect,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("consents") == "ja" and not data.get("vote") and "vote" not in self.errors:
            self.add_error("vote", "Välj hur du röstar.")
        return data

    @property
    def consent(self) -> bool:
        return bool(self.cleaned_data["consents"] == "ja")
