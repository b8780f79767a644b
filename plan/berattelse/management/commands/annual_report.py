from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from distrikt.typeset import TypesettingError
from plan.berattelse.editions import document_of, draw_document
from plan.berattelse.models import AnnualReport
from plan.berattelse.pdf import make_report_pdf
from plan.berattelse.reports import build_report
from plan.models import YearPlan


class Command(BaseCommand):
    help = "Gör verksamhetsberättelsen för ett år som PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="Planens år, till exempel 2020.")
        parser.add_argument("--out", type=Path, required=True, metavar="FIL", help="Filen som skrivs.")

    def handle(self, *args: Any, year: int, out: Path, **options: Any) -> None:
        plan = YearPlan.objects.filter(year=year).first()
        if plan is None:
            known = ", ".join(str(year) for year in YearPlan.objects.values_list("year", flat=True))
            raise CommandError(f"Det finns ingen verksamhetsplan för {year}. Inlästa år: {known or 'inga'}.")
        row, today = AnnualReport.objects.filter(plan=plan).select_related("plan").first(), timezone.localdate()
        try:
            pdf = make_report_pdf(document_of(row, today) if row else draw_document(build_report(plan, None, today)))
        except TypesettingError as error:
            raise CommandError(str(error)) from error
        try:
            out.write_bytes(pdf)
        except OSError as error:
            raise CommandError(
                f"Det går inte att skriva {out}: {error.strerror}. Välj en annan fil med --out."
            ) from error
        self.stdout.write(f"Skrev {out} ({len(pdf) // 1024} kB).")
