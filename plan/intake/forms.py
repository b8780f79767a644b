"""What is typed when a plan is read in: the document, and what the plan is called."""

import uuid
from datetime import date, timedelta
from pathlib import PurePath
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from plan.intake.actions import PlanFacts
from plan.models import YearPlan
from plan.reading import DocumentRefused, PlanReading, read_plan
from plan.wording import full_day_words

MAX_BYTES = 20 * 1024 * 1024
SUFFIXES = (".docx", ".odt", ".pdf", ".md", ".markdown", ".org", ".txt", ".text")
# A plan is adopted at the earliest at the annual conference of the year before.
EARLIEST_ADOPTION = timedelta(days=366)
LONGEST_PERIOD = timedelta(days=2 * 366)


class YearField(forms.IntegerField):
    """A year that no plan has taken."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {"required": "Skriv vilket år planen gäller."}
        super().__init__(label="År", min_value=1990, max_value=2100, error_messages=errors, **kwargs)
        self.widget.attrs["class"] = "form-control-short"

    def clean(self, value: Any) -> int | None:
        year: int | None = super().clean(value)
        if year is not None and YearPlan.objects.filter(year=year).exists():
            raise ValidationError(
                f"Det finns redan en verksamhetsplan för {year}.", code="taken", params={"year": year}
            )
        return year


class _YearForm(forms.Form):
    @property
    def taken_year(self) -> int | None:
        """The year that the form was refused for because it has a plan."""
        errors = self.errors.as_data().get("year", [])
        return next((int(self.data[self.add_prefix("year")]) for error in errors if error.code == "taken"), None)


class ReadForm(_YearForm):
    """A document, as a file or as pasted text. A valid form has it read: `reading`."""

    document = forms.FileField(
        label="Fil",
        required=False,
        error_messages={"empty": "Filen är tom. Välj en annan."},
        help_text="Word (docx), OpenDocument (odt), pdf, Markdown, org eller ren text. Högst 20 MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    text = forms.CharField(
        label="Eller klistra in texten",
        required=False,
        strip=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    year = YearField(required=False, help_text="Tomt: det år som står i dokumentet.")
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    reading: PlanReading

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    @property
    def source_name(self) -> str:
        document = self.cleaned_data.get("document")
        return document.name if document else ""

    def clean_document(self) -> "UploadedFile[Any] | None":
        document: UploadedFile[Any] | None = self.cleaned_data["document"]
        if document is None:
            return None
        suffix = PurePath(document.name or "").suffix.lower()
        if suffix not in SUFFIXES:
            raise ValidationError(
                f"Filer som slutar på {suffix or 'ingenting'} går inte att läsa. "
                "Välj en fil som slutar på docx, odt, pdf, md, org eller txt."
            )
        if (document.size or 0) > MAX_BYTES:
            raise ValidationError("Filen är större än 20 MB. Spara den utan bilder, eller klistra in texten.")
        return document

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        document, text = cleaned.get("document"), cleaned.get("text", "")
        if self.errors.keys() & {"document", "text"}:
            return cleaned
        if document and text.strip():
            self.add_error("text", "Välj en fil eller klistra in text, inte båda.")
        elif document:
            self._read("document", document.read(), document.name)
        elif text.strip():
            self._read("text", text.replace("\r\n", "\n").encode(), "")
        else:
            self.add_error("document", "Välj en fil, eller klistra in texten nedanför.")
        return cleaned

    def _read(self, field: str, data: bytes, name: str) -> None:
        try:
            self.reading = read_plan(data, filename=name)
        except DocumentRefused as refused:
            self.add_error(field, str(refused))


class PlanForm(_YearForm):
    """What the plan is called and when it holds. Without days it holds for the calendar year."""

    title = forms.CharField(label="Rubrik", max_length=300, error_messages={"required": "Skriv vad planen heter."})
    year = YearField()
    organisation = forms.CharField(label="Organisation", max_length=200, required=False)
    starts_on = forms.DateField(
        label="Gäller från",
        required=False,
        help_text="Tomt: 1 januari.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ends_on = forms.DateField(
        label="Gäller till",
        required=False,
        help_text="Tomt: 31 december.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    adopted_on = forms.DateField(
        label="Antagen den",
        required=False,
        help_text="Bara om planen redan är antagen. Annars sparas den som utkast.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    decision = forms.CharField(
        label="Beslut", required=False, max_length=300, help_text="Till exempel Årskonferensen § 14."
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "title",
            Div("year", css_class="form-control-short"),
            "organisation",
            Div("starts_on", "ends_on", css_class="field-pair mb-3"),
            Div("adopted_on", "decision", css_class="form-section"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year = cleaned.get("year")
        if year is None or self.errors.keys() & {"starts_on", "ends_on", "adopted_on"}:
            return cleaned
        cleaned["starts_on"] = cleaned["starts_on"] or date(year, 1, 1)
        cleaned["ends_on"] = cleaned["ends_on"] or date(year, 12, 31)
        self._check_days(year, cleaned["starts_on"], cleaned["ends_on"], cleaned["adopted_on"])
        return cleaned

    def _check_days(self, year: int, starts_on: date, ends_on: date, adopted_on: date | None) -> None:
        if ends_on < starts_on:
            self.add_error("ends_on", "Planen kan inte sluta innan den börjar.")
        elif not starts_on.year <= year <= ends_on.year:
            self.add_error("starts_on", f"Perioden har ingen dag i {year}. Ändra dagarna eller året.")
        elif ends_on - starts_on > LONGEST_PERIOD:
            self.add_error("ends_on", "Perioden är längre än två år. Ändra dagarna.")
        elif adopted_on and not starts_on - EARLIEST_ADOPTION <= adopted_on <= ends_on:
            self.add_error(
                "adopted_on", f"{full_day_words(adopted_on)} är inte en dag då planen för {year} kan ha antagits."
            )
        elif adopted_on and adopted_on > self.today:
            self.add_error("adopted_on", f"{full_day_words(adopted_on)} har inte varit än.")

    def facts(self, source_name: str) -> PlanFacts:
        return PlanFacts(source_name=source_name, **self.cleaned_data)
