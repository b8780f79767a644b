"""What is typed about sign-up: its terms, and who comes."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from distrikt.markup import plain
from distrikt.open_forms import TrapForm
from distrikt.organisation.models import District
from distrikt.saving import EditForm, SubmissionField
from plan.wording import capitalised, counted
from traffar.forms.fields import DayField
from traffar.models import Activity, SignUp, SignUpTerms
from traffar.sign_up.consent import consent_text
from traffar.when import local_day, short_day_words

LARGEST = 10_000


class TermsForm(EditForm):
    """On which terms people sign up to an activity; `version` 0 when nobody has said any yet."""

    closes_on = DayField(label="Sista dag", required=False, help_text="Tomt: ända tills den börjar.")
    fewer_confirmed = forms.BooleanField(label="Ja, alla som har plats får behålla den", required=False)

    class Meta:
        model = SignUpTerms
        fields = [
            *("open_to", "capacity", "closes_on", "hours_to_accept", "place_for_signed_up"),
            *("asks_food", "asks_childcare", "asks_rides", "own_question"),
        ]
        labels = {
            "open_to": "Vem kan anmäla sig?",
            "capacity": "Antal platser",
            "hours_to_accept": "Timmar att tacka ja",
            "place_for_signed_up": "Plats som bara anmälda får se",
            "asks_food": "Mat och allergi",
            "asks_childcare": "Barnpassning",
            "asks_rides": "Samåkning",
            "own_question": "En egen fråga",
        }
        help_texts = {
            "capacity": "Tomt: ingen gräns. När det är fullt ställs de nästa i kö.",
            "hours_to_accept": "Så länge hålls en plats som blir ledig för den som står först i kön.",
            "place_for_signed_up": "Skriv då något allmännare under Var?, till exempel bara orten.",
            "own_question": "Fråga inte om hälsa eller åsikter: svaren läses av dem som ordnar.",
        }
        widgets = {"open_to": forms.RadioSelect}

    def __init__(self, *args: Any, activity: Activity, taken: int, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activity, self.taken, self.today = activity, taken, today
        if self.instance._state.adding:
            self.initial["version"] = 0
            if activity.audience == Activity.Audience.EVERYONE:
                self.initial["open_to"] = SignUpTerms.OpenTo.EVERYONE
        self.asks_about_fewer = False
        open_to: Any = self.fields["open_to"]
        open_to.choices = [
            (value, capitalised(label))
            for value, label in SignUpTerms.OpenTo.choices
            # What is not for everyone is opened to members alone.
            if activity.audience == Activity.Audience.EVERYONE or value != SignUpTerms.OpenTo.EVERYONE
        ]
        capacity: Any = self.fields["capacity"]
        capacity.validators.append(MaxValueValidator(LARGEST, f"Högst {LARGEST} platser. Lämna tomt för ingen gräns."))

    def clean_closes_on(self) -> Any:
        day = self.cleaned_data["closes_on"]
        begins = local_day(self.activity.starts_at)
        if day and day != self.instance.closes_on and day < self.today:
            raise forms.ValidationError("Den dagen har redan varit.")
        if day and day > begins:
            words = short_day_words(begins, today=begins)
            raise forms.ValidationError(f"Sista dagen kan inte vara efter aktiviteten, som börjar {words}.")
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        capacity = data.get("capacity")
        self.asks_about_fewer = capacity is not None and capacity < self.taken
        if self.asks_about_fewer and not data.get("fewer_confirmed"):
            self.add_error(
                "capacity",
                f"{self.taken} har redan plats, fler än {capacity}. Ingen tas bort. Kryssa i rutan om det ska vara så.",
            )
        return data


class SignUpForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Somebody comes, with companions, and answers what the organisers ask."""

    submission = SubmissionField()

    class Meta:
        model = SignUp
        fields = ["companions", "food", "childcare", "ride", "ride_seats", "own_answer"]
        labels = {
            "companions": "Hur många har du med dig?",
            "food": "Mat och allergi",
            "childcare": "Barnpassning",
            "ride": "Resan",
            "ride_seats": "Lediga platser i bilen",
        }
        help_texts = {
            "food": "Till exempel vegan, nötallergi. Lämna tomt om du äter allt.",
            "childcare": "Hur många barn, och hur gamla? Lämna tomt om det inte behövs.",
        }

    def __init__(self, *args: Any, terms: SignUpTerms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms
        asked = {
            "food": terms.asks_food,
            "childcare": terms.asks_childcare,
            "ride": terms.asks_rides,
            "ride_seats": terms.asks_rides,
            "own_answer": bool(terms.own_question),
        }
        for name, is_asked in asked.items():
            if not is_asked:
                del self.fields[name]
        if "own_answer" in self.fields:
            self.fields["own_answer"].label = terms.own_question
        if "ride" in self.fields:
            self.fields["ride"].choices = SignUp.Ride.choices  # type: ignore[attr-defined]  # known as a plain field
            self.fields["ride_seats"].required = False
        self.fields["companions"].required = False
        for name, most in (("companions", SignUp.MOST_COMPANIONS), ("ride_seats", 50)):
            if name in self.fields:
                self.fields[name].validators.append(MaxValueValidator(most, f"Högst {most}."))
                self.fields[name].widget.attrs |= {"max": most, "min": 0, "inputmode": "numeric"}

    def clean_companions(self) -> int:
        companions: int = self.cleaned_data["companions"] or 0
        capacity = self.terms.capacity
        # Who has a place already keeps it, also when there are fewer by now.
        if capacity is not None and companions >= capacity and companions > self.instance.companions:
            raise forms.ValidationError(
                f"Det finns {counted(capacity, 'plats', 'platser')} i allt: så många får ni inte plats."
            )
        return companions

    def clean_ride_seats(self) -> int:
        return self.cleaned_data["ride_seats"] or 0

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("food", "childcare", "own_answer"):
            if name in data:
                data[name] = plain(data[name])
        if "ride_seats" in data and data.get("ride") != SignUp.Ride.GIVES:
            data["ride_seats"] = 0
        if "submission" in data:
            self.instance.submission = data["submission"]
        self.instance.activity = self.terms.activity
        return data

    def validate_unique(self) -> None:
        """Whoever is signed up already gets the sign-up that stands (`traffar.sign_up.actions`)."""


class ChangedSignUpForm(EditForm, SignUpForm):
    """The same, of somebody who is signed up already: other companions, other answers."""

    submission = None  # type: ignore[assignment]  # how Django takes a declared field away


class NamedSignUpForm(SignUpForm):
    """For those without an account: by hand, where the address may be missing."""

    class Meta(SignUpForm.Meta):
        fields = ["name", "email", *SignUpForm.Meta.fields]
        labels = {**SignUpForm.Meta.labels, "name": "Namn", "email": "E-post"}
        help_texts = {**SignUpForm.Meta.help_texts, "email": "Tomt går bra: då får personen inga mejl."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = "Skriv ett namn."

    def clean_name(self) -> str:
        name = " ".join(plain(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError("Skriv ett namn.")
        return name

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class ByHandForm(NamedSignUpForm):
    """For those who arrange it: an address that is there already is told of, for two people can have the same."""

    class Meta(NamedSignUpForm.Meta):
        fields = ["name", "email", "phone", *SignUpForm.Meta.fields]
        labels = {**NamedSignUpForm.Meta.labels, "phone": "Telefon"}
        help_texts = {**NamedSignUpForm.Meta.help_texts, "phone": "Så att ni kan ringa den som inte har e-post."}

    def clean_email(self) -> str:
        email = super().clean_email()
        same = SignUp.objects.known().filter(activity=self.terms.activity, email=email).exclude(pk=self.instance.pk)
        taken = same.first() if email else None
        if taken:
            raise forms.ValidationError(f"Adressen är redan anmäld, för {taken}. Lämna den tom, eller räkna dem ihop.")
        return email

    def clean_phone(self) -> str:
        return " ".join(plain(self.cleaned_data["phone"]).split())


class ChangedByHandForm(EditForm, ByHandForm):
    """The same, of somebody whom those who arrange it have written in. An address stays: its owner has the link."""

    submission = None  # type: ignore[assignment]  # how Django takes a declared field away

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.email:
            del self.fields["email"]


class PublicSignUpForm(NamedSignUpForm, TrapForm):
    """For anybody, on the open page: with consent, and two traps for what is not a person."""

    consent = forms.BooleanField(
        label="Ja, ni får spara det jag har skrivit för att ordna aktiviteten",
        error_messages={"required": "Utan ditt ja får vi inte spara anmälan."},
    )

    class Meta(NamedSignUpForm.Meta):
        help_texts = {**SignUpForm.Meta.help_texts, "email": "Hit kommer en länk som bekräftar din anmälan."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["email"].error_messages["required"] = "Skriv en e-postadress, så att du kan bekräfta."

    def sign_up(self, now: datetime) -> SignUp:
        """What was typed, with the consent that was given."""
        row: SignUp = self.instance
        row.source, row.consent_at = SignUp.Source.PUBLIC, now
        row.consent_text = consent_text(District.objects.first() or District())
        return row
