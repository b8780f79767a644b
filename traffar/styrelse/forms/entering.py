"""What is typed about a meeting that was held without the program."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from distrikt.organisation.models import Body
from distrikt.organisation.roles import BodyKind
from distrikt.saving import SubmissionField
from distrikt.uploads import LARGEST_DOCUMENT, MEGABYTE, CheckedFile, accepted_endings, checked_document
from traffar.styrelse.forms.carrying_out import ResponsibleField
from traffar.styrelse.models import Presence
from traffar.styrelse.models.decisions import LARGEST_AMOUNT, LONGEST_DECISION
from traffar.when import NoSuchTime, local_moment

EARLIEST = date(1990, 1, 1)
USUAL_START, USUAL_LENGTH = time(18), timedelta(hours=2)
MOST_PARAGRAPHS = 200
MINUTES_KINDS = ("pdf", "docx")
_STANDING = {"ersättare": Presence.Standing.SUBSTITUTE} | dict.fromkeys(
    ("ordförande", "sekreterare", "kassör", "ledamot"), Presence.Standing.MEMBER
)


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class WhichForm(forms.Form):
    """Which body met, and when: what is needed to know who was called."""

    organ = forms.ModelChoiceField(
        label="Vilka möttes?",
        queryset=Body.objects.filter(kind__in=[BodyKind.BOARD, BodyKind.EXECUTIVE]),
        empty_label=None,
        error_messages={"required": "Välj vilka som möttes.", "invalid_choice": "Välj ett av organen i listan."},
    )
    dag = forms.DateField(
        label="Vilken dag?",
        widget=_day(),
        error_messages={"required": "Välj dagen för mötet.", "invalid": "Skriv dagen som 2026-03-14."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_dag(self) -> date:
        day: date = self.cleaned_data["dag"]
        if day > self.today:
            raise ValidationError("Mötet har inte varit än. Planera det i stället.")
        if day < EARLIEST:
            raise ValidationError(f"Dagen ligger före {EARLIEST.year}. Se efter att årtalet stämmer.")
        return day


class EnterForm(forms.Form):
    """Who was there, and the minutes. `called` are (person, name, role); with a planned meeting the number is given."""

    submission = SubmissionField()
    number = forms.IntegerField(
        label="Nummer i året",
        min_value=1,
        max_value=200,
        error_messages={
            "required": "Skriv mötets nummer, till exempel 4 för möte 4/2026.",
            "invalid": "Skriv en siffra.",
        },
    )
    starts = forms.TimeField(
        label="Började kl.",
        initial=USUAL_START,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": "Skriv när mötet började.", "invalid": "Skriv tiden som 18:00."},
    )
    place = forms.CharField(label="Plats", max_length=160, required=False)
    present = forms.TypedMultipleChoiceField(
        label="Vilka var där?", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label="Andra som var där",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="En per rad. Skriv gärna som vad: Anna Berg, ledamot.",
    )
    chair = forms.TypedChoiceField(label="Mötesordförande", coerce=int, empty_value=None, required=False)
    secretary = forms.TypedChoiceField(label="Mötessekreterare", coerce=int, empty_value=None, required=False)
    first_paragraph = forms.IntegerField(
        label="Protokollets första §",
        required=False,
        min_value=1,
        max_value=9999,
        help_text="Lämna tomt om det saknar nummer.",
    )
    last_paragraph = forms.IntegerField(label="Protokollets sista §", required=False, min_value=1, max_value=9999)
    file = forms.FileField(
        label="Justerat protokoll",
        required=False,
        help_text=f"PDF eller Word, högst {LARGEST_DOCUMENT // MEGABYTE} MB. Det går att ladda upp senare.",
        widget=forms.ClearableFileInput(attrs={"accept": accepted_endings(MINUTES_KINDS)}),
        error_messages={"empty": "Filen är tom. Välj en annan."},
    )

    def __init__(
        self, *args: Any, day: date, called: Sequence[tuple[int, str, str]], has_number: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        choices = [(person, f"{name}, {role}") for person, name, role in called]
        self.fields["present"].choices = choices  # type: ignore[attr-defined]
        for name in ("chair", "secretary"):
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        if has_number:
            del self.fields["number"]

    def clean_starts(self) -> time:
        starts: time = self.cleaned_data["starts"]
        try:
            local_moment(self.day, starts)
        except NoSuchTime:
            raise ValidationError("Den tiden finns inte: klockan ställdes fram den natten.") from None
        return starts

    def clean_others(self) -> list[tuple[str, str, Presence.Standing]]:
        """(name, role, standing) of each line."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["others"].splitlines())):
            name, _, role = (part.strip() for part in line.partition(","))
            standing = _STANDING.get(role.lower(), Presence.Standing.CO_OPTED)
            if not name or len(name) > 125 or len(role) > 60:
                raise ValidationError(
                    f"Raden ”{line[:60]}” går inte att läsa. Skriv ett namn, sedan komma och en roll."
                )
            found.append((name, role or str(standing.label), standing))
        return found

    def clean_file(self) -> CheckedFile | None:
        file = self.cleaned_data["file"]
        return checked_document(file, kinds=MINUTES_KINDS) if file else None

    def full_clean(self) -> None:
        """A file is not handed back with a form that failed: it is to be chosen again."""
        super().full_clean()
        if self.errors and self.files and "file" not in self.errors:
            self.add_error("file", "Välj filen igen: den följer inte med när något annat ska rättas.")

    def clean(self) -> dict[str, Any]:
        super().clean()
        typed = self.cleaned_data
        first, last = typed.get("first_paragraph"), typed.get("last_paragraph")
        if (first is None) != (last is None):
            missing = "first_paragraph" if first is None else "last_paragraph"
            if missing not in self.errors:
                self.add_error(missing, "Skriv både första och sista paragrafen, eller ingen av dem.")
        elif first is not None and last is not None and not first <= last < first + MOST_PARAGRAPHS:
            self.add_error(
                "last_paragraph", f"Sista paragrafen ska komma efter den första, högst {MOST_PARAGRAPHS} totalt."
            )
        if typed.get("chair") is not None and typed.get("chair") == typed.get("secretary"):
            self.add_error("secretary", "En person kan inte vara både ordförande och sekreterare.")
        if not typed.get("present") and not typed.get("others") and not {"present", "others"} & self.errors.keys():
            self.add_error("present", "Kryssa för minst en som var där.")
        for duty in ("chair", "secretary"):
            if typed.get(duty) is not None and typed[duty] not in typed.get("present", ()):
                self.add_error(duty, "Personen är inte förkryssad som närvarande.")
        return typed

    @property
    def paragraphs(self) -> tuple[int, int] | None:
        first = self.cleaned_data["first_paragraph"]
        return None if first is None else (first, self.cleaned_data["last_paragraph"])

    @property
    def occurrence(self) -> tuple[datetime, datetime]:
        starts_at = local_moment(self.day, self.cleaned_data["starts"])
        return starts_at, starts_at + USUAL_LENGTH


