"""What is typed to subscribe: where the mail goes, and what it is to tell of."""

from datetime import datetime
from typing import Any

from django import forms

from distrikt.open_forms import TrapForm
from distrikt.organisation.models import Body
from traffar.models import Subscription

CONSENT_VERSION = "2026-11"
EVERYTHING = "alla"


class ChoiceForm(forms.Form):
    """What the mail is to tell of: the whole district, or some branches."""

    bodies = forms.MultipleChoiceField(
        label="Vad vill du veta om?",
        help_text="Det som hela distriktet ordnar är alltid med.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Välj hela distriktet eller minst en förening."},
    )

    def __init__(self, *args: Any, chosen: list[Body] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = list(Body.objects.branches())
        self.ids = {branch.slug: branch.pk for branch in branches}
        field: Any = self.fields["bodies"]
        field.choices = [(EVERYTHING, "Hela distriktet"), *((branch.slug, branch.name) for branch in branches)]
        if chosen is not None:
            self.initial["bodies"] = [body.slug for body in chosen] or [EVERYTHING]

    @property
    def chosen(self) -> list[int]:
        """The ids of the bodies; none for the whole district."""
        slugs: list[str] = self.cleaned_data["bodies"]
        return [] if EVERYTHING in slugs else [self.ids[slug] for slug in slugs]


class SubscribeForm(ChoiceForm, TrapForm):
    """For anybody, on the open page: with consent, and a trap for what is not a person."""

    email = forms.EmailField(
        label="E-post",
        max_length=254,
        help_text="Hit kommer först en länk som du bekräftar med.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Skriv en e-postadress."},
    )
    consent = forms.BooleanField(
        label="Ja, ni får spara min adress för att skicka veckomejlet",
        error_messages={"required": "Utan ditt ja får vi inte spara adressen."},
    )
    field_order = ["email", "bodies", "consent", "website"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def subscription(self, source: Subscription.Source, now: datetime) -> Subscription:
        """What was typed, with the consent that was given."""
        return Subscription(
            email=self.cleaned_data["email"],
            source=source,
            consent_text=CONSENT_VERSION,
            consent_at=now,
            created_at=now,
        )
