"""What is typed by those who invite and by those who are invited."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from distrikt.organisation.forms.people import PostForm
from distrikt.organisation.models import Invitation, User
from distrikt.saving import check_new


class InvitationForm(PostForm):
    first_name = forms.CharField(label="Förnamn", max_length=60)
    last_name = forms.CharField(label="Efternamn", max_length=60)
    email = forms.EmailField(label="E-post", help_text="Dit går länken. Den gäller i 14 dagar och öppnas en gång.")
    field_order = ["first_name", "last_name", "email", "post"]
    row: Invitation

    def clean_email(self) -> str:
        """Who has an account and is seen by the viewer needs no link. Of others nobody learns that they have one."""
        email = str(self.cleaned_data["email"]).lower()
        self.person = User.objects.visible_to(self.viewer).with_email(email)
        if self.person and not self.person.is_active:
            raise ValidationError("Kontot med den adressen är avstängt. Administratören kan öppna det igen.")
        return email

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            role, body = self.cleaned_data["post"]
            typed = {name: self.cleaned_data[name] for name in ("first_name", "last_name", "email", "submission")}
            self.row = Invitation(role=role, body_id=body, **typed)
            check_new(self.row)
        return cleaned


def check_password(form: forms.Form, field: str, person: User) -> None:
    """Put what is wrong with the password at its field."""
    try:
        password_validation.validate_password(form.cleaned_data[field], person)
    except ValidationError as error:
        form.add_error(field, error)


class AcceptForm(forms.Form):
    """How the new person wants to log in."""

    CODE, PASSWORD = "code", "password"
    way = forms.ChoiceField(
        label="Hur vill du logga in?",
        choices=[
            (CODE, "Med en kod som mejlas till mig varje gång"),
            (PASSWORD, "Med ett lösenord som jag väljer nu"),
        ],
        initial=CODE,
        widget=forms.RadioSelect,
    )
    password = forms.CharField(
        label="Lösenord",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Minst tio tecken. Några ord efter varandra är lätta att minnas och svåra att gissa.",
    )

    def __init__(self, *args: Any, person: User, has_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        # Who has an account already logs in the way it has.
        if has_account:
            self.fields.clear()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "way" not in self.fields or self.cleaned_data.get("way") == self.CODE:
            self.cleaned_data["password"] = ""
        elif not self.cleaned_data.get("password"):
            self.add_error("password", "Skriv ett lösenord, eller välj kod i mejlen.")
        else:
            check_password(self, "password", self.person)
        return cleaned
