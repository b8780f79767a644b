"""What is typed in a letter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from distrikt.access import Viewer
from distrikt.saving import CreateForm, EditForm
from distrikt.utskick.groups import Group, offered_groups, own_group, sizes
from distrikt.utskick.models import Letter

HOW_TO_WRITE = (
    "Mejlet börjar med ”Hej” och mottagarens förnamn, och slutar med ditt namn. "
    "Tom rad ger nytt stycke, - först på raden en punktlista, ### en rubrik och **två stjärnor** fet stil."
)


class LetterFields(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    """Whom to, the subject and the text. The groups are the writer's own, each with how many it reaches now."""

    group = forms.ChoiceField(
        label="Till vem?",
        error_messages={
            "required": "Välj vem brevet är till.",
            "invalid_choice": "Välj en grupp som du får skriva till.",
        },
    )

    class Meta:
        model = Letter
        fields = ["group", "subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}
        help_texts = {"body": HOW_TO_WRITE}
        error_messages = {
            "subject": {"required": "Skriv ett ämne, så att mottagarna ser vad brevet handlar om."},
            "body": {"required": "Skriv något i brevet.", "max_length": "Texten är för lång för ett brev."},
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.data.get("group") or self.initial.get("group") or ""
        self._names, self.numbers, choices = _choices(viewer, str(asked))
        self.fields["group"].choices = choices  # type: ignore[attr-defined]  # known as a plain field
        if not asked and len(self._names) == 1:
            self.initial["group"] = next(iter(self._names))

    @property
    def number(self) -> int | None:
        """How many the chosen group reaches; None before one is chosen."""
        return self.numbers.get(str(self["group"].value() or ""))

    def clean_subject(self) -> str:
        return " ".join(str(self.cleaned_data["subject"]).split())

    def clean_body(self) -> str:
        text = "\n".join(str(self.cleaned_data["body"]).splitlines()).strip()
        if not text:
            raise ValidationError(self.fields["body"].error_messages["required"], code="required")
        return text

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.instance.group_name = self._names.get(self.cleaned_data.get("group", ""), "")
        return cleaned


class LetterForm(LetterFields, CreateForm):
    """A new letter."""


class LetterEditForm(LetterFields, EditForm):
    """A draft, as its writer saw it."""


class SendForm(forms.Form):
    """What the writer confirms: this version of the letter, to so many."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.IntegerField(widget=forms.HiddenInput)


def _choices(viewer: Viewer, asked: str) -> tuple[dict[str, str], dict[str, int], list[tuple[str, Any]]]:
    """{key: name} and {key: how many} of the groups to choose among, and the choices of a select, by section.

    Groups that reach nobody are left out, unless it is the one asked for.
    """
    groups = offered_groups(viewer)
    if asked not in {group.key for group in groups} and (one := own_group(viewer, asked)):
        groups = [one, *groups]
    number = sizes(groups, viewer)
    shown = [group for group in groups if number[group.key] or group.key == asked]
    sections: dict[str, list[tuple[str, str]]] = {}
    for group in shown:
        sections.setdefault(group.section, []).append((group.key, _label(group, number[group.key])))
    return {group.key: group.name for group in shown}, number, [("", "Välj …"), *sections.items()]


def _label(group: Group, number: int) -> str:
    return f"{group.name[:1].upper()}{group.name[1:]} ({number or 'ingen just nu'})"
