"""What is chosen about mail: which kinds a person wants, and when the district reminds."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from distrikt.mail import kinds
from distrikt.organisation.models import District
from distrikt.saving import Difference, EditForm
from distrikt.utskick.calm import weeks_in
from distrikt.utskick.models import ReminderSetting
from distrikt.utskick.reminders import reminder_rules

MOST_DAYS = 60
MOST_QUIET_HOURS, MOST_QUIET_WEEKS = 16, 26


def _typed(value: object) -> str:
    """As the reader of the form knows it."""
    return str(value) if not isinstance(value, bool) else "på" if value else "av"


class PreferencesForm(forms.Form):
    """A box for each kind of mail that is no duty."""

    def __init__(self, *args: Any, off: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, kind in kinds:
            if kind.has_switch:
                self.fields[key] = forms.BooleanField(label=kind.name, required=False, initial=key not in off)

    @property
    def chosen(self) -> dict[str, bool]:
        """{kind: wanted} of every box."""
        return {key: bool(self.cleaned_data[key]) for key in self.fields}


class CalmForm(EditForm):
    """When the district wants peace."""

    class Meta:
        model = District
        fields = ["quiet_from", "quiet_until", "quiet_weeks"]
        widgets = {
            "quiet_from": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "quiet_until": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }

    def clean_quiet_weeks(self) -> str:
        text: str = self.cleaned_data["quiet_weeks"]
        try:
            weeks = weeks_in(text)
        except ValueError as wrong:
            raise ValidationError(f"{wrong} är ingen vecka. Skriv till exempel 28–31, 52.") from None
        if len(weeks) > MOST_QUIET_WEEKS:
            raise ValidationError(f"Högst {MOST_QUIET_WEEKS} veckor kan vara tysta: annars kommer inget måndagsmejl.")
        return text

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        begins, ends = self.cleaned_data.get("quiet_from"), self.cleaned_data.get("quiet_until")
        if begins and ends and not self.errors and _hours_between(begins, ends) > MOST_QUIET_HOURS:
            self.add_error(
                "quiet_until", f"Högst {MOST_QUIET_HOURS} timmar kan vara tysta: annars hinner mejlen inte ut."
            )
        return cleaned


def _hours_between(begins: time, ends: time) -> float:
    """From one time of day to the next time that the clock shows the other; the same is a whole day."""
    minutes = (ends.hour * 60 + ends.minute - begins.hour * 60 - begins.minute) % (24 * 60)
    return (minutes or 24 * 60) / 60


class RuleForm(forms.Form):
    """One rule of reminders: on or off, and on which days."""

    is_on = forms.BooleanField(label="På", required=False)
    days = forms.CharField(label="Dagar", max_length=40, required=False)

    def __init__(self, data: Any = None, *, key: str, setting: ReminderSetting | None) -> None:
        self.key, self.rule = key, reminder_rules[key]
        days = setting.days_before if setting else self.rule.days
        initial = {"is_on": setting.is_on if setting else True, "days": ", ".join(map(str, days))}
        super().__init__(data, initial=initial, prefix=key)
        self.fields["days"].label = self.rule.timing.capitalize()
        self.fields["is_on"].label = kinds[key].name

    def clean_days(self) -> str:
        words = [word.strip() for word in self.cleaned_data["days"].split(",") if word.strip()]
        if not all(word.isdecimal() and int(word) <= MOST_DAYS for word in words):
            raise ValidationError(f"Skriv dagar med komma emellan, till exempel 3, 1. Högst {MOST_DAYS}.")
        if len(words) > 5:
            raise ValidationError("Högst fem påminnelser.")
        return ", ".join(words)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("is_on") and self.cleaned_data.get("days") == "":
            self.add_error("days", "Skriv minst en dag, eller bocka ur rutan.")
        return cleaned

    def differences(self, current: ReminderSetting | None) -> list[Difference]:
        """What was typed and is not so in the row as it stands."""
        theirs = RuleForm(key=self.key, setting=current).initial
        return [
            Difference(f"{self.fields['is_on'].label}: {self.fields[name].label}", _typed(mine), _typed(theirs[name]))
            for name, mine in self.cleaned_data.items()
            if mine != theirs[name]
        ]

    @property
    def setting(self) -> ReminderSetting:
        """The row as it was typed, not saved."""
        return ReminderSetting(kind=self.key, is_on=self.cleaned_data["is_on"], days=self.cleaned_data["days"])
