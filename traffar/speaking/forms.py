"""What is typed, or sent by the page that counts, about the speaking share."""

import re
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from distrikt.saving import SubmissionField, Told
from traffar.models import SpeakingCount, SpeakingShare
from traffar.models.speaking import FEWEST_GROUPS, MOST_GROUPS
from traffar.speaking.reports import clock, count_words

SUGGESTED = ("kvinnor", "män", "ickebinära")
MOST_TURNS = 2_000
LONGEST_SECONDS = 100 * 60 * 60
_LARGEST = 2**31 - 1
_MINUTES = re.compile(r"([0-9]{1,4})(?:[:.]([0-5][0-9]))?")
_LONG_NUMBER = re.compile(r"[0-9]{6}")


class GroupField(forms.CharField):
    """The name of a group, written the same way every time so that the year can be summed: in small letters."""

    def clean(self, value: Any) -> str:
        name = " ".join(super().clean(value).casefold().split())
        if _LONG_NUMBER.search(name) or "@" in name:
            raise forms.ValidationError("Skriv ett ord för gruppen, aldrig uppgifter om en person.")
        return name


class MinutesField(forms.CharField):
    """Minutes, or minutes and seconds, as seconds: 14 or 14:20."""

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        match = _MINUTES.fullmatch(text or "0")
        seconds = int(match[1]) * 60 + int(match[2] or 0) if match else None
        if seconds is None or seconds > LONGEST_SECONDS:
            raise forms.ValidationError("Skriv minuter, eller minuter och sekunder: 14 eller 14:20.")
        return seconds


class SpeakingForm(forms.Form):
    """Two to four groups with turns and time. `version` is that of the count that was seen; 0 when there was none.

    All of it empty means that nothing was counted: so a count that was made by mistake is taken away.
    """

    submission = SubmissionField()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=_LARGEST)

    def __init__(self, *args: Any, count: SpeakingCount | None, shares: list[SpeakingShare], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = count.version if count else 0
        self.stored = shares
        self.has_groups = bool(shares)
        for number in range(1, MOST_GROUPS + 1):
            self._add_row(number)
        for number, name in enumerate(() if shares else SUGGESTED, start=1):
            self.initial[f"group_{number}"] = name
        for number, share in enumerate(shares, start=1):
            row = {"group": share.group, "turns": share.turns, "minutes": clock(share.seconds)}
            self.initial.update({f"{name}_{number}": value for name, value in row.items()})

    def _add_row(self, number: int) -> None:
        longest = SpeakingShare._meta.get_field("group").max_length
        self.fields[f"group_{number}"] = GroupField(label=f"Grupp {number}", required=False, max_length=longest)
        self.fields[f"turns_{number}"] = forms.IntegerField(
            label=f"Inlägg, grupp {number}", required=False, min_value=0, max_value=MOST_TURNS
        )
        self.fields[f"minutes_{number}"] = MinutesField(label=f"Minuter, grupp {number}", required=False)

    @property
    def groups(self) -> list[BoundField]:
        return [self[f"group_{number}"] for number in range(1, MOST_GROUPS + 1)]

    @property
    def numbers(self) -> list[tuple[BoundField, BoundField]]:
        """Turns and minutes of each group."""
        return [(self[f"turns_{number}"], self[f"minutes_{number}"]) for number in range(1, MOST_GROUPS + 1)]

    @property
    def opens_numbers(self) -> bool:
        """What is typed by hand needs to be seen."""
        return any(field.errors for pair in self.numbers for field in pair)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        names: set[str] = set()
        for number in range(1, MOST_GROUPS + 1):
            self._clean_row(number, data, names)
        if self.errors:
            return data
        if len(names) < FEWEST_GROUPS and (names or not self.has_groups):
            self.add_error("group_1", "Välj minst två grupper att jämföra.")
        return data

    def _clean_row(self, number: int, data: dict[str, Any], names: set[str]) -> None:
        name, turns, seconds = (data.get(f"{field}_{number}") for field in ("group", "turns", "minutes"))
        if not name:
            if (turns or seconds) and f"group_{number}" not in self.errors:
                self.add_error(f"group_{number}", "Skriv vad gruppen heter.")
            return
        if name in names:
            self.add_error(f"group_{number}", "Två grupper kan inte heta likadant.")
        if seconds and not turns and f"turns_{number}" not in self.errors:
            self.add_error(f"turns_{number}", "Skriv hur många inlägg det var.")
        names.add(name)

    def shares(self) -> list[SpeakingShare]:
        """What a valid form says, unsaved."""
        rows = [
            [self.cleaned_data[f"{field}_{number}"] for field in ("group", "turns", "minutes")]
            for number in range(1, MOST_GROUPS + 1)
        ]
        return [SpeakingShare(group=name, turns=turns or 0, seconds=seconds) for name, turns, seconds in rows if name]

    def told(self) -> Told:
        """All of it in one line: what a valid form says, or what stands when nothing was sent."""
        return {"count": ("Räkningen", count_words(self.shares() if self.is_bound else self.stored) or "–")}
