"""What is asked before a call goes out later than the rules say."""

from typing import Any

from django import forms


class CallForm(forms.Form):
    """Empty, unless it is late: then somebody says that it goes all the same."""

    late_confirmed = forms.BooleanField(
        label="Kalla ändå",
        error_messages={"required": "Kryssa i rutan om kallelsen ska gå ändå, eller flytta mötet."},
    )

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["late_confirmed"]
