"""What is typed of how decisions go, and of those from before the program."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from distrikt.access import Viewer, may
from distrikt.organisation.models import UserQuerySet
from distrikt.saving import EditForm, SubmissionField
from plan.uppgifter.forms import DAY
from traffar.styrelse.forms.carrying_out import ResponsibleField, by_seat
from traffar.styrelse.models import Decision
from traffar.styrelse.responsible import people_to_choose

State = Decision.State
NO_ONE = "Ingen ännu"
_REFERENCE = re.compile(r"§?\s*(\d{1,4})\s*/\s*(\d{4})")


class FollowUpForm(EditForm):
    """How a decision goes; and who sees to it, for those who lead the board's work."""

    state = forms.ChoiceField(label="Läge", widget=forms.RadioSelect)
    responsible = ResponsibleField(empty_label=NO_ONE)

    class Meta:
        model = Decision
        fields = ["state", "done_on", "note", "responsible"]
        labels = {"done_on": "Genomfört den", "note": "Så gick det"}
        help_texts = {"note": "En mening. Behövs när beslutet inte genomförs."}
        widgets = {"done_on": DAY, "note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = viewer.today
        states = [State.OPEN, State.DONE, State.DROPPED]
        if self.instance.state == State.NOTHING:
            states.insert(0, State.NOTHING)
        self.fields["state"].choices = [(state, state.label.capitalize()) for state in states]  # type: ignore[attr-defined]
        if may(viewer, "styrelse.enter_decisions"):
            chosen: Any = self.fields["responsible"]
            chosen.queryset = people_to_choose(viewer, beside=self.instance.responsible_id)
        else:
            del self.fields["responsible"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        state, day = data.get("state"), data.get("done_on")
        if state != State.DONE:
            data["done_on"] = None
        elif day is None and "done_on" not in self.errors:
            self.add_error("done_on", "Skriv vilken dag det blev genomfört.")
        elif day and day > self.today:
            self.add_error("done_on", "Dagen har inte varit än.")
        elif day and day < self.instance.decided_on:
            self.add_error("done_on", "Det kan inte ha genomförts innan det beslutades.")
        if state == State.DROPPED and not data.get("note", "").strip():
            self.add_error("note", "Skriv varför det inte genomförs.")
        return data


class EarlierDecisionForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A row of the table of decisions from before the program; an empty row is none."""

    submission = SubmissionField()

    class Meta:
        model = Decision
        fields = ["reference", "decided_on", "text", "responsible", "due_on", "amount"]
        labels = {"reference": "Beteckning", "decided_on": "Beslutat", "text": "Beslut", "amount": "Belopp (kr)"}
        widgets = {
            "reference": forms.TextInput(attrs={"placeholder": "§ 12/2019"}),
            "decided_on": DAY,
            "text": forms.Textarea(attrs={"rows": 2}),
            "due_on": DAY,
            "amount": forms.NumberInput(attrs={"inputmode": "numeric", "min": 0}),
        }

    def __init__(self, *args: Any, people: UserQuerySet, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        chosen: Any = self.fields["responsible"]
        groups = [(label, [(row.pk, str(row)) for row in group]) for label, group in by_seat(people)]
        chosen.choices = [("", NO_ONE), *groups]
        self.fields["decided_on"].error_messages["required"] = "Skriv vilken dag det beslutades."
        self.fields["text"].error_messages["required"] = "Skriv vad som beslutades."

    def has_changed(self) -> bool:
        """The submission is there from the beginning, and says nothing of whether anything has been typed."""
        return any(name != "submission" for name in self.changed_data)

    def clean_reference(self) -> str:
        said = " ".join(self.cleaned_data["reference"].split())
        if not said:
            raise ValidationError("Skriv var det beslutades, till exempel § 12/2019.")
        match = _REFERENCE.fullmatch(said)
        return f"§ {match[1]}/{match[2]}" if match else said

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > self.today:
            raise ValidationError("Dagen har inte varit än.")
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        decided, due = data.get("decided_on"), data.get("due_on")
        if decided and due and due < decided:
            self.add_error("due_on", "Det kan inte ha skolat vara klart innan det beslutades.")
        self.instance.submission = data.get("submission", self.instance.submission)
        return data


class _EarlierDecisions(forms.BaseFormSet):  # type: ignore[type-arg]  # not subscriptable at run time
    def clean(self) -> None:
        if not any(self.errors) and not decisions_of(self):
            raise ValidationError("Skriv minst ett beslut.")


def decisions_of(formset: "forms.BaseFormSet[Any]") -> list[Decision]:
    """The decisions of the rows in which something has been typed."""
    return [form.instance for form in formset.forms if form.has_changed()]


MOST_ROWS, MORE_ROWS = 40, 5
EarlierDecisions = forms.formset_factory(
    EarlierDecisionForm, formset=_EarlierDecisions, extra=MORE_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)
