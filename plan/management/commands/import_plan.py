"""Read a plan document and save it as the year's plan: as a draft, or as adopted on a day."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plan.intake.actions import PlanExists, save_reading
from plan.intake.forms import PlanForm
from plan.management.commands.read_plan import read_file
from plan.reading import PlanReading


class Command(BaseCommand):
    help = "Läser in ett plandokument som årets verksamhetsplan. Allt sparas, eller ingenting."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FIL", type=Path, help="docx, odt, pdf, md, org eller txt")
        parser.add_argument("--year", metavar="ÅR", help="Planens år; annars det som står i dokumentet.")
        parser.add_argument("--adopted-on", metavar="DATUM", help="Dagen då planen antogs; annars sparas ett utkast.")

    def handle(self, *args: Any, file: Path, year: str | None, adopted_on: str | None, **options: Any) -> None:
        reading = read_file(file)
        form = plan_form(reading, year=year, adopted_on=adopted_on)
        if not form.is_valid():
            raise CommandError("\n".join(errors_of(form)))
        try:
            plan = save_reading(reading=reading, facts=form.facts(file.name))
        except PlanExists as exists:
            raise CommandError(str(exists)) from exists
        commitments, status = plan.commitments.count(), plan.get_status_display()
        self.stdout.write(f"{plan} är sparad ({status}): {commitments} åtaganden i {plan.areas.count()} områden.")


def plan_form(reading: PlanReading, *, year: str | None, adopted_on: str | None) -> PlanForm:
    """The same checks as on the page."""
    if year is None and reading.year is None:
        raise CommandError("Det står inget år i dokumentet. Ange det med --year.")
    data = {
        "title": (reading.title or f"Verksamhetsplan {year or reading.year}")[:300],
        "year": year or reading.year,
        "organisation": (reading.organisation or "")[:200],
        "adopted_on": adopted_on or "",
    }
    return PlanForm(data, today=timezone.localdate())


def errors_of(form: PlanForm) -> list[str]:
    option = {"year": "--year", "adopted_on": "--adopted-on"}
    return [f"{option.get(name, name)}: {error}" for name, errors in form.errors.items() for error in errors]
