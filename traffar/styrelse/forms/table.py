"""What is typed at the meeting: the text of an item, yrkanden, decisions, reservations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from distrikt.markup import plain
from distrikt.saving import CreateForm, EditForm, SubmissionField
from traffar.styrelse.forms.carrying_out import DECIDES, CarryingOutForm, decides_nothing
from traffar.styrelse.models import AgendaItem, Decision, Proposal, Reservation
from traffar.styrelse.models.agenda import LONGEST_TEXT
from traffar.styrelse.models.decisions import LONGEST_DECISION
from traffar.styrelse.table import Seat

MOST_VOTES = 999


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


class LongText(forms.CharField):
    """A text that is refused when it is too long, never cut off while it is pasted in."""

    def __init__(self, *, longest: int, instead: str, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        words = f"Högst {_thousands(longest)} tecken, och det här är fler. {instead}"
        self.validators.append(MaxLengthValidator(longest, words))

    def to_python(self, value: Any) -> str:
        return plain((super().to_python(value) or "").replace("\r\n", "\n").replace("\t", "    "))


class ItemTextForm(EditForm):
    """The text of an item."""

    text = LongText(
        label="Protokollstext",
        required=False,
        longest=LONGEST_TEXT,
        instead="Lägg det långa i en bilaga.",
        rows=8,
    )

    class Meta:
        model = AgendaItem
        fields = ["text"]


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(choices=AgendaItem.Outcome.choices, required=False)


class AddedItemForm(CreateForm):
    """An övrig fråga, raised at the meeting."""

    class Meta:
        model = AgendaItem
        fields = ["title"]
        labels = {"title": "Ny punkt"}

    def clean_title(self) -> str:
        title = " ".join(plain(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError("Skriv vad punkten gäller.")
        return title


class _SaidBySomebody(CreateForm):
    """What somebody in the room says under an item; their name stays as text."""

    who = forms.ChoiceField(
        label="Vem", error_messages={"required": "Välj vem.", "invalid_choice": "Personen är inte i rummet nu."}
    )

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {str(seat.id): seat.name for seat in seats}
        self.fields["who"].choices = [("", "Välj"), *self.names.items()]  # type: ignore[attr-defined]

    def clean_who(self) -> str:
        name = self.names[self.cleaned_data["who"]]
        self.instance.name = name
        return name


class ProposalForm(_SaidBySomebody):
    text = LongText(label="Yrkande", longest=2000, instead="Korta av det.", rows=2)

    class Meta:
        model = Proposal
        fields = ["text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="yrkande", **kwargs)


class ReservationForm(_SaidBySomebody):
    text = LongText(label="Motivering", required=False, longest=2000, instead="Korta av den.", rows=2)

    class Meta:
        model = Reservation
        fields = ["text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="reservation", **kwargs)


class _DecisionFields(CarryingOutForm):
    """What a decision says, how it was made, and how it is carried out."""

    text = LongText(
        label="Beslut",
        longest=LONGEST_DECISION,
        instead="Lägg det långa i protokollstexten eller i en bilaga.",
        error_messages={"required": "Skriv vad styrelsen beslutar."},
    )

    class Meta:
        model = Decision
        fields = ["text", "method", "votes_for", "votes_against", "votes_abstained", "responsible", "due_on", "amount"]
        labels = {"method": "Hur", "votes_for": "Ja", "votes_against": "Nej", "votes_abstained": "Avstår"}
        widgets = {"method": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It may stand on a page where another form has a text.
        kwargs.setdefault("auto_id", "beslut_%s")
        super().__init__(*args, **kwargs)
        method: Any = self.fields["method"]
        method.choices = Decision.Method.choices
        for name in ("votes_for", "votes_against", "votes_abstained"):
            votes: Any = self.fields[name]
            votes.max_value = MOST_VOTES
            votes.widget.attrs |= {"min": 0, "max": MOST_VOTES, "inputmode": "numeric"}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if decides_nothing(data.get("text", "")):
            self.add_error("text", "Skriv vad styrelsen beslutar.")
        item, due = self.instance.item, data.get("due_on")
        if item and due and "due_on" in self.changed_data and due < item.meeting.day:
            self.add_error("due_on", "Den dagen hade redan varit när beslutet togs.")
        if data.get("method") == Decision.Method.COUNT:
            for name in ("votes_for", "votes_against"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, "Skriv antalet, också om det är 0.")
        for name in ("votes_for", "votes_against", "votes_abstained"):
            if (data.get(name) or 0) > MOST_VOTES:
                self.add_error(name, f"Högst {MOST_VOTES}.")
        return data


class DecisionForm(_DecisionFields):
    submission = SubmissionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("text", "")
        self.initial["text"] = self.initial["text"] or DECIDES

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "submission" in data:
            self.instance.submission = data["submission"]
        return data


class ChangedDecisionForm(EditForm, _DecisionFields):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["commitments"] = list(self.instance.commitments.values_list("pk", flat=True))
