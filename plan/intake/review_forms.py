"""What is pressed and typed on the review page: a choice, and what a commitment or heading is."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError

from plan.intake.choices import Choice, What
from plan.intake.review import Review
from plan.models import Commitment
from plan.reading import CommitmentReading
from plan.reading.when import when_of


class PickForm(forms.Form):
    """The sentence or heading that a link leads to."""

    mening = forms.IntegerField(min_value=0)


class ChoiceForm(forms.Form):
    """What a button on the review page says; the fields that were edited are a form of their own."""

    start = forms.IntegerField(min_value=0)
    choice = forms.TypedChoiceField(choices=[(what, what) for what in What], coerce=What, required=False)
    at = forms.IntegerField(min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("at") is not None:
            cleaned["choice"] = What.SPLIT
        elif not cleaned.get("choice"):
            raise ValidationError("Inget val.")
        return cleaned

    def fields_of(self, review: Review) -> "CommitmentForm | HeadingForm | None":
        """The form whose fields came along, None when nothing in it was changed."""
        what, candidate = self.cleaned_data["choice"], review.candidate_at(self.cleaned_data["start"])
        form: CommitmentForm | HeadingForm | None = None
        if what == What.HEADING:
            form = HeadingForm(self.data)
        elif what == What.KEEP and candidate and "c-kind" in self.data:
            form = CommitmentForm(self.data, read=candidate.commitment)
        return form if form and form.has_changed() else None

    def chosen(self, changes: Mapping[str, Any]) -> Choice:
        return Choice(self.cleaned_data["choice"], self.cleaned_data["start"], self.cleaned_data["at"], changes)


class CommitmentForm(forms.Form):
    """The fields of a commitment under review."""

    kind = forms.ChoiceField(
        label="Slag",
        choices=[(kind.value, kind.label.capitalize()) for kind in Commitment.Kind],
        widget=forms.RadioSelect,
    )
    target_op = forms.ChoiceField(
        label="Hur många?",
        choices=[("", "–"), *[(operator.value, operator.label) for operator in Commitment.Operator]],
        required=False,
    )
    target = forms.IntegerField(label="Tal", required=False, min_value=0, max_value=1_000_000)
    target_max = forms.IntegerField(
        label="Högst",
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text="Bara när det är mellan två tal: 5–7.",
    )
    unit = forms.CharField(label="Av vad?", required=False, max_length=80, help_text="Till exempel möten.")
    per = forms.CharField(
        label="Hur ofta?", required=False, max_length=30, help_text="Talet gäller per månad, termin … Tomt: hela året."
    )
    deadline = forms.CharField(
        label="Senast när?", required=False, max_length=120, help_text="Sista dagen, som i planen: 20 oktober."
    )
    period = forms.CharField(
        label="Under vilken tid?", required=False, max_length=120, help_text="Som i planen: under hösten."
    )
    responsible = forms.CharField(
        label="Ansvarig", required=False, max_length=120, widget=forms.TextInput(attrs={"list": "organ"})
    )

    def __init__(self, data: Any = None, *, read: CommitmentReading) -> None:
        super().__init__(data, initial={name: getattr(read, name) for name in self.base_fields}, prefix="c")
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Field("kind", wrapper_class="chips"),
            Div("target_op", "target", css_class="field-pair mb-3"),
            "unit",
            Div("per", "target_max", css_class="field-pair mb-3"),
            Div("deadline", "period", css_class="field-pair mb-3"),
            "responsible",
        )

    def clean_deadline(self) -> str:
        """A day or an event, in words that a plan uses; what stood there when it was read may stand."""
        words: str = self.cleaned_data["deadline"]
        as_read = not words or words == self.initial["deadline"]
        if not as_read and not any(when_of(said).deadline for said in (words, f"senast {words}")):
            raise ValidationError("Skriv en dag eller en händelse, till exempel 20 oktober eller inför kongressen.")
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        target, target_max = cleaned.get("target"), cleaned.get("target_max")
        if target is not None and cleaned.get("kind") not in (None, Commitment.Kind.COUNTABLE):
            self.add_error("target", "Bara det som räknas kan ha ett tal. Välj Räknas, eller ta bort talet.")
        if target_max is not None and (target is None or target_max < target):
            self.add_error("target_max", "Det högsta talet kan inte vara lägre än det första.")
        if target_max is None and cleaned.get("target_op") == Commitment.Operator.RANGE:
            self.add_error("target_max", "Skriv det högsta talet.")
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        """The fields as a reading has them: None where nothing is said, and an operator wherever there is a number."""
        typed = {name: value or None if isinstance(value, str) else value for name, value in self.cleaned_data.items()}
        operator = "range" if typed["target_max"] is not None else typed["target_op"] or "="
        return {**typed, "target_op": operator if typed["target"] is not None else None}


class HeadingForm(forms.Form):
    """What an area is called, and whether anything in it is followed up."""

    text = forms.CharField(label="Rubrik", max_length=300)
    role = forms.ChoiceField(
        label="Under rubriken står",
        choices=[("commitments", "Åtaganden"), ("background", "Bakgrund")],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, prefix="h")
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("text", Field("role", wrapper_class="chips"))

    @property
    def changes(self) -> dict[str, Any]:
        return self.cleaned_data
