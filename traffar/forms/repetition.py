"""What is typed about how an activity repeats itself, and which of the dates that this gives are kept."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from plan.wording import counted, day_words, full_day_words
from traffar.forms.fields import DayField, DaysField
from traffar.forms.registration import NewActivityForm
from traffar.proposed_dates import ProposedDate, proposed_dates
from traffar.recurrence import FURTHEST, MOST_TIMES, Recurrence, Step
from traffar.when import WEEKDAYS

_RULES = {
    "weekly_1": (Step.WEEKLY, 1, "Varje vecka"),
    "weekly_2": (Step.WEEKLY, 2, "Varannan vecka"),
    "weekly_3": (Step.WEEKLY, 3, "Var tredje vecka"),
    "weekly_4": (Step.WEEKLY, 4, "Var fjärde vecka"),
    "monthly_weekday": (Step.MONTHLY_WEEKDAY, 1, "Varje månad på samma veckodag (som andra torsdagen)"),
    "monthly_last": (Step.MONTHLY_LAST, 1, "Varje månad sista veckodagen (som sista måndagen)"),
    "monthly_day": (Step.MONTHLY_DAY, 1, "Varje månad samma datum"),
}
_FEWEST = 2
_HOW_MANY = f"Skriv hur många gånger: {_FEWEST} till {MOST_TIMES}."
# What the page with the dates asks for itself.
_ASKED_WITH_DATES = ("shown", "kept", "more_days")


class RepeatedActivityForm(NewActivityForm):
    """A new activity that may repeat itself. The dates are shown once and may be left out before they are saved."""

    repeats = forms.ChoiceField(
        label="Hur ofta?", required=False, choices=[("", "Aldrig"), *((key, rule[2]) for key, rule in _RULES.items())]
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="Också på",
        coerce=int,
        required=False,
        choices=[(number, name.capitalize()) for number, name in enumerate(WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
        help_text="Bara när den upprepas per vecka. Veckodagen för första dagen är med ändå.",
    )
    until = DayField(label="Till och med", required=False, help_text="Högst 400 dagar fram.")
    times = forms.IntegerField(
        label="Eller antal gånger",
        required=False,
        validators=[MinValueValidator(_FEWEST, _HOW_MANY), MaxValueValidator(MOST_TIMES, _HOW_MANY)],
        widget=forms.NumberInput(attrs={"min": _FEWEST, "max": MOST_TIMES, "inputmode": "numeric"}),
        error_messages={"invalid": _HOW_MANY},
    )
    skip_holidays = forms.BooleanField(label="Hoppa över röda dagar", required=False)
    shown = DaysField(label="Datum som visades", required=False)
    kept = DaysField(label="Datum", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed: list[ProposedDate] = []
        self.asks_about_dates = False
        self.rule = ""

    @property
    def has_repetition_errors(self) -> bool:
        return bool(self.errors.keys() & {"repeats", "weekdays", "until", "times"})

    @property
    def is_about_dates(self) -> bool:
        """The page with the dates is what to show: they have not been seen, or something is wrong with them."""
        return bool(self.proposed) and (self.asks_about_dates or "kept" in self.errors)

    @property
    def typed(self) -> list[forms.BoundField]:
        """What goes along, hidden, while the dates are asked about."""
        return [field for field in self if field.name not in _ASKED_WITH_DATES]

    @property
    def shown_dates(self) -> list[tuple[ProposedDate, bool]]:
        """Each date, and whether it is ticked: as it was left, else all but those that are hardly meant."""
        seen, kept = set(self.cleaned_data.get("shown", [])), set(self.cleaned_data.get("kept", []))
        skips = self.cleaned_data.get("skip_holidays")
        return [
            (row, row.day in kept if row.day in seen else not (row.is_registered or (skips and row.is_red)))
            for row in self.proposed
        ]

    def _occurrence_days(self) -> list[date]:
        """The kept dates of the rule once they have been seen; none, and a question, before that."""
        recurrence = self._recurrence()
        if recurrence is None:
            return [] if self.errors else super()._occurrence_days()
        data = self.cleaned_data
        days = recurrence.dates(data["day"])
        self._check_dates(recurrence, days)
        if self.errors:
            return []
        self.rule = recurrence.words(data["day"], data["starts"])
        clocks = [clock for clock in (data["starts"], data.get("ends")) if clock]
        self.proposed = proposed_dates(
            days, clocks=clocks, kind=data["kind"], organiser=data["organiser"].pk, viewer=self.viewer
        )
        possible = {row.day for row in self.proposed if row.exists}
        if data["shown"] != days:
            self.asks_about_dates = True
        elif set(data["kept"]) - possible:
            self.add_error("kept", "Ett av datumen hör inte till upprepningen. Kryssa i igen.")
        elif not data["kept"]:
            self.add_error("kept", "Kryssa i minst ett datum.")
        else:
            return list(data["kept"])
        return []

    def _recurrence(self) -> Recurrence | None:
        """What was typed as a rule; None when it does not repeat itself, or (with errors) makes no sense."""
        data = self.cleaned_data
        if not data.get("repeats"):
            return None
        step, every, _ = _RULES[data["repeats"]]
        first, until, times = data["day"], data.get("until"), data.get("times")
        if data.get("more_days"):
            self.add_error("repeats", "Välj antingen fler datum eller att den upprepas.")
        if data.get("last_day"):
            self.add_error("last_day", "Sista dag går bara att välja för det som inte upprepas.")
        if data["weekdays"] and step != Step.WEEKLY:
            self.add_error("weekdays", "Fler veckodagar går bara att välja när den upprepas per vecka.")
        if bool(until) == bool(times):
            self.add_error("until", "Skriv antingen till och med vilken dag, eller hur många gånger.")
        elif until and until <= first:
            self.add_error("until", "Den sista dagen måste vara efter den första.")
        elif until and until > first + FURTHEST:
            self.add_error("until", f"Högst 400 dagar fram: senast {full_day_words(first + FURTHEST)}.")
        return None if self.errors else Recurrence(step, every, frozenset(data["weekdays"]), until, times)

    def _check_dates(self, recurrence: Recurrence, days: list[date]) -> None:
        first = self.cleaned_data["day"]
        if not days or days[0] != first:
            weekday = WEEKDAYS[first.weekday()]
            better = f" Välj {day_words(days[0])} som första dag." if days else ""
            self.add_error("repeats", f"{day_words(first)} är inte månadens sista {weekday}.{better}")
        elif len(days) > MOST_TIMES:
            self.add_error("until", f"Det blir {len(days)} gånger, men högst {MOST_TIMES} går. Välj en tidigare dag.")
        elif recurrence.times and len(days) < recurrence.times:
            fit = counted(len(days), "gång", "gånger")
            self.add_error("times", f"Så många ryms inte på 400 dagar: det blir {fit}.")
        elif len(days) < _FEWEST:
            self.add_error("until", "Det blir bara en gång. Välj en senare dag.")

    def _ask_about_twins(self, data: dict[str, Any]) -> None:
        """The dates tell of those that are there already, unticked."""
        if not self.proposed:
            super()._ask_about_twins(data)
