"""`manage.py check_minutes`: are the adjusted minutes still what was adjusted, and have the §§ no gaps?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from traffar.styrelse.inspection import faults
from traffar.styrelse.models import BoardMeeting


class Command(BaseCommand):
    help = "Räknar om koden på alla justerade protokoll och letar luckor bland paragraferna. Status 1 när något är fel."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults())
        for fault in found:
            self.stdout.write(fault)
        if found:
            sys.exit(1)
        number = BoardMeeting.objects.filter(status=BoardMeeting.Status.ADJUSTED).count()
        self.stdout.write(f"Protokollen stämmer: {number} justerade, inga luckor bland paragraferna.")
