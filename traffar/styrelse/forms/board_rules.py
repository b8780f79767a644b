"""How the board works, as far as the statutes leave it open."""

from django import forms

from distrikt.saving import EditForm
from traffar.styrelse.models import BoardRules

MOST_LINES, LONGEST_LINE = 40, 200


class BoardRulesForm(EditForm):
    class Meta:
        model = BoardRules
        fields = ("numbering", "quorum", "notice_days", "calls_substitutes", "publishes_minutes", "agenda")
        labels = {"notice_days": "Kallelsen ska gå senast så många dagar före", "agenda": "Mall för dagordningen"}
        help_texts = {
            "numbering": "VU har alltid en egen nummerserie.",
            "notice_days": "Ordförande, sekreterare och ombudsman påminns i tid.",
            "agenda": "En rad per punkt. Nya möten får den; de som redan är planerade behåller sin.",
        }
        widgets = {
            "numbering": forms.RadioSelect,
            "quorum": forms.RadioSelect,
            "agenda": forms.Textarea(attrs={"rows": 14}),
        }
        error_messages = {"notice_days": {"required": "Skriv hur många dagar före mötet kallelsen ska gå."}}

    def clean_agenda(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["agenda"].splitlines() if line.strip()]
        if not lines:
            raise forms.ValidationError("Skriv minst en punkt.")
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"Högst {MOST_LINES} punkter; det är {len(lines)}.")
        for number, line in enumerate(lines, start=1):
            if len(line) > LONGEST_LINE:
                raise forms.ValidationError(f"Rad {number} är för lång: högst {LONGEST_LINE} tecken.")
        return "\n".join(lines) + "\n"
