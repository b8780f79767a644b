"""The report as a PDF: the same object as the page, on paper."""

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from distrikt.organisation.models import District
from distrikt.typeset import TypesettingError, make_pdf
from distrikt.utskick.jobs import JobFailed, JobKind, Progress
from distrikt.utskick.models import Job
from plan.berattelse.models import AnnualReport
from plan.berattelse.reports import Report, build_report


def report_html(report: Report, district: District | None) -> str:
    """The whole document, ready to typeset."""
    return render_to_string("berattelse/document.html", {"report": report, "district": district})


def content_hash(html: str) -> str:
    """Tells whether a PDF that is made already says the same."""
    return sha256(html.encode()).hexdigest()


def make_report_pdf(report: Report, district: District | None) -> bytes:
    """Typeset the report. TypesettingError when that does not go."""
    logotype = district.logotype if district else None
    return make_pdf(
        report_html(report, district),
        media={"logotype": Path(logotype.path)} if logotype else {},
        base_url=f"{settings.BASE_URL}/",
    )


def run_report_job(job: Job, progress: Progress) -> tuple[str, bytes]:
    progress(5, "Samlar årets uppgifter")
    row = AnnualReport.objects.select_related("plan").get(pk=job.object_id)
    report = build_report(row.plan, row, timezone.localdate())
    progress(30, "Sätter sidorna")
    try:
        pdf = make_report_pdf(report, District.objects.first())
    except TypesettingError as error:
        raise JobFailed(str(error)) from error
    return file_name(report), pdf


def file_name(report: Report) -> str:
    return f"verksamhetsberattelse-{report.plan.year}{'-utkast' if report.is_draft else ''}.pdf"


def _home(pk: int) -> str:
    return reverse(
        "berattelse:report_read", args=[AnnualReport.objects.values_list("plan__year", flat=True).get(pk=pk)]
    )


JOB_KIND = "annual_report"
PDF_JOB = JobKind("Verksamhetsberättelsen som PDF", AnnualReport.objects.visible_to, run_report_job, _home)
