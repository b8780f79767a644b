"""What is typed about people and their assignments."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.http import urlencode

from distrikt.access import Viewer, may
from distrikt.organisation.models import Assignment, Body, User, UserQuerySet
from distrikt.organisation.roles import ROLES_IN, Role
from distrikt.saving import EditForm, SubmissionField, check_new

SELECT = {"class": "form-select"}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def post_choices(viewer: Viewer, person: User | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """The assignments that the viewer may give the person (or somebody new), grouped by body."""
    groups = []
    for body in Body.objects.active().order_by("name"):
        posts = [
            (f"{role}:{body.pk}", role.label)
            for role in ROLES_IN[body.kind]
            if may(viewer, "organisation.grant_assignment", Assignment(user=person, body=body, role=role))
        ]
        if posts:
            groups.append((body.name, posts))
    return groups


def _role_and_body(value: str) -> tuple[Role, int]:
    role, _, body = value.partition(":")
    return Role(role), int(body)


class PostForm(forms.Form):
    """Role and body in one choice, so that only what goes together can be chosen."""

    post = forms.TypedChoiceField(label="Uppdrag", coerce=_role_and_body, empty_value=None)
    submission = SubmissionField()

    def __init__(self, *args: Any, viewer: Viewer, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer, self.person = viewer, person
        choices = [("", "Välj …"), *post_choices(viewer, person)]
        self.fields["post"].choices = choices  # type: ignore[attr-defined]  # known as a plain field


class AssignmentForm(PostForm):
    starts_on = forms.DateField(label="Från och med", widget=DAY)
    ends_on = forms.DateField(
        label="Till och med", widget=DAY, required=False, help_text="Lämna tomt om slutet inte är bestämt."
    )
    row: Assignment

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            role, body = self.cleaned_data["post"]
            days = {name: self.cleaned_data[name] for name in ("starts_on", "ends_on", "submission")}
            self.row = Assignment(user=self.person, role=role, body_id=body, **days)
            check_new(self.row)
        return cleaned


class AssignmentEndForm(forms.Form):
    NOW, LATER = "now", "later"
    when = forms.ChoiceField(
        label="När?",
        choices=[(NOW, "Genast: behörigheten försvinner med en gång"), (LATER, "Efter en dag som jag väljer")],
        initial=NOW,
        widget=forms.RadioSelect,
    )
    last_day = forms.DateField(
        label="Sista dagen", widget=DAY, required=False, help_text="Behörigheten gäller den dagen ut."
    )

    def __init__(self, *args: Any, assignment: Assignment, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assignment, self.today = assignment, today

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        last_day = self.cleaned_data.get("last_day")
        if self.cleaned_data.get("when") == self.NOW:
            self.cleaned_data["last_day"] = self.today - timedelta(days=1)
            if self._leaves_nobody():
                self.add_error("when", "Ingen annan kan dela ut uppdrag. Ge först uppdraget till den som tar över.")
        elif last_day is None:
            self.add_error("last_day", "Välj uppdragets sista dag.")
        elif last_day < self.assignment.starts_on:
            self.add_error(
                "last_day", f"Uppdraget började {date_format(self.assignment.starts_on)}. Välj en senare dag."
            )
        return cleaned

    def _leaves_nobody(self) -> bool:
        """True when nobody but this person could give out assignments."""
        return set(Assignment.objects.governing(self.today).values_list("pk", flat=True)) == {self.assignment.pk}


class PersonSearchForm(forms.Form):
    """The filters of the list of people; their names stand in the address."""

    q = forms.CharField(label="Namn eller e-post", required=False, widget=forms.SearchInput({"class": "form-control"}))
    organ = forms.ModelChoiceField(
        Body.objects.active(), label="Organ", required=False, empty_label="Alla", widget=forms.Select(SELECT)
    )
    roll = forms.ChoiceField(
        label="Roll", choices=[("", "Alla"), *Role.choices], required=False, widget=forms.Select(SELECT)
    )

    def narrow(self, people: UserQuerySet, today: date) -> UserQuerySet:
        """Those of the people that the valid form asks for."""
        chosen = self.cleaned_data
        people = people.named_like(chosen["q"])
        if chosen["organ"] or chosen["roll"]:
            return people.holding(role=chosen["roll"], body=chosen["organ"], day=today)
        return people

    def query(self) -> str:
        """The filters as a query string, for the links to other pages of the list."""
        return urlencode({name: self.data[name] for name in self.fields if self.data.get(name)})


class PersonForm(EditForm):
    """What those who look after people may change. Never the address: whoever has it can log in as the person."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "phone", "is_protected", "is_active"]

    def __init__(self, *args: Any, can_protect: bool, can_close: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_protect:
            del self.fields["is_protected"]
        if not can_close:
            del self.fields["is_active"]


class ProfileForm(EditForm):
    class Meta:
        model = User
        fields = ["first_name", "last_name", "phone"]
