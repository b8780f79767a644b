"""What is chosen for a calendar address."""

from typing import Any

from django import forms

from distrikt.access import Viewer, may
from distrikt.organisation.models import Body
from distrikt.saving import SubmissionField, check_new
from traffar.feeds import body_choice
from traffar.models import CalendarFeed

Kind = CalendarFeed.Kind


class FeedForm(forms.Form):
    """`row` bears what was chosen, when the form is valid."""

    what = forms.ChoiceField(label="Vad ska stå i kalendern?")
    submission = SubmissionField()
    row: CalendarFeed

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        bodies = Body.objects.visible_to(viewer).active().order_by("name")
        what: Any = self.fields["what"]
        what.choices = [
            (Kind.OWN.value, "Det som rör mig"),
            (Kind.ALL.value, "Allt i distriktet"),
            ("Bara det som ordnas av", [(body_choice(body), body.name) for body in bodies]),
        ]
        what.help_text = "Det som rör dig är det du är kontakt för och det som ordnas där du har en uppgift."
        what.initial = self._first_offer()

    def _first_offer(self) -> str:
        """What most would choose; the next thing when they have that already."""
        had = set(CalendarFeed.objects.visible_to(self.viewer).open().values_list("kind", flat=True))
        own_first = may(self.viewer, "traffar.add_activity") and Kind.OWN not in had
        return (Kind.OWN if own_first else Kind.ALL).value

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            kind, _, body = self.cleaned_data["what"].partition(":")
            self.row = CalendarFeed(
                owner_id=self.viewer.person_id,
                kind=kind,
                body_id=int(body) if body else None,
                submission=self.cleaned_data["submission"],
            )
            check_new(self.row)
        return cleaned
