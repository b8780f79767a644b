"""What is typed about a plan and its commitments."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from distrikt.organisation.models import Body
from distrikt.saving import CreateForm, Difference, EditConflict, EditForm
from plan.countables import countables
from plan.models import Amendment, CheckIn, Commitment, YearPlan
from plan.wording import full_day_words


def _day_widget() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PlanForm(EditForm):
    """Title and period of a draft."""

    class Meta:
        model = YearPlan
        fields = ["title", "year", "organisation", "starts_on", "ends_on"]
        widgets = {"starts_on": _day_widget(), "ends_on": _day_widget()}
        help_texts = {"ends_on": "Det som väntas varje dag räknas från planens första dag till den sista."}

    def clean(self) -> dict[str, Any]:
        super().clean()
        typed = self.cleaned_data
        starts_on, ends_on, year = typed.get("starts_on"), typed.get("ends_on"), typed.get("year")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "Planen kan inte sluta innan den börjar. Välj en senare dag.")
        elif starts_on and ends_on and year and not starts_on.year <= year <= ends_on.year:
            self.add_error("starts_on", f"Perioden ligger utanför {year}. Ändra datumen eller året.")
        return typed


class AdoptForm(EditForm):
    """What the plan is called, when it was adopted and by which decision. Afterwards its wording is fixed."""

    class Meta:
        model = YearPlan
        fields = ["title", "adopted_on", "decision"]
        widgets = {"adopted_on": _day_widget()}
        help_texts = {
            "title": "Så heter planen från och med nu. Rubriken ligger fast, den också.",
            "decision": "Till exempel: Årskonferensen § 14.",
        }
        error_messages = {
            "title": {"required": "Skriv vad planen heter."},
            "adopted_on": {"required": "Välj dagen då planen antogs."},
            "decision": {"required": "Skriv vilket beslut det var, till exempel Årskonferensen § 14."},
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial["title"] = self.instance.adopted_title
        self.fields["adopted_on"].required = True
        self.fields["decision"].required = True

    def clean_adopted_on(self) -> date:
        adopted_on: date = self.cleaned_data["adopted_on"]
        if adopted_on > self.today:
            raise ValidationError("Dagen har inte varit än. Planen antas här när beslutet är fattat.")
        return adopted_on

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.instance.commitments.exists():
            raise ValidationError("Planen har inga åtaganden att anta. Lägg in dem först.")
        return self.cleaned_data


class SetUpForm(EditForm):
    """What may be set when the wording is fixed too: who answers, last year's figure, what counts."""

    counts = forms.MultipleChoiceField(
        label="Det här räknas",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="När något sådant läggs in föreslås det som insats för åtagandet.",
    )

    class Meta:
        model = Commitment
        fields = ["responsible", "last_year"]
        labels = {"last_year": "Utfall i fjol"}
        help_texts = {"last_year": "Så många blev det förra året, om planen säger mer, fler eller ökar."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counts"].choices = [  # type: ignore[attr-defined]  # known as a plain field
            (f"{kind.source_kind}:{kind.value}", kind.name) for _, kind in countables
        ]
        self.initial["counts"] = [":".join(pair) for pair in self.instance.counts.values_list("source_kind", "value")]
        responsible: Any = self.fields["responsible"]
        answering = Q(pk=self.instance.responsible_id) | Q(pk__in=Body.objects.active().values("pk"))
        responsible.queryset = Body.objects.filter(answering).order_by("name")
        responsible.empty_label = "Inget särskilt"

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "text" not in self.fields and (typed := self.data.get("text")):
            raise ValidationError(
                f"Planen är antagen sedan du öppnade sidan, och lydelsen ligger fast. Du skrev: ”{typed}”. "
                "Lydelsen ändras nu genom ett beslut; det andra på sidan kan du spara."
            )
        return self.cleaned_data

    @property
    def chosen_counts(self) -> list[tuple[str, str]]:
        """(source kind, value) of each chosen kind."""
        return [(kind, value) for kind, _, value in (text.partition(":") for text in self.cleaned_data["counts"])]


class CommitmentForm(SetUpForm):
    """All of a commitment while its plan is a draft. Its number follows from its place and stays."""

    class Meta(SetUpForm.Meta):
        fields = [
            *("text", "kind", "operator", "target", "target_max", "per", "unit"),
            *("deadline", "responsible", "last_year"),
        ]
        labels = {**SetUpForm.Meta.labels, "target": "Mål i siffror", "operator": "Målet är"}
        help_texts = {
            **SetUpForm.Meta.help_texts,
            "target": "Lämna tomt om planen inte säger hur många: då räknas två som flera.",
            "target_max": "Bara när målet är mellan två tal.",
            "unit": "Till exempel möten eller kurser.",
            "deadline": "Bara om planen säger när; annars gäller hela perioden.",
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "deadline": _day_widget()}

    def clean(self) -> dict[str, Any]:
        super().clean()
        typed = self.cleaned_data
        if typed.get("kind") != Commitment.Kind.COUNTABLE and typed.get("target") is not None:
            self.add_error(
                "target", "Bara ett åtagande som räknas kan ha ett mål i siffror. Ta bort talet eller byt slag."
            )
        if typed.get("operator") == Commitment.Operator.RANGE and typed.get("target_max") is None:
            self.add_error("target_max", "Skriv också det högsta talet.")
        low, high = typed.get("target"), typed.get("target_max")
        if low is not None and high is not None and high < low:
            self.add_error("target_max", "Det högsta målet kan inte vara lägre än målet.")
        return typed

    def clean_deadline(self) -> date | None:
        return _within_plan(self.cleaned_data["deadline"], self.instance.plan)


