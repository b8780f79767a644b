"""What is typed of how something that is decided is carried out."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from distrikt.organisation.models import User, UserQuerySet
from plan.models import Commitment
from traffar.forms.fields import DayField
from traffar.styrelse.models.decisions import LARGEST_AMOUNT

# How a decision begins.
DECIDES = "Styrelsen beslutar att "


def decides_nothing(text: str) -> bool:
    """Whether nothing follows upon how a decision begins."""
    return " ".join(text.split()) == DECIDES.strip()


class KronorField(forms.IntegerField):
    """Whole kronor, with or without spaces and "kr"."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {"invalid": "Skriv hela kronor, till exempel 12 000."}

    def to_python(self, value: Any) -> int | None:
        text = "".join(str(value or "").lower().removesuffix("kr").split())
        return super().to_python(text)


def by_seat(people: Iterable[Any]) -> Iterator[tuple[str, list[Any]]]:
    """`people_to_choose` as groups: ("Styrelsen", those who sit in it), ("Andra", the others)."""
    for sits, group in groupby(people, key=attrgetter("sits_in_board")):
        yield "Styrelsen" if sits else "Andra", list(group)


class _BySeat(ModelChoiceIterator):  # type: ignore[type-arg]  # not subscriptable at run time
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for label, group in by_seat(self.queryset.iterator()):
            yield label, [self.choice(person) for person in group]


class ResponsibleField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """One of `people_to_choose`, which the form is to set as the queryset; or nobody. One query for the list."""

    iterator = _BySeat

    def __init__(self, *, empty_label: str) -> None:
        super().__init__(
            label="Ansvarig",
            required=False,
            queryset=User.objects.none(),
            empty_label=empty_label,
            error_messages={"invalid_choice": "Välj någon i listan."},
        )


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
    responsible = ResponsibleField(empty_label="Ingen särskild")
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
