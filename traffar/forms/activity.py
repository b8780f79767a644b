"""What is typed about an activity: what, when, where, by whom. And a change to one."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.boundfield import BoundWidget

from distrikt.access import Viewer
from distrikt.clock import STOCKHOLM
from distrikt.organisation.models import Assignment, Body, BodyKind, User
from distrikt.organisation.roles import BOARD, DISTRICT_KINDS, Role
from distrikt.saving import EditForm
from plan.models import YearPlan
from traffar.forms.fields import ClockField, DayField, LineField, PhoneField, TextField
from traffar.models import LONGEST, Activity, ActivityKind
from traffar.reports import usual_kinds
from traffar.rules import organising_bodies
from traffar.when import NoSuchTime, day_words, local_moment

USUAL_LENGTH = timedelta(hours=2)
# Those who arrange nothing.
NO_HOSTS = (BodyKind.NOMINATING, BodyKind.AUDITORS)
_HIDDEN = {
    *("title", "ends", "last_day", "audience", "description"),
    *("bring", "contact", "contact_phone", "co_hosts"),
}
# What some kinds of body alone arrange; the rest is anybody's.
_DISTRICT, _NETWORKS = frozenset(DISTRICT_KINDS), frozenset({BodyKind.NETWORK, *DISTRICT_KINDS})
_ONLY_BY: dict[ActivityKind, frozenset[str]] = {
    ActivityKind.EXECUTIVE_MEETING: _DISTRICT,
    ActivityKind.ANNUAL_CONFERENCE: _DISTRICT,
    ActivityKind.AUTUMN_CONFERENCE: _DISTRICT,
    ActivityKind.NETWORK_MEETING: _NETWORKS,
    ActivityKind.NETWORK_ACTION: _NETWORKS,
}
_TELLERS = (*BOARD, Role.OMBUDSMAN, Role.CONTACT, Role.CONVENER, Role.REGION_MEMBER)


class ActivityForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """An activity with its time. A date outside the years that are planned for asks once more."""

    day = DayField(label="När?")
    starts = ClockField(label="Från")
    ends = ClockField(label="Till", required=False, help_text="Lämnas det tomt räknar vi med två timmar.")
    contact_phone = PhoneField(
        label="Telefon till kontakten",
        required=False,
        help_text="Visas för alla som är inloggade. Är aktiviteten öppen för alla visas namn och telefon också på den "
        "öppna sidan, om kontakten har gått med på att nämnas offentligt för dem som ordnar.",
    )
    last_day = DayField(label="Sista dag", required=False, help_text="Bara om den slutar en annan dag än den börjar.")
    year_confirmed = forms.BooleanField(label="Ja, året stämmer", required=False)

    class Meta:
        model = Activity
        fields = [
            *("kind", "place", "organiser", "title", "audience", "co_hosts"),
            *("description", "bring", "contact", "contact_phone"),
        ]
        field_classes = {"title": LineField, "place": LineField, "bring": LineField, "description": TextField}
        labels = {
            "kind": "Vad?",
            "place": "Var?",
            "organiser": "Vem ordnar?",
            "title": "Rubrik",
            "audience": "För vem?",
            "co_hosts": "Medarrangörer",
            "bring": "Ta med",
            "contact": "Kontakt",
        }
        help_texts = {
            "title": "Lämnas den tom blir rubriken det som händer, till exempel Torgmöte.",
            "co_hosts": "De kan också ändra aktiviteten och berätta hur det gick.",
            "description": "Tom rad ger nytt stycke; börja raden med - för punktlista.",
            "contact": "Den som får frågan hur det gick.",
        }
        widgets = {
            "kind": forms.RadioSelect,
            "co_hosts": forms.CheckboxSelectMultiple,
            "description": forms.Textarea(attrs={"rows": 4}),
        }
        error_messages = {
            "kind": {"required": "Välj vad det är."},
            "title": {
                "max_length": "Rubriken får ha 160 tecken, den har %(show_value)d. Skriv resten i beskrivningen."
            },
            "organiser": {"invalid_choice": "Du kan inte lägga in något åt det organet. Välj ett av dem i listan."},
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.strange_years: list[int] = []
        # What is too long is told of, not cut off unseen.
        self.fields["title"].widget.attrs.pop("maxlength", None)
        self.bodies = self._offer_bodies(viewer)
        self._offer_kinds(usual_kinds(viewer))
        self._offer_contacts(viewer)

    def _offer_kinds(self, usual: list[ActivityKind]) -> None:
        """What the viewer's bodies arrange, and what it is already; the usual kinds first."""
        kinds = {body.kind for body in self.bodies}
        arranged = [kind for kind in ActivityKind if kinds & _ONLY_BY.get(kind, kinds) or kind == self.instance.kind]
        first = [kind for kind in usual if kind in arranged]
        self.usual_count = len(first)
        ordered = [*first, *(kind for kind in arranged if kind not in first)]
        self.fields["kind"].choices = [(kind.value, kind.heading) for kind in ordered]  # type: ignore[attr-defined]  # known as a plain field

    def _offer_bodies(self, viewer: Viewer) -> list[Body]:
        own = organising_bodies(viewer)
        everyone = Body.objects.active().exclude(kind__in=NO_HOSTS).order_by("name")
        bodies = list(everyone if own is None else everyone.filter(pk__in=own))
        if self.instance.pk and self.instance.organiser not in bodies:
            bodies.append(self.instance.organiser)
        organiser: Any = self.fields["organiser"]
        organiser.queryset = Body.objects.filter(pk__in=[body.pk for body in bodies])
        organiser.choices = [(body.pk, body.name) for body in bodies]
        self.only_organiser = bodies[0] if len(bodies) == 1 else None
        if self.only_organiser:
            organiser.widget = forms.HiddenInput()
            everyone = everyone.exclude(pk=self.only_organiser.pk)
        self.fields["co_hosts"].queryset = everyone  # type: ignore[attr-defined]  # known as a plain field
        return bodies

    def _offer_contacts(self, viewer: Viewer) -> None:
        """Those who may tell how it went, of the people the viewer knows; never one with protected personal data."""
        tellers = Assignment.objects.in_force(viewer.today).filter(role__in=_TELLERS).values("user")
        known = User.objects.visible_to(viewer).filter(is_protected=False, pk__in=tellers)
        contact: Any = self.fields["contact"]
        contact.queryset = User.objects.filter(Q(pk__in=known.values("pk")) | Q(pk=self.instance.contact_id))
        contact.empty_label = "Ingen särskild"
        self.initial.setdefault("contact", viewer.person_id)

    @property
    def usual_kinds(self) -> list[BoundWidget]:
        return list(self["kind"])[: self.usual_count]

    @property
    def other_kinds(self) -> list[BoundWidget]:
        return list(self["kind"])[self.usual_count :]

    @property
    def other_is_chosen(self) -> bool:
        return any(radio.data["selected"] for radio in self.other_kinds)

    @property
    def has_hidden_errors(self) -> bool:
        """Something under "Fler val" needs to be seen; an end before the start may want a last day."""
        return bool(self.errors.keys() & _HIDDEN)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["co_hosts"] = [body for body in data.get("co_hosts", []) if body != data.get("organiser")]
        if not self.errors.keys() & {"day", "starts", "ends", "last_day"}:
            times = self._times(data["day"], data.get("last_day"))
            if times:
                self.instance.starts_at, self.instance.ends_at = times
        self._ask_about_year()
        return data

    def _days(self) -> list[date]:
        """All days that were typed, as far as they are days."""
        return [day for day in (self.cleaned_data.get("day"), self.cleaned_data.get("last_day")) if day]

    def _strange_years(self) -> list[int]:
        """Years that neither this year or the next, nor the current plan's or the one after, explains."""
        plan = YearPlan.objects.visible_to(self.viewer).current(self.viewer.today)
        explained = [self.viewer.today.year, *([plan.year] if plan else [])]
        return sorted({day.year for day in self._days()} - {year + more for year in explained for more in (0, 1)})

    def _ask_about_year(self) -> None:
        self.strange_years = self._strange_years()
        if self.strange_years and not self.cleaned_data.get("year_confirmed"):
            strange = self.strange_years[0]
            self.add_error("day", f"Är det verkligen {strange}? Rätta datumet, eller kryssa i rutan om året stämmer.")

    def _moment(self, field: str, day: date, clock: time) -> datetime | None:
        try:
            return local_moment(day, clock)
        except NoSuchTime:
            words = f"{clock:%H.%M} finns inte {day_words(day, today=self.viewer.today)}"
            self.add_error(field, f"Klockan {words}: då ställs klockan fram till sommartid. Välj en annan tid.")
            return None

    def _times(self, day: date, last_day: date | None) -> tuple[datetime, datetime] | None:
        """Start and end of an occurrence that begins on the day; without an end it lasts the usual two hours.

        None, with an error at the right field, when they make no sense.
        """
        starts_at = self._moment("starts", day, self.cleaned_data["starts"])
        clock = self.cleaned_data.get("ends")
        if last_day and last_day < day:
            self.add_error("last_day", "Den sista dagen kan inte vara före den första.")
            return None
        if last_day and last_day > day and not clock:
            self.add_error("ends", "Skriv också när den slutar den sista dagen.")
            return None
        if starts_at and not clock:
            return starts_at, starts_at + USUAL_LENGTH
        ends_at = self._moment("ends", last_day or day, clock) if clock else None
        if starts_at is None or ends_at is None:
            return None
        if ends_at <= starts_at:
            self.add_error(
                "last_day" if last_day else "ends",
                "Den slutar innan den börjar. Slutar den efter midnatt? Välj sista dag under Fler val.",
            )
        elif ends_at - starts_at > LONGEST:
            self.add_error("last_day", "En aktivitet kan vara högst tio dagar. Lägg in varje tillfälle för sig.")
        return starts_at, ends_at


class ChangedActivityForm(ActivityForm, EditForm):
    """A change to an activity that somebody has read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        starts, ends = (moment.astimezone(STOCKHOLM) for moment in (self.instance.starts_at, self.instance.ends_at))
        last_day = ends.date() if ends.date() != starts.date() else None
        self.initial.update(day=starts.date(), starts=starts.time(), ends=ends.time(), last_day=last_day)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if self.instance.is_held and day > self.viewer.today:
            raise forms.ValidationError("Den är redan hållen: välj en dag som har varit. Lägg in nästa gång för sig.")
        return day
