"""What is typed to plan the meetings of a year: how many, which weekday, which hours; then the days, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from distrikt.access import Viewer
from distrikt.organisation.models import Body
from distrikt.organisation.roles import BodyKind
from distrikt.saving import SubmissionField
from plan.wording import counted
from traffar.forms.fields import ClockField, DayField
from traffar.models import ActivityKind
from traffar.proposed_dates import ProposedDate, proposed_dates
from traffar.styrelse.actions.preparing import KIND_OF
from traffar.styrelse.year_of_meetings import possible_days, spread
from traffar.when import WEEKDAYS, NoSuchTime, local_moment

# At least eight meetings between the annual conferences is what a plan asks for.
USUAL, MOST = 8, 24
_HOW_MANY = f"Skriv hur många: 1 till {MOST}."


@dataclass(frozen=True, slots=True)
class DayRow:
    """A line of the second step: what was typed as its day, whether it is kept, what to know of it."""

    number: int
    typed: str
    is_kept: bool
    about: ProposedDate | None
    error: str


class MeetingPlanForm(forms.Form):
    """Two steps of one form: the rule, then its days, each of which may be left out or moved. Saved when all that is
    kept has been seen with what else happens that day."""

    submission = SubmissionField()
    body = forms.ModelChoiceField(Body.objects.none(), label="Vem möts?", empty_label=None)
    count = forms.IntegerField(
        label="Hur många möten?",
        validators=[MinValueValidator(1, _HOW_MANY), MaxValueValidator(MOST, _HOW_MANY)],
        widget=forms.NumberInput(attrs={"min": 1, "max": MOST, "inputmode": "numeric"}),
        error_messages={"required": _HOW_MANY, "invalid": _HOW_MANY},
    )
    weekday = forms.TypedChoiceField(
        label="Vilken veckodag?", coerce=int, choices=[(number, f"{day}ar") for number, day in enumerate(WEEKDAYS)]
    )
    starts = ClockField(label="Från")
    ends = ClockField(label="Till")
    first = DayField(label="Första dag")
    last = DayField(label="Sista dag")
    place = forms.CharField(
        label="Var?", max_length=160, required=False, help_text="Kan ändras för varje möte efteråt."
    )
    without_july = forms.BooleanField(label="Inga möten i juli", required=False)

    def __init__(self, *args: Any, viewer: Viewer, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        body: Any = self.fields["body"]
        body.queryset = Body.objects.filter(pk__in=[row.pk for row in bodies])
        if len(bodies) == 1:
            body.widget = forms.HiddenInput()
        usual = {
            "body": bodies[0].pk if bodies else None,
            "count": USUAL,
            "weekday": 2,
            "starts": time(18),
            "ends": time(21),
            "first": viewer.today,
            "last": date(viewer.today.year + (viewer.today.month > 10), 12, 31),
            "without_july": True,
        }
        self.initial = {**usual, **self.initial}
        self.rows: list[DayRow] = []
        self.occurrences: list[tuple[datetime, datetime]] = []
        self.was_changed = False

    @property
    def asks_about_days(self) -> bool:
        """The rule is in order: its days are what the page is about, unless everything is ready to be saved."""
        return bool(self.rows)

    @property
    def is_ready(self) -> bool:
        return bool(self.occurrences)

    @property
    def rule(self) -> list[forms.BoundField]:
        """What goes along, hidden, while the days are asked about."""
        return list(self)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", "Mötet kan inte sluta innan det börjar.")
        if data.get("first") and data["first"] < self.viewer.today:
            self.add_error("first", "Välj en dag från och med i dag. Möten som har varit förs in i efterhand.")
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", "Den sista dagen kan inte vara före den första.")
        if not self.errors:
            self._ask_about_days(data)
        return data

    def _ask_about_days(self, data: dict[str, Any]) -> None:
        posted: Any = self.data
        if not posted.getlist("day"):
            days = possible_days(data["weekday"], data["first"], data["last"], without_july=data["without_july"])
            if len(days) < data["count"]:
                fit = counted(len(days), "sådan dag", "sådana dagar")
                self.add_error("count", f"Det finns bara {fit} mellan den första och den sista, röda dagar oräknade.")
                return
            chosen = spread(days, data["count"])
            self.rows = self._about([(day.isoformat(), True, day, "") for day in chosen], data)
            return
        kept = set(posted.getlist("kept"))
        typed = [(text.strip(), str(number) in kept) for number, text in enumerate(posted.getlist("day"))]
        read = [self._read(text, is_ticked) for text, is_ticked in typed if text]
        self._check(read)
        self.rows = self._about(read, data)
        self._occurrences(read, set(posted.getlist("shown")), data)

    def _read(self, text: str, is_ticked: bool) -> tuple[str, bool, date | None, str]:
        """What is filled in without a tick is left out, right or wrong."""
        try:
            day = DayField().clean(text)
        except forms.ValidationError as error:
            return text, is_ticked, None, error.messages[0] if is_ticked else ""
        if is_ticked and day < self.viewer.today:
            return text, is_ticked, day, "Den dagen har varit."
        return text, is_ticked, day, ""

    def _check(self, read: list[tuple[str, bool, date | None, str]]) -> None:
        kept = [day for _, is_kept, day, _ in read if is_kept and day]
        if any(error for _, is_kept, _, error in read if is_kept):
            self.add_error(None, "Rätta de datum som inte går att använda, eller kryssa ur dem.")
        elif not kept:
            self.add_error(None, "Kryssa i minst ett datum.")
        elif len(kept) > MOST:
            self.add_error(None, f"Högst {MOST} möten åt gången.")
        elif len(set(kept)) < len(kept):
            self.add_error(None, "Två möten står på samma dag. Ändra det ena eller kryssa ur det.")

    def _about(self, read: list[tuple[str, bool, date | None, str]], data: dict[str, Any]) -> list[DayRow]:
        days = sorted({day for _, _, day, _ in read if day})
        kind = KIND_OF.get(BodyKind(data["body"].kind), ActivityKind.BOARD_MEETING)
        clocks = [data["starts"], data["ends"]]
        about = proposed_dates(days, clocks=clocks, kind=kind, organiser=data["body"].pk, viewer=self.viewer)
        by_day = {row.day: row for row in about}
        return [
            DayRow(number, text, is_kept, by_day.get(day) if day else None, error)
            for number, (text, is_kept, day, error) in enumerate(read)
        ]

    def _occurrences(
        self, read: list[tuple[str, bool, date | None, str]], shown: set[str], data: dict[str, Any]
    ) -> None:
        """What is kept, when every day of it has been shown with what else happens then."""
        kept = sorted(day for _, is_kept, day, _ in read if is_kept and day)
        self.was_changed = not self.errors and any(day.isoformat() not in shown for day in kept)
        if self.errors or self.was_changed:
            return
        try:
            self.occurrences = [(local_moment(day, data["starts"]), local_moment(day, data["ends"])) for day in kept]
        except NoSuchTime:
            self.add_error(None, "Tiden finns inte den dag då klockan ställs fram. Välj en annan dag eller tid.")
