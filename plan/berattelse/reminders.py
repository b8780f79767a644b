"""That the annual report waits for words, in Monday's mail to chair and secretary."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from distrikt.organisation.reports import people_holding
from distrikt.organisation.roles import Role
from distrikt.utskick.reminders import Line
from plan.berattelse.models import AnnualReport, Chapter
from plan.models import YearPlan
from plan.wording import counted

# Between the plan's end and the annual conference, before the end of March.
SEASON = timedelta(days=120)


def report_lines(monday: date) -> Iterator[Line]:
    """For the plan that is just over and not yet told of. Four queries."""
    over = YearPlan.objects.exclude(status=YearPlan.Status.DRAFT).filter(
        ends_on__lt=monday, ends_on__gt=monday - SEASON
    )
    year = over.exclude(annual_report__status=AnnualReport.Status.APPROVED).values_list("year", flat=True).first()
    if year is None:
        return
    written = Chapter.objects.filter(report__plan__year=year).count()
    so_far = counted(written, "kapitel är skrivet", "kapitel är skrivna") if written else "inget kapitel är skrivet än"
    url = f"{settings.BASE_URL}{reverse('berattelse:report_detail', args=[year])}"
    for person, email in people_holding([Role.CHAIR, Role.SECRETARY], monday):
        yield Line(person, email, f"Verksamhetsberättelsen för {year} väntar: {so_far}.", url, 25)
