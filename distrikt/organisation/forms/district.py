"""What is typed about the district, its bodies and its branches."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.forms import model_to_dict
from django.utils.text import slugify

from distrikt.organisation.models import Assignment, Body, Branch, District
from distrikt.organisation.roles import BodyKind
from distrikt.saving import EditForm, SubmissionField, check_new
from distrikt.uploads import remade_image


class DistrictForm(EditForm):
    class Meta:
        model = District
        fields = ["name", "short_name", "county", "official_email"]


class RetentionForm(EditForm):
    """How many days after an activity what is known of those who signed up is kept."""

    class Meta:
        model = District
        fields = ["answers_kept", "contacts_kept", "names_kept"]
        help_texts = {
            "answers_kept": "Mat och allergi kan säga något om hälsa: håll den tiden kort.",
            "contacts_kept": "Så länge kan ni skriva och tacka dem som kom.",
            "names_kept": "Sedan finns bara antalet kvar, till berättelsen.",
        }


class LogotypeForm(forms.Form):
    """A logotype as the program draws it anew: a PNG, at most 600 pixels wide."""

    logotype = forms.FileField(
        label="Ny logotyp",
        help_text="PNG, JPEG eller WebP, helst på genomskinlig botten. SVG går inte: sådana filer kan dölja program.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def clean_logotype(self) -> "ContentFile[bytes]":
        return remade_image(self.cleaned_data["logotype"], longest_side=600, output="PNG")


class BranchFields(forms.Form):
    """What a branch has beside what every body has."""

    municipality = forms.CharField(label="Kommun", max_length=60, required=False)
    official_email = forms.EmailField(label="Officiell e-post", required=False, help_text="Dit går kallelser.")

    def branch(self, body: Body) -> Branch | None:
        """The branch's own row, not saved; none for other kinds of body."""
        if body.kind != BodyKind.BRANCH:
            return None
        return Branch(
            body=body,
            municipality=self.cleaned_data["municipality"] or body.name,
            official_email=self.cleaned_data["official_email"],
        )


class BodyForm(BranchFields):
    """A new body. The district and its board are there from the beginning."""

    kind = forms.ChoiceField(
        label="Vad är det?",
        choices=[(kind, kind.label) for kind in BodyKind if kind not in {BodyKind.DISTRICT, BodyKind.BOARD}],
        initial=BodyKind.BRANCH,
    )
    name = forms.CharField(label="Namn", max_length=120)
    submission = SubmissionField()
    field_order = ["kind", "name", "municipality", "official_email"]
    row: Body

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in BranchFields.base_fields:
            self.fields[name].help_text = "Bara för en partiförening."

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        chosen = {name: self.cleaned_data[name] for name in ("kind", "name", "submission")}
        self.row = Body(slug=slugify(chosen["name"])[:60], **chosen)
        if not self.row.slug:
            raise ValidationError({"name": "Namnet behöver minst en bokstav eller siffra."})
        try:
            check_new(self.row)
        except ValidationError as error:
            if "slug" not in error.message_dict:
                raise
            raise ValidationError({"name": "Namnet är för likt ett annat organs. Välj ett annat."}) from error
        return cleaned


class BodyEditForm(EditForm, BranchFields):
    class Meta:
        model = Body
        fields = ["name", "is_active"]

    field_order = ["name", "municipality", "official_email", "is_active"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        branch = Branch.objects.filter(body=self.instance.pk).first()
        if branch:
            self.initial.update(model_to_dict(branch, ["municipality", "official_email"]))
        else:
            del self.fields["municipality"], self.fields["official_email"]
        if self.instance.kind in {BodyKind.DISTRICT, BodyKind.BOARD}:
            del self.fields["is_active"]

    def clean_is_active(self) -> bool:
        """A body is not put to rest while people have assignments in it."""
        active: bool = self.cleaned_data["is_active"]
        held = Assignment.objects.current_or_coming(self.today).filter(body=self.instance).count()
        if not active and held:
            raise ValidationError(f"{held} uppdrag gäller ännu i {self.instance.name}. Avsluta dem först.")
        return active
