"""What is typed when branches help each other: what we need, what we bring, and who came."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from distrikt.access import Viewer
from distrikt.organisation.models import Body
from distrikt.saving import CreateForm, EditForm
from traffar.amounts import KINDS, amount_words
from traffar.forms.activity import NO_HOSTS
from traffar.forms.fields import ClockField
from traffar.helping.actions import ASKED, PROMISED, Arrival
from traffar.models import HelpOffer, HelpRequest
from traffar.models.helping import MOST
from traffar.rules import asking_bodies, organising_bodies

NUMBERS = (*KINDS, "seats")
_MORE = ("material", "material_words", "speakers", "topic", "meets_at", "place")


class _AmountsForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A form of numbers, where an empty one is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.numbers:
            self.fields[name].widget.attrs["inputmode"] = "numeric"
            self.initial[name] = self.initial.get(name) or None

    @property
    def numbers(self) -> list[str]:
        return [
            name for name, field in self.fields.items() if isinstance(field, forms.IntegerField) and name in NUMBERS
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.numbers:
            data[name] = data.get(name) or 0
        return data


class RequestForm(_AmountsForm):
    """What the activity needs."""

    meets_at = ClockField(label="Samling", required=False, help_text="Lämnas den tom gäller aktivitetens tid.")

    class Meta:
        model = HelpRequest
        fields = ASKED
        labels = {
            "people": "Personer",
            "cars": "Bilar",
            "material": "Hur många?",
            "material_words": "Material",
            "speakers": "Talare",
            "topic": "Vad ska talaren tala om?",
            "place": "Samlingsplats",
            "message": "Vad ska de göra, i en mening?",
        }
        help_texts = {
            "material_words": "Till exempel partytält.",
            "place": "Lämnas den tom gäller aktivitetens plats.",
            "message": "Visas för alla som ser aktiviteten.",
        }
        widgets = {"message": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What is left empty beside words is one: so it is shown again as it was typed.
        for number, words in (("material", "material_words"), ("speakers", "topic")):
            if self.initial.get(words) and self.initial[number] == 1:
                self.initial[number] = None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("material_words") and not data["material"] and "material" not in self.errors:
            data["material"] = 1
        if data["material"] and not data.get("material_words"):
            self.add_error("material_words", "Skriv vad för material ni behöver.")
        if data.get("topic") and not data["speakers"] and "speakers" not in self.errors:
            data["speakers"] = 1
        return data

    @property
    def has_more(self) -> bool:
        """Something under "Fler val" is filled in, or needs to be seen."""
        return any(self[name].value() or self[name].errors for name in _MORE)


class NewRequestForm(RequestForm, CreateForm):
    """A new request."""


class ChangedRequestForm(RequestForm, EditForm):
    """A change to a request that somebody has read."""


class OfferForm(_AmountsForm):
    """What a body brings. Material and speakers are counted, and shown, when they are asked for."""

    class Meta:
        model = HelpOffer
        fields = PROMISED
        labels = {
            "people": "Hur många kommer?",
            "cars": "Med hur många bilar?",
            "seats": "Lediga platser",
            "brings": "Vi tar med",
            "speakers": "Talare",
        }
        help_texts = {"seats": "För den som vill åka med.", "brings": "Till exempel bord eller kaffe."}

    def __init__(self, *args: Any, asked_by: HelpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked_by = asked_by
        self.fields["material"].label = f"Hur många av det de bad om: {asked_by.material_words}"


class NewOfferForm(OfferForm, CreateForm):
    """A new offer, for one of the bodies (`bodies_left`) that the viewer can answer for."""

    class Meta(OfferForm.Meta):
        fields = ("body", *PROMISED)
        labels = {**OfferForm.Meta.labels, "body": "Vilka kommer?"}
        error_messages = {
            "body": {
                "required": "Välj vilka som kommer.",
                "invalid_choice": "Du kan inte svara åt dem, eller så har de redan svarat. Välj bland dem i listan.",
            }
        }

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.request = self.asked_by
        self.only_body = bodies[0] if len(bodies) == 1 else None
        body: Any = self.fields["body"]
        body.queryset = Body.objects.filter(pk__in=[choice.pk for choice in bodies])
        body.choices = [("", "Välj"), *((choice.pk, choice.name) for choice in bodies)]
        if self.only_body:
            body.widget = forms.HiddenInput()
            self.initial["body"] = self.only_body.pk


def bodies_left(request: HelpRequest, viewer: Viewer) -> list[Body]:
    """The bodies that the viewer acts for, that do not ask themselves and have not answered, by name."""
    own = organising_bodies(viewer)
    bodies = Body.objects.active().exclude(kind__in=NO_HOSTS).exclude(pk__in=asking_bodies(request.activity))
    left = bodies.exclude(pk__in=request.offers.order_by().values("body")).order_by("name")
    return list(left if own is None else left.filter(pk__in=own))


class ChangedOfferForm(OfferForm, EditForm):
    """A change to an offer that somebody has read."""


class ThanksForm(EditForm):
    """Which of those who promised came, with how many, and a sentence of thanks."""

    class Meta:
        model = HelpRequest
        fields = ["thanks"]
        labels = {"thanks": "Tack, i en mening"}
        help_texts = {"thanks": "Visas för alla, och mejlas till dem som lovade att komma och kom."}
        widgets = {"thanks": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = list(self.instance.offers.select_related("body").order_by("pk"))
        for offer in self.offers:
            name = offer.body.name
            came = forms.BooleanField(label=f"{name} kom", required=False, initial=offer.came)
            self.fields[f"came_{offer.pk}"] = came
            for kind, label in (("people", "personer"), ("cars", "bilar")):
                number = forms.IntegerField(label=f"{name}, {label}", required=False, min_value=0, max_value=MOST)
                number.initial = getattr(offer, f"came_{kind}" if offer.came else kind)
                self.fields[f"{kind}_{offer.pk}"] = number

    @property
    def lines(self) -> list[tuple[BoundField, BoundField, BoundField, str]]:
        """(came, people, cars, what was promised) of each offer."""
        return [
            (
                self[f"came_{offer.pk}"],
                self[f"people_{offer.pk}"],
                self[f"cars_{offer.pk}"],
                amount_words(offer.promised),
            )
            for offer in self.offers
        ]

    @property
    def arrivals(self) -> dict[int, Arrival]:
        """What a valid form says of the offers that are ticked."""
        data = self.cleaned_data
        return {
            offer.pk: Arrival(data[f"people_{offer.pk}"] or 0, data[f"cars_{offer.pk}"] or 0)
            for offer in self.offers
            if data[f"came_{offer.pk}"]
        }
