"""What is typed about the items of an agenda, and about what the board is asked to take up."""

from collections.abc import Sequence
from typing import Any

from django import forms

from distrikt.access import Viewer
from distrikt.organisation.models import Body, User
from distrikt.saving import CreateForm, EditForm
from traffar.styrelse.models import AgendaItem, AgendaRequest, Presence
from traffar.styrelse.rules import reads_confidential

_CONFIDENTIAL = "Bara styrelsen och revisorerna ser den. Adjungerade ser den inte, och den publiceras aldrig."


def _offer_to_close(form: forms.ModelForm, viewer: Viewer) -> None:  # type: ignore[type-arg]
    """Who does not see what is closed does not close anything."""
    if reads_confidential(viewer):
        form.fields["is_confidential"].help_text = _CONFIDENTIAL
    else:
        del form.fields["is_confidential"]


class NewItemForm(CreateForm):
    class Meta:
        model = AgendaItem
        fields = ("title", "background", "is_confidential")
        widgets = {"background": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "background": (
                "Det mötet behöver veta. Markdown fungerar: tom rad ger nytt stycke, - först på raden en punktlista, "
                "**två stjärnor** fetstil."
            )
        }
        error_messages = {"title": {"required": "Skriv vad punkten heter."}}

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_to_close(self, viewer)


class ChangedItemForm(EditForm):
    class Meta(NewItemForm.Meta):
        pass

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_to_close(self, viewer)


class RequestForm(CreateForm):
    """Something for the next meeting of a body."""

    class Meta:
        model = AgendaRequest
        fields = ("body", "title", "background", "is_confidential")
        labels = {"body": "Vilket möte?", "title": "Vad ska tas upp?"}
        widgets = {"background": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"title": {"required": "Skriv vad som ska tas upp."}}

    def __init__(self, *args: Any, viewer: Viewer, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body: Any = self.fields["body"]
        body.queryset = Body.objects.filter(pk__in=[row.pk for row in bodies])
        body.empty_label = None
        body.choices = [(row.pk, f"Nästa möte med {row.name}") for row in bodies]
        if not self.initial.get("body") and bodies:
            self.initial["body"] = bodies[0].pk
        if len(bodies) == 1:
            body.widget = forms.HiddenInput()
        _offer_to_close(self, viewer)


class CoOptForm(CreateForm):
    """Somebody who may be there without being elected: a person of the program, or a name."""

    class Meta:
        model = Presence
        fields = ("person", "name", "role", "may_speak", "may_propose")
        labels = {"name": "Eller namn", "role": "I egenskap av"}
        help_texts = {
            "name": "För den som inte har något konto. Kallelsen får du då lämna på annat sätt.",
            "role": "Lämnas det tomt står det adjungerad.",
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_the_list = self.instance.meeting.presences.filter(person__isnull=False).values("person")
        known = User.objects.visible_to(viewer).filter(is_active=True, is_protected=False)
        person: Any = self.fields["person"]
        person.queryset = known.exclude(pk__in=on_the_list).order_by("first_name", "last_name")
        person.empty_label = "Ingen med konto"
        self.fields["name"].required = self.fields["role"].required = False

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if not data:
            return data
        if data.get("person") and data.get("name"):
            self.add_error("name", "Välj antingen en person eller skriv ett namn.")
        elif not data.get("person") and not data.get("name"):
            self.add_error("person", "Välj en person, eller skriv ett namn.")
        elif data.get("person"):
            data["name"] = str(data["person"])
        return data