class DecisionRowForm(forms.Form):
    """A decision of the meeting. A row that nothing is written in counts for nothing."""

    paragraph = forms.IntegerField(label="§", required=False, min_value=1, max_value=9999)
    title = forms.CharField(label="Ärende", required=False, max_length=200)
    text = forms.CharField(
        label="Beslut",
        max_length=LONGEST_DECISION,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv vad som beslutades, eller töm raden."},
    )
    responsible = ResponsibleField(empty_label="–")
    due_on = forms.DateField(label="Klart senast", required=False, widget=_day())
    amount = forms.IntegerField(label="Belopp, kr", required=False, min_value=0, max_value=LARGEST_AMOUNT)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = people  # type: ignore[attr-defined]


# Generic for the type checker alone, as forms of a model are.
class _DecisionRows(forms.BaseFormSet):  # type: ignore[type-arg]
    def check_numbers(self, paragraphs: tuple[int, int] | None) -> bool:
        """Whether each row's § is one of the minutes'; those that are not get an error."""
        first, last = paragraphs or (1, 0)
        for form in self.forms:
            number = form.cleaned_data.get("paragraph")
            if number is not None and paragraphs is None:
                form.add_error("paragraph", "Skriv protokollets första och sista § ovanför också.")
            elif number is not None and not first <= number <= last:
                form.add_error("paragraph", f"Protokollet har §§ {first}–{last}.")
        return not any(form.errors for form in self.forms)


ROWS, MOST_ROWS = 3, 60
DecisionRows = forms.formset_factory(
    DecisionRowForm, formset=_DecisionRows, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)
