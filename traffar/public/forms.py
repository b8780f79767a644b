"""What is chosen for a poster."""

from django import forms

from traffar.public.poster import PosterSize


class PosterForm(forms.Form):
    size = forms.ChoiceField(
        label="Hur stor?",
        choices=PosterSize.choices,
        initial=PosterSize.A4,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj en storlek.", "invalid_choice": "Välj A4 eller A3."},
    )
