"""What is chosen about mail: which kinds a person wants, and when the district reminds."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from distrikt.mail import kinds
from distrikt.organisation.models import District
from distrikt.saving import EditForm
from distrikt.utskick.calm import weeks_in
from distrikt.utskick.models import ReminderSetting
from distrikt.utskick.reminders import reminder_rules

MOST_DAYS = 60


class PreferencesForm(forms.Form):
    """A box for each kind of mail that is no duty."""

    def __init__(self, *args: Any, off: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, kind in kinds:
            if not kind.is_duty:
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
            weeks_in(text)
        except ValueError as wrong:
            raise ValidationError(f"{wrong} är ingen vecka. Skriv till exempel 28–31, 52.") from None
        return text


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

    @property
    def setting(self) -> ReminderSetting:
        """The row as it was typed, not saved."""
        return ReminderSetting(kind=self.key, is_on=self.cleaned_data["is_on"], days=self.cleaned_data["days"])
