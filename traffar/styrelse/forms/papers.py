"""A paper that is handed in: to the meeting as a whole, or to one of its items."""

from typing import Any

from django import forms

from distrikt.access import Viewer
from distrikt.saving import CreateForm
from distrikt.uploads import (
    LARGEST_DOCUMENT,
    MEGABYTE,
    CheckedFile,
    accepted_endings,
    checked_document,
    kinds_in_words,
)
from traffar.styrelse.models import AgendaItem, Attachment
from traffar.styrelse.rules import reads_confidential


class PaperForm(CreateForm):
    upload = forms.FileField(
        label="Fil",
        help_text=f"{kinds_in_words()}, högst {LARGEST_DOCUMENT // MEGABYTE} MB.",
        widget=forms.ClearableFileInput(attrs={"accept": accepted_endings()}),
        error_messages={"required": "Välj en fil.", "empty": "Filen är tom.", "missing": "Välj en fil."},
    )

    class Meta:
        model = Attachment
        fields = ("item", "title", "is_confidential")
        labels = {"item": "Hör till", "title": "Vad är det?"}
        help_texts = {"title": "Lämnas det tomt blir det filens namn."}

    field_order = ("upload", "title", "item", "is_confidential", "submission")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item: Any = self.fields["item"]
        known = AgendaItem.objects.visible_to(viewer).filter(meeting=self.instance.meeting, locked_at=None)
        item.queryset = known.in_order()
        item.empty_label = "Mötet som helhet"
        self.fields["title"].required = False
        self.checked: CheckedFile | None = None
        if reads_confidential(viewer):
            self.fields["is_confidential"].help_text = "Bara styrelsen och revisorerna får öppna den."
        else:
            del self.fields["is_confidential"]

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        self.checked = checked_document(upload)
        return upload

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if data is not None and data.get("upload") and not data.get("title"):
            data["title"] = str(data["upload"].name).rpartition(".")[0].strip()[:200] or "Handling"
        return data
