"""The report as a whole: the list of years, the desk, the reading page, the PDF, the approval."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from distrikt.access import Request, Viewer, may, require
from distrikt.typeset import TypesettingUnavailable, missing_libraries
from distrikt.utskick.actions import request_job
from plan.berattelse import actions
from plan.berattelse.desk import lay_desk
from plan.berattelse.editions import document_of, page_of
from plan.berattelse.forms import ApproveForm
from plan.berattelse.models import AnnualReport
from plan.berattelse.pdf import JOB_KIND, content_hash
from plan.berattelse.reports import build_report
from plan.models import YearPlan


def find_report(viewer: Viewer, year: int) -> AnnualReport:
    """The year's report with its plan, or 404 for who may not know of it yet."""
    reports = AnnualReport.objects.visible_to(viewer).select_related("plan").defer("plan__source_text")
    return get_object_or_404(reports, plan__year=year)


def plans_without_report(viewer: Viewer) -> QuerySet[YearPlan]:
    """Plans that have been in force and whose report nobody has begun."""
    begun = YearPlan.objects.visible_to(viewer).filter(starts_on__lte=viewer.today, annual_report=None)
    return begun.exclude(status=YearPlan.Status.DRAFT).defer("source_text")


def report_crumbs(report: AnnualReport) -> list[dict[str, str]]:
    """The way back, for the breadcrumbs."""
    return [{"label": str(report), "url": reverse("berattelse:report_detail", args=[report.plan.year])}]


def report_current(request: Request) -> HttpResponse:
    """All years' reports, and the one to begin when there is a plan without."""
    viewer = request.viewer
    if not viewer.sees_content:
        raise Http404
    reports = AnnualReport.objects.visible_to(viewer).select_related("plan").defer("plan__source_text")
    can_create = may(viewer, "berattelse.create_report")
    waiting = plans_without_report(viewer) if can_create else []
    return render(
        request,
        "berattelse/report_current.html",
        {"reports": reports, "waiting": waiting, "can_open_desk": may(viewer, "berattelse.open_desk")},
    )


@require_POST
def report_create(request: Request, year: int) -> HttpResponse:
    require(request.viewer, "berattelse.create_report")
    plan = get_object_or_404(
        YearPlan.objects.visible_to(request.viewer).exclude(status=YearPlan.Status.DRAFT), year=year
    )
    actions.create_report(plan=plan, by=request.viewer.person_id)
    return redirect("berattelse:report_detail", year)


def report_detail(request: Request, year: int) -> HttpResponse:
    """The desk: what is written, what is the program's draft, what is missing."""
    row, viewer = find_report(request.viewer, year), request.viewer
    require(viewer, "berattelse.open_desk")
    report = build_report(row.plan, row, viewer.today)
    return render(
        request,
        "berattelse/report_detail.html",
        {
            "report": report,
            "desk": lay_desk(report, row, viewer),
            "can_decide": may(viewer, "berattelse.decide_outcome", row),
            "can_approve": may(viewer, "berattelse.approve_report", row),
            "can_reopen": not row.is_draft and may(viewer, "berattelse.reopen_report"),
            "pdf_unavailable": _pdf_unavailable(),
        },
    )


def report_read(request: Request, year: int) -> HttpResponse:
    row, viewer = find_report(request.viewer, year), request.viewer
    return render(
        request,
        "berattelse/report_read.html",
        {
            "report": row,
            "page": page_of(row, viewer.today),
            "can_open_desk": may(viewer, "berattelse.open_desk"),
            "pdf_unavailable": _pdf_unavailable(),
        },
    )


@require_POST
def report_pdf(request: Request, year: int) -> HttpResponse:
    """Ask for the PDF. One with the same content is made once, whoever asks."""
    row = find_report(request.viewer, year)
    job = request_job(
        kind=JOB_KIND,
        object_id=row.pk,
        by=request.viewer.person_id,
        at=timezone.now(),
        content_hash=content_hash(document_of(row, request.viewer.today)),
    )
    return redirect(job)


def report_approve(request: Request, year: int) -> HttpResponse:
    row = find_report(request.viewer, year)
    if request.method == "POST" and not row.is_draft:  # The same form sent twice.
        return redirect("berattelse:report_detail", year)
    require(request.viewer, "berattelse.approve_report", row)
    report = build_report(row.plan, row, request.viewer.today)
    form = ApproveForm(request.POST or None, instance=row, today=request.viewer.today)
    if request.method == "POST" and form.is_valid() and not report.undecided:
        actions.approve_report(
            report=row,
            on=form.cleaned_data["approved_on"],
            place_and_date=form.cleaned_data["place_and_date"],
            by=request.viewer.person_id,
            today=request.viewer.today,
        )
        messages.success(request, f"{report.title} är godkänd. Nu kan alla medlemmar läsa den.")
        return redirect("berattelse:report_detail", year)
    context = {"report": report, "form": form, "parents": report_crumbs(row)}
    return render(
        request, "berattelse/report_approve.html", context, status=409 if request.POST and report.undecided else 200
    )


@require_POST
def report_reopen(request: Request, year: int) -> HttpResponse:
    row = find_report(request.viewer, year)
    require(request.viewer, "berattelse.reopen_report")
    actions.reopen_report(report=row, by=request.viewer.person_id)
    messages.success(request, "Berättelsen är ett utkast igen och kan ändras.")
    return redirect("berattelse:report_detail", year)


def _pdf_unavailable() -> str:
    return str(TypesettingUnavailable()) if missing_libraries() else ""
