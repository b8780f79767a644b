"""What is typed at the first run."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from distrikt.organisation.first_run import FIRST_ROLES, STANDING_BODIES, FirstPerson
from distrikt.organisation.forms.invitations import check_password
from distrikt.organisation.models import District, User
from distrikt.organisation.roles import Role

NO_ROLE = "none"


class FirstRunForm(forms.Form):
    """Everything that an empty program needs, on one page: nothing is saved before all of it is right."""

    name = forms.CharField(
        label="Distriktets namn",
        max_length=200,
        help_text="Till exempel Partiet i Granlandet.",
        error_messages={"required": "Skriv vad distriktet heter."},
    )
    county = forms.CharField(label="Län", max_length=100, required=False)
    official_email = forms.EmailField(label="Distriktets officiella e-post", required=False)
    branches = forms.CharField(
        label="Partiföreningar",
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "Björkviken\nGranlunda\nTallåsen"}),
        help_text="En på varje rad. Fler kan läggas till senare.",
        error_messages={"required": "Skriv minst en partiförening."},
    )
    first_name = forms.CharField(label="Förnamn", max_length=60, error_messages={"required": "Skriv ditt förnamn."})
    last_name = forms.CharField(label="Efternamn", max_length=60, error_messages={"required": "Skriv ditt efternamn."})
    email = forms.EmailField(
        label="E-post",
        help_text="Den loggar du in med.",
        error_messages={"required": "Skriv din e-postadress: den loggar du in med."},
    )
    password = forms.CharField(
        label="Lösenord",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Minst tio tecken. Några ord efter varandra är lätta att minnas och svåra att gissa.",
        error_messages={"required": "Välj ett lösenord."},
    )
    role = forms.TypedChoiceField(
        label="Vilken roll har du i distriktet?",
        choices=[
            *((role, role.label.capitalize()) for role in FIRST_ROLES),
            (NO_ROLE, "Ingen av dem, jag sköter systemet"),
        ],
        coerce=lambda value: None if value == NO_ROLE else Role(value),
        empty_value=None,
        widget=forms.RadioSelect,
        help_text="Den som bara sköter systemet ser inte planen eller vad som händer i distriktet.",
        error_messages={"required": "Välj en roll, eller att du bara sköter systemet."},
    )
    year = forms.IntegerField(
        label="Vilket år gäller verksamhetsplanen?",
        min_value=2000,
        max_value=2100,
        help_text="I nästa steg läser du in planens dokument.",
        error_messages={"required": "Skriv vilket år planen gäller."},
    )

    def clean_branches(self) -> list[str]:
        taken = {slugify(name) for _, name in STANDING_BODIES}
        names = []
        for number, line in enumerate(self.cleaned_data["branches"].splitlines(), start=1):
            name, slug = line.strip(), slugify(line)
            if name and not slug:
                raise ValidationError(f"Rad {number}: namnet behöver minst en bokstav eller siffra.")
            if len(name) > 60:
                raise ValidationError(f"Rad {number}: namnet är längre än 60 tecken.")
            if name in names:  # Pasted twice: one branch.
                continue
            if slug in taken:
                raise ValidationError(f"Rad {number}: {name} finns redan, eller heter för likt något som finns.")
            if name:
                taken.add(slug)
                names.append(name)
        return names

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "password" in self.cleaned_data:
            about = {name: self.cleaned_data.get(name, "") for name in ("email", "first_name", "last_name")}
            check_password(self, "password", User(**about))
        return cleaned

    def district(self) -> District:
        return District(**{name: self.cleaned_data[name] for name in ("name", "county", "official_email")})

    def person(self) -> FirstPerson:
        return FirstPerson(
            **{name: self.cleaned_data[name] for name in ("first_name", "last_name", "email", "password", "role")}
        )
