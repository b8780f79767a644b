"""The report as it is read and printed: a draft is drawn anew each time, an approved one stands as it was approved."""

from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from distrikt.organisation.models import District
from plan.berattelse.models import AnnualReport, Edition
from plan.berattelse.reports import Report, build_report


def draw_page(report: Report) -> SafeString:
    """What stands on the reading page."""
    return render_to_string("berattelse/_report.html", {"report": report, "is_page": True})


def draw_document(report: Report) -> SafeString:
    """The whole document, ready to typeset."""
    return render_to_string("berattelse/document.html", {"report": report, "district": District.objects.first()})


def keep_edition(row: AnnualReport, today: date) -> None:
    """Draw the report for good."""
    report = build_report(row.plan, row, today)
    drawn = {"page": draw_page(report), "document": draw_document(report)}
    Edition.objects.update_or_create(report=row, defaults=drawn)


def page_of(row: AnnualReport, today: date) -> SafeString:
    edition = _edition_of(row)
    if edition is None:
        return draw_page(build_report(row.plan, row, today))
    # Our own templates have drawn and escaped it, at approval.
    return mark_safe(edition.page)  # noqa: S308  # nosec B308 B703


def document_of(row: AnnualReport, today: date) -> str:
    edition = _edition_of(row)
    return edition.document if edition else draw_document(build_report(row.plan, row, today))


def _edition_of(row: AnnualReport) -> Edition | None:
    return None if row.is_draft else Edition.objects.filter(report=row).first()
