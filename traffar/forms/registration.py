"""What is typed about a new activity: as little as can be, the rest follows from what it is."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse

from distrikt.organisation.models import Body, BodyKind
from distrikt.saving import CreateForm
from traffar.forms.activity import ActivityForm
from traffar.forms.fields import DaysField
from traffar.models import Activity, ActivityKind, Family
from traffar.reports import ActivityRow, activity_rows

# Who arranges what nobody is named for, where the district's bodies are among those to choose from.
_USUAL_ORGANISER = {
    ActivityKind.BOARD_MEETING: BodyKind.BOARD,
    ActivityKind.EXECUTIVE_MEETING: BodyKind.EXECUTIVE,
}
_OPEN_TO_ALL = {kind for kind in ActivityKind if kind.family == Family.OUTREACH} | {ActivityKind.NETWORK_ACTION}
_OWN = {kind for kind in ActivityKind if kind.family == Family.BOARD} | {ActivityKind.NETWORK_MEETING}


def _usual_audience(kind: str) -> Activity.Audience:
    if kind in _OPEN_TO_ALL:
        return Activity.Audience.EVERYONE
    return Activity.Audience.OWN if kind in _OWN else Activity.Audience.MEMBERS


class NewActivityForm(ActivityForm, CreateForm):
    """A new activity, on one day or several at the same time of day."""

    more_days = DaysField(label="Fler datum", required=False)
    twin_confirmed = forms.BooleanField(label="Spara ändå: det är en annan", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.twins: list[ActivityRow] = []
        self._offer_the_usual()
        # What else happens on the day is told as soon as it is picked.
        self.fields["day"].widget.attrs |= {
            "hx-get": reverse("traffar:activity_day"),
            "hx-trigger": "change",
            "hx-target": "#om-dagen",
        }

    def _offer_the_usual(self) -> None:
        """Left as they are, audience and organiser follow from what it is."""
        audience: Any = self.fields["audience"]
        audience.required, self.initial["audience"] = False, ""
        audience.choices = [("", "Som vanligt"), *Activity.Audience.choices]
        audience.help_text = "Som vanligt är alla för det utåtriktade, annars medlemmar."
        organiser: Any = self.fields["organiser"]
        if self.bodies and (self.only_organiser or self._usual_body(BodyKind.DISTRICT) is None):
            self.initial["organiser"] = self.bodies[0].pk
        elif self.bodies:
            organiser.required = False
            organiser.choices = [("", "Som vanligt"), *((body.pk, body.name) for body in self.bodies)]
            organiser.help_text = "Som vanligt är distriktet; styrelsen och VU ordnar sina egna möten."

    def _usual_body(self, kind: BodyKind) -> Body | None:
        return next((body for body in self.bodies if body.kind == kind), None)

    def clean_organiser(self) -> Body:
        chosen: Body | None = self.cleaned_data["organiser"]
        usual = _USUAL_ORGANISER.get(self.cleaned_data.get("kind", ""), BodyKind.DISTRICT)
        found = chosen or self._usual_body(usual)
        if found is None:
            raise forms.ValidationError("Välj vem som ordnar.")
        return found

    def clean_audience(self) -> str:
        return self.cleaned_data["audience"] or _usual_audience(self.cleaned_data.get("kind", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("more_days") and data.get("last_day"):
            self.add_error("last_day", "Sista dag går bara att välja för ett datum i taget.")
        if not self.errors:
            times = [self._times(day, data.get("last_day")) for day in self._occurrence_days()]
            data["occurrences"] = [pair for pair in times if pair]
        if not self.errors:
            self._ask_about_twins(data)
        return data

    def _occurrence_days(self) -> list[date]:
        """The days that it begins on, in order; asked for when all else is in order."""
        return sorted({self.cleaned_data["day"], *self.cleaned_data.get("more_days", [])})

    def _ask_about_twins(self, data: dict[str, Any]) -> None:
        """The same kind by the same organiser at the same time: most often what somebody has registered already."""
        alike = Activity.objects.exclude(status=Activity.Status.CANCELLED).filter(
            kind=data["kind"], organiser=data["organiser"], starts_at__in=[start for start, _ in data["occurrences"]]
        )
        others = alike.exclude(submission=data["submission"]).order_by("starts_at")
        self.twins = activity_rows(others, today=self.viewer.today)
        if self.twins and not data.get("twin_confirmed"):
            self.add_error("twin_confirmed", "Den finns redan. Öppna den, eller kryssa i rutan om det är en annan.")

    def _days(self) -> list[date]:
        return [*super()._days(), *self.cleaned_data.get("more_days", [])]

    @property
    def more_day_values(self) -> list[str]:
        """What the extra pickers show: what was typed, and three empty ones."""
        name = self.add_prefix("more_days")
        typed = self.data.getlist(name) if self.is_bound else []  # type: ignore[attr-defined]  # a QueryDict then
        return [*filter(None, typed), "", "", ""]
