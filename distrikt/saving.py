"""How forms are saved: one sent twice gives one row, and nobody overwrites unseen what another has written."""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from django import forms
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.shortcuts import get_object_or_404
from django.utils.choices import flatten_choices

log = structlog.get_logger(__name__)

Row = TypeVar("Row", bound=models.Model)
Form = TypeVar("Form", bound=forms.BaseForm)
# What a form says, by name: a label, and the words of its value.
Told = Mapping[str, tuple[str, str]]


class SubmissionField(forms.UUIDField):
    """The hidden field of a form that makes a row: however often the form is sent, it carries the same value."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(initial=uuid.uuid4)


class CreateForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    """A form of a model that makes a row with a `submission`."""

    submission = SubmissionField()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "submission" in self.cleaned_data:
            self.instance.submission = self.cleaned_data["submission"]
        return cleaned


class EditForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    """A form that changes a row with a `version`: the one that the person saw when the form was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def changed_row(self) -> tuple[Any, int, list[str]]:
        """The row with what was typed, the version it was opened with, and the model's fields of the form."""
        fields = [name for name in self._meta.fields or () if name in self.fields]
        return self.instance, self.cleaned_data["version"], fields


def check_new(row: models.Model) -> None:
    """ValidationError for what the database would refuse, unless the same form has made the row already."""
    if not _made_before(row).exists():
        row.validate_unique()
        row.validate_constraints()


def create_once(row: Row) -> tuple[Row, bool]:
    """Insert the row, or find the one that the same form has made already. The bool tells whether it is new."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        earlier = _made_before(row).first()
        if earlier is None:
            raise
        return earlier, False
    return row, True


def is_made_already(model: type[models.Model], data: Mapping[str, str]) -> bool:
    """Whether this very form has made its row before: it was sent twice, and what it asks for may no longer be done.

    Asked before permissions and choices are checked, so that the second answer leads where the first one did.
    """
    try:
        submission = uuid.UUID(data.get("submission", ""))
    except ValueError:
        return False
    return model._default_manager.filter(submission=submission).exists()


def _made_before(row: Row) -> models.QuerySet[Row]:
    submission = row.submission  # type: ignore[attr-defined]  # a field of all that are made by a CreateForm
    rows: models.QuerySet[Row] = type(row)._default_manager.filter(submission=submission)
    return rows


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two people have given different values."""

    label: str
    mine: str
    theirs: str


class EditConflict(Exception):
    """Somebody else has saved the row since the form was opened."""

    def __init__(self, current: models.Model) -> None:
        self.current = current


def save_edit(row: models.Model, *, version: int, fields: Collection[str], by: int | None) -> None:
    """Save these fields of the row if it still has the version; `EditConflict` with the row as it stands if not.

    `Http404`, whose page says that it may have been taken away, when the row is gone. `by` None: without an account.
    """
    rows = type(row)._default_manager.filter(pk=row.pk)
    values = {name: getattr(row, name) for name in fields}
    if not rows.filter(version=version).update(**values, version=F("version") + 1):
        raise EditConflict(get_object_or_404(rows))
    log.info("row_edited", model=row._meta.label, pk=row.pk, fields=sorted(fields), by=by)


def _field_by_field(form: forms.BaseForm) -> Told:
    return {field.name: (str(field.label), _words(field)) for field in form.visible_fields()}


def show_conflict(
    form: Form, conflict: EditConflict, theirs: Form | None = None, tell: Callable[[Form], Told] = _field_by_field
) -> list[Difference]:
    """What differs, field by field; nothing when the same form was sent twice: it is saved already.

    The form takes over the new version: to save it once more is a choice. `theirs` is the form as the row stands now,
    for a form that asks for more than its instance; `tell` says what a form says whose fields one by one say little.
    """
    theirs = theirs or type(form)(instance=conflict.current)  # type: ignore[call-arg]  # of a model, without `theirs`
    form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict when it was sent
    form.data["version"] = str(theirs.initial["version"])  # type: ignore[index]  # a copy can be written to
    now = tell(theirs)
    return [Difference(label, mine, now[name][1]) for name, (label, mine) in tell(form).items() if mine != now[name][1]]


def _words(field: forms.BoundField) -> str:
    """The value of a field as a reader knows it, whether it was typed or stored."""
    value = field.value()
    choices: Any = flatten_choices(getattr(field.field, "choices", ()))
    labels = {str(key): str(label) for key, label in choices}
    if isinstance(value, list | tuple):
        return ", ".join(sorted(labels.get(str(part), str(part)) for part in value)) or "–"
    if isinstance(field.field, forms.BooleanField):
        return "ja" if value else "nej"
    if labels:
        return labels.get("" if value is None else str(value)) or "–"
    return str(field.field.widget.format_value(value) or "–")