def _within_plan(deadline: date | None, plan: YearPlan) -> date | None:
    if deadline and not plan.starts_on <= deadline <= plan.ends_on:
        span = f"{full_day_words(plan.starts_on)}–{full_day_words(plan.ends_on)}"
        raise ValidationError(f"Datumet ligger utanför planens period, {span}.")
    return deadline


class CheckInForm(CreateForm):
    """How it goes, in a person's own words; closing and opening again where a person may judge."""

    class Meta:
        model = CheckIn
        fields = ["text", "verdict"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "verdict": forms.RadioSelect}
        labels = {"text": "Så går det", "verdict": "Din bedömning"}
        error_messages = {"text": {"required": "Skriv en rad om hur det går."}}

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = _verdicts(commitment)  # type: ignore[attr-defined]  # known as a plain field
        if len(_verdicts(commitment)) == 1:
            self.fields["verdict"].widget = forms.HiddenInput()


def _verdicts(commitment: Commitment) -> list[tuple[str, str]]:
    """Figures decide about what is counted; a person may call the rest done, and take it back."""
    note = (CheckIn.Verdict.NOTE.value, "Bara en notering")
    if commitment.closed_on:
        return [note, (CheckIn.Verdict.REOPENED.value, "Öppna igen – det är inte klart")]
    if commitment.kind == Commitment.Kind.COUNTABLE:
        return [note]
    return [note, (CheckIn.Verdict.CLOSED.value, "Klart – åtagandet är uppfyllt")]


class AmendmentForm(CreateForm):
    """A board decision to change a commitment or to drop it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    deadline = forms.DateField(
        label="Senast", required=False, widget=_day_widget(), help_text="Den nya dagen, om beslutet flyttar tiden."
    )
    field_order = ("kind", "new_text", "new_target", "deadline")

    class Meta:
        model = Amendment
        fields = ["kind", "new_text", "new_target", "decision", "decided_on", "reason"]
        widgets = {
            "kind": forms.RadioSelect,
            "new_text": forms.Textarea(attrs={"rows": 3}),
            "reason": forms.Textarea(attrs={"rows": 3}),
            "decided_on": _day_widget(),
        }
        labels = {"kind": "Vad händer?", "new_target": "Nytt mål i siffror", "reason": "Varför?"}
        help_texts = {"reason": "Står i verksamhetsberättelsen, under det vi ändrade och valde bort."}
        error_messages = {
            "decision": {"required": "Skriv vilket beslut det är, till exempel § 34/2026."},
            "reason": {"required": "Skriv varför: det står i verksamhetsberättelsen."},
        }

    def __init__(self, *args: Any, commitment: Commitment, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commitment, self.today = commitment, today
        self.initial = {
            **self.initial,
            "kind": Amendment.Kind.CHANGED,
            "new_text": commitment.text,
            "new_target": commitment.target,
            "deadline": commitment.deadline,
            "version": commitment.version,
        }
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # known as a plain field
            (Amendment.Kind.CHANGED.value, "Åtagandet ändras"),
            (Amendment.Kind.DROPPED.value, "Åtagandet utgår"),
        ]
        if commitment.kind != Commitment.Kind.COUNTABLE:
            del self.fields["new_target"]
        elif commitment.target_max is not None:
            self.fields["new_target"].help_text = f"Ett nytt tal ersätter {commitment.target}–{commitment.target_max}."

    def clean_deadline(self) -> date | None:
        return _within_plan(self.cleaned_data["deadline"], self.commitment.plan)

    def clean_decided_on(self) -> date:
        decided_on: date = self.cleaned_data["decided_on"]
        if decided_on > self.today:
            raise ValidationError("Dagen har inte varit än. Lägg in ändringen när beslutet är fattat.")
        if decided_on < self.commitment.plan.starts_on:
            raise ValidationError("Beslutet är äldre än planen. Kontrollera året.")
        return decided_on

    def clean(self) -> dict[str, Any]:
        super().clean()
        typed = self.cleaned_data
        if typed.get("kind") == Amendment.Kind.DROPPED:
            typed["new_text"], typed["new_target"] = "", None
        elif not typed.get("new_text"):
            self.add_error("new_text", "Skriv den nya lydelsen.")
        return typed

    def show_conflict(self, conflict: EditConflict) -> list[Difference]:
        """The wording as typed beside the wording as it now stands; to save it once more is a choice."""
        current: Any = conflict.current
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict when it was sent
        data["version"] = str(current.version)
        self.data = data
        now = f"Utgått {full_day_words(current.dropped_on)}" if current.dropped_on else current.text
        return [Difference("Lydelse", self.cleaned_data["new_text"] or "Åtagandet utgår", now)]
