"""Fields of dates and times, as the phone's own pickers give and take them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator

from distrikt.markup import one_line, plain

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)
_OUT_OF_RANGE = "Välj ett datum mellan 1990 och 2099."


class DayField(forms.DateField):
    """A day, by the browser's own date picker."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {
        "required": "Välj en dag.",
        "invalid": "Det är inget datum. Skriv till exempel 2026-09-26.",
    }
    default_validators = [MinValueValidator(EARLIEST, _OUT_OF_RANGE), MaxValueValidator(LATEST, _OUT_OF_RANGE)]


class ClockField(forms.TimeField):
    """A time of day, by the browser's own time picker."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    default_error_messages = {
        "required": "Välj en tid.",
        "invalid": "Det är ingen tid. Skriv till exempel 18:30.",
    }


class LineField(forms.CharField):
    """Words in one line, of which nothing is unseen: they stand in subjects, in chats and on posters."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Words in several lines, of which nothing is unseen."""

    def to_python(self, value: Any) -> str:
        lines = (super().to_python(value) or "").replace("\t", " ").splitlines()
        return "\n".join(plain(line) for line in lines).strip()


class PhoneField(LineField):
    """A number that can be rung."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})
    default_validators = [
        RegexValidator(r"^\+?[\d\s()/-]{5,}$", "Skriv ett telefonnummer, till exempel 070-123 45 67."),
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)


class ManyDays(forms.Widget):
    """Several date pickers of one name; the template draws them."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> list[str]:
        return [text.strip() for text in data.getlist(name) if text.strip()]  # type: ignore[attr-defined]  # a QueryDict


class DaysField(forms.Field):
    """Any number of days, each once and in order; empty pickers are passed over."""

    widget = ManyDays
    MOST = 60

    def clean(self, value: list[str]) -> list[date]:
        if len(value) > self.MOST:
            raise forms.ValidationError(f"Högst {self.MOST} datum åt gången.")
        day = DayField()
        errors, days = [], set()
        for text in value:
            try:
                days.add(day.clean(text))
            except forms.ValidationError as error:
                errors.append(f"{text}: {error.messages[0]}")
        if errors:
            raise forms.ValidationError(errors)
        return sorted(days)
