"""What is typed of how something that is decided is carried out."""

from typing import Any

from django import forms

from distrikt.organisation.models import User, UserQuerySet
from plan.models import Commitment
from traffar.forms.fields import DayField
from traffar.styrelse.models.decisions import LARGEST_AMOUNT


class KronorField(forms.IntegerField):
    """Whole kronor, with or without spaces and "kr"."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {"invalid": "Skriv hela kronor, till exempel 12 000."}

    def to_python(self, value: Any) -> int | None:
        text = "".join(str(value or "").lower().removesuffix("kr").split())
        return super().to_python(text)


class CarryingOutForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Who sees to it, by when, what it costs, and which sentences of the plan it serves."""

    amount = KronorField(
        label="Belopp i kronor",
        required=False,
        min_value=0,
        max_value=LARGEST_AMOUNT,
        error_messages={"max_value": "Högst en miljard.", "min_value": "Skriv beloppet utan minus."},
    )
    due_on = DayField(label="Klart senast", required=False)
    responsible = forms.ModelChoiceField(
        label="Ansvarig",
        required=False,
        queryset=User.objects.none(),
        empty_label="Ingen särskild",
        error_messages={"invalid_choice": "Välj någon i listan."},
    )
    commitments = forms.ModelMultipleChoiceField(
        label="Hör till punkterna i planen",
        required=False,
        queryset=Commitment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Den punkten finns inte i planen som gäller."},
    )

    def __init__(self, *args: Any, people: UserQuerySet, commitments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["responsible"]
        chosen.queryset = people
        served: Any = self.fields["commitments"]
        served.queryset = commitments
        served.label_from_instance = lambda row: f"{row.number} {row.text}"
