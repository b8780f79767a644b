"""What is typed about minutes: comments of those who adjust them, and files."""

from collections.abc import Collection
from typing import Any

from django import forms

from distrikt.saving import CreateForm, SubmissionField
from distrikt.uploads import CheckedFile, accepted_endings, checked_document
from traffar.styrelse.models import MinutesComment


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
        self.fields["file"].widget.attrs["accept"] = accepted_endings(kinds)

    def clean_file(self) -> CheckedFile:
        return checked_document(self.cleaned_data["file"], kinds=self.kinds)
