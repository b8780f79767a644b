"""What is typed about minutes: comments of those who adjust them, and files."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.files.base import ContentFile

from distrikt.saving import CreateForm, SubmissionField
from traffar.styrelse.models import MinutesComment
from traffar.styrelse.papers import checked_paper


class CommentForm(CreateForm):
    class Meta:
        model = MinutesComment
        fields = ["text"]
        labels = {"text": "Vad ska ändras?"}
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"text": {"required": "Skriv vad som ska ändras."}}


class PaperForm(forms.Form):
    """A file of one of the kinds: "pdf", "docx", "jpg"."""

    submission = SubmissionField()
    file = forms.FileField(
        label="Fil", error_messages={"required": "Välj en fil.", "empty": "Filen är tom. Välj en annan."}
    )

    def __init__(self, *args: Any, kinds: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{kind}" for kind in kinds)

    def clean_file(self) -> "ContentFile[bytes]":
        return checked_paper(self.cleaned_data["file"], kinds=self.kinds)
