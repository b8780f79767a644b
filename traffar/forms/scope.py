"""Which of a series a step is about, asked beside what the step itself asks for."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone

from distrikt.access import Request
from traffar.models import Activity
from traffar.series import OPEN, Others, Scope, others_in_series


def scope_form(request: Request, activity: Activity, statuses: Collection[Activity.Status] = OPEN) -> "ScopeForm":
    """The form for those of the activity's series that have one of the statuses and are to come."""
    others = others_in_series(activity, request.viewer, now=timezone.now(), statuses=statuses)
    return ScopeForm(request.POST if request.method == "POST" else None, others=others)


class ScopeForm(forms.Form):
    """Only this, it and those that follow, or all that are to come. Nothing chosen is only this."""

    scope = forms.ChoiceField(
        label="Den hör till en serie. Vad gäller det?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Välj ett av dem som står där."},
    )

    def __init__(self, *args: Any, others: Others, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._others = others
        self.initial["scope"] = Scope.THIS.value
        following, every = len(others.following), len(others.every)
        self.fields["scope"].choices = [  # type: ignore[attr-defined]  # known as a plain field
            (Scope.THIS.value, "Bara den här"),
            (Scope.FOLLOWING.value, f"Den här och {_how_many(following, 'den följande', 'de {} följande')}"),
            (Scope.ALL.value, f"Den här och {_how_many(every, 'den andra som är kvar', 'alla {} andra som är kvar')}"),
        ]

    @property
    def offered(self) -> list[Any]:
        """The radio buttons that differ in what they reach; none for what stands alone."""
        this, following, every = list(self["scope"])
        more = [following] * bool(self._others.following)
        more += [every] * (len(self._others.every) > len(self._others.following))
        return [this, *more] if more else []

    @property
    def others(self) -> tuple[int, ...]:
        """Ids of those that go along with the one that is open, of a valid form."""
        return self._others.within(Scope(self.cleaned_data["scope"] or Scope.THIS))

    @property
    def reach(self) -> str:
        """ " (4 i serien)", for what is said when it is done; "" for one alone."""
        return f" ({len(self.others) + 1} i serien)" if self.is_valid() and self.others else ""


def _how_many(number: int, one: str, many: str) -> str:
    return one if number == 1 else many.format(number)
