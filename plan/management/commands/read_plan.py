"""Read a plan document and print what is in it, without saving anything."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plan.intake.describing import describe
from plan.intake.forms import MAX_BYTES
from plan.reading import DocumentRefused, PlanReading, as_json, read_plan


class Command(BaseCommand):
    help = "Läser ett plandokument och skriver ut vad som står i det. Sparar ingenting."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FIL", type=Path, help="docx, odt, pdf, md, org eller txt")
        parser.add_argument("--json", action="store_true", help="Skriv ut läsningen som JSON.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        reading = read_file(file)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(table_of(reading)))


def read_file(file: Path) -> PlanReading:
    """Read the document. CommandError, in Swedish, when there is none or it cannot be read."""
    if not file.is_file():
        raise CommandError(f"{file}: det finns ingen sådan fil.")
    if file.stat().st_size > MAX_BYTES:
        raise CommandError(f"{file}: filen är större än 20 MB.")
    try:
        return read_plan(file.read_bytes(), filename=file.name)
    except OSError as error:
        raise CommandError(f"{file}: filen går inte att öppna ({error.strerror}).") from error
    except DocumentRefused as refused:
        raise CommandError(f"{file}: {refused}") from refused


def table_of(reading: PlanReading) -> list[str]:
    """The reading as lines for a person: areas, and under each its commitments with what they are taken for."""
    lines = [
        reading.title or "(ingen rubrik)",
        f"År {reading.year or 'okänt'} · {reading.organisation or 'okänd organisation'}",
    ]
    for area in reading.areas:
        role = "" if area.role == "commitments" else "  (bakgrund)"
        lines += ["", "  " * (area.level - 1) + (area.heading or "(före första rubriken)") + role]
        for commitment in area.commitments:
            lines += [f"  {' '.join(commitment.text.split())}", f"      {describe(commitment)}"]
    return [*lines, "", f"{len(reading.commitments)} åtaganden i {len(reading.areas)} områden."]
