"""The report as a PDF: the same as the page, on paper."""

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from distrikt.organisation.models import District
from distrikt.typeset import TypesettingError, make_pdf
from distrikt.utskick.jobs import JobFailed, JobKind, Progress
from distrikt.utskick.models import Job
from plan.berattelse.editions import document_of
from plan.berattelse.models import AnnualReport


def content_hash(document: str) -> str:
    """Tells whether a PDF that is made already says the same."""
    return sha256(document.encode()).hexdigest()


def make_report_pdf(document: str) -> bytes:
    """Typeset the report's document. TypesettingError when that does not go."""
    district = District.objects.first()
    logotype = district.logotype if district else None
    return make_pdf(
        document,
        media={"logotype": Path(logotype.path)} if logotype else {},
        base_url=f"{settings.BASE_URL}/",
    )


def run_report_job(job: Job, progress: Progress) -> tuple[str, bytes]:
    progress(5, "Samlar årets uppgifter")
    row = AnnualReport.objects.select_related("plan").get(pk=job.object_id)
    document = document_of(row, timezone.localdate())
    progress(30, "Sätter sidorna")
    try:
        pdf = make_report_pdf(document)
    except TypesettingError as error:
        raise JobFailed(str(error)) from error
    return f"verksamhetsberattelse-{row.plan.year}{'-utkast' if row.is_draft else ''}.pdf", pdf


def _home(pk: int) -> str:
    return reverse(
        "berattelse:report_read", args=[AnnualReport.objects.values_list("plan__year", flat=True).get(pk=pk)]
    )


JOB_KIND = "annual_report"
PDF_JOB = JobKind("Verksamhetsberättelsen som PDF", AnnualReport.objects.visible_to, run_report_job, _home)
