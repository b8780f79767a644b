"""What is typed when something is over, or will not be; and which sentences of the plan it serves."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from distrikt.saving import EditForm, SubmissionField
from distrikt.uploads import remade_image
from plan.proposals import Proposal
from traffar.actions import NewPhoto
from traffar.forms.fields import LineField
from traffar.models import Activity

MOST_PEOPLE = 100_000
# Of the words at the tick for those who are in a photo.
CONSENT_VERSION = "2026-11"


class CancelForm(forms.Form):
    reason = LineField(
        label="Varför?",
        max_length=300,
        help_text="Visas för alla som ser aktiviteten, också på dess öppna sida.",
        error_messages={"required": "Skriv varför aktiviteten ställs in."},
    )


class OutcomeForm(EditForm):
    """How it went. A photo has words for those who do not see it, and the consent of those who are in it."""

    photo = forms.FileField(
        label="Foto",
        required=False,
        help_text="Visas på aktivitetens sida, inte i verksamhetsberättelsen. JPEG, PNG eller WebP, högst 15 MB. "
        "Det som kameran gömt i bilden (plats, tid) tas bort.",
        # A file is not handed back with a form that failed: the page asks for the rest before it is sent.
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "data-wants": "id_alt id_consent"}),
    )
    alt = LineField(label="Vad visar bilden?", max_length=200, required=False, help_text="För den som inte ser den.")
    consent = forms.BooleanField(label="De som syns på bilden vet om det och vill vara med", required=False)
    photo_submission = SubmissionField()

    class Meta:
        model = Activity
        fields = ["headcount", "from_other_branches", "outcome"]
        field_classes = {"outcome": LineField}
        labels = {
            "headcount": "Hur många kom?",
            "from_other_branches": "Varav gäster",
            "outcome": "Hur gick det, i en mening?",
        }
        help_texts = {
            "headcount": "Ungefär räcker.",
            "from_other_branches": "Från andra föreningar.",
            "outcome": "Några av årets meningar trycks i verksamhetsberättelsen, den här kanske. Nämn ingen vid namn.",
        }
        widgets = {"outcome": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.headcount is None:
            self.initial["headcount"] = self.instance.sign_ups.who_came()
        for name in ("headcount", "from_other_branches"):
            self.fields[name].validators.append(MaxValueValidator(MOST_PEOPLE, "Så många kan det väl inte vara?"))

    def clean_photo(self) -> Any:
        photo = self.cleaned_data["photo"]
        return remade_image(photo, longest_side=2000, output="JPEG") if photo else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        headcount, guests = data.get("headcount"), data.get("from_other_branches")
        if guests and (headcount is None or guests > headcount) and "headcount" not in self.errors:
            self.add_error(
                "from_other_branches", "De som kom från andra föreningar kan inte vara fler än alla som kom."
            )
        if data.get("photo"):
            if not data.get("alt"):
                self.add_error("alt", "Skriv vad bilden visar, och välj fotot igen.")
            if not data.get("consent"):
                self.add_error("consent", "Fråga dem som syns på bilden, kryssa i rutan och välj fotot igen.")
        return data

    @property
    def new_photo(self) -> NewPhoto | None:
        """The photo that was handed in with a valid form."""
        data = self.cleaned_data
        if not data["photo"]:
            return None
        return NewPhoto(data["photo"], data["alt"], CONSENT_VERSION, data["photo_submission"])


class CommitmentsForm(forms.Form):
    """Which sentences of the plan it serves: the likeliest first, the rest by heading; none is an answer too."""

    commitments = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        error_messages={"invalid_choice": "En av punkterna hör inte till planen för den dagen. Välj igen."},
    )
    all_occurrences = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, proposals: list[Proposal], occurrences: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["all_occurrences"].label = f"Gäller alla {occurrences} tillfällen"
        self.fields["commitments"].choices = [  # type: ignore[attr-defined]  # known as a plain field
            (proposal.commitment, proposal.text) for proposal in proposals
        ]
