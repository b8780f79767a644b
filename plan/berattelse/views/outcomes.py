"""What became of each commitment: proposed by the evidence, decided by the board."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from distrikt.access import Request, require
from distrikt.saving import Difference, EditConflict, show_conflict
from plan.berattelse import actions
from plan.berattelse.forms import OutcomeForm
from plan.berattelse.models import AnnualReport, Outcome
from plan.berattelse.readback import ReadBack
from plan.berattelse.reports import Report, build_report
from plan.berattelse.views.reports import find_report, report_crumbs
from plan.models import Commitment


@dataclass(frozen=True, slots=True)
class Row:
    """A commitment with its form, and what differs when somebody else has decided meanwhile."""

    commitment: ReadBack
    form: OutcomeForm
    differences: list[Difference]
    is_saved: bool = False


def outcome_list(request: Request, year: int) -> HttpResponse:
    row = find_report(request.viewer, year)
    require(request.viewer, "berattelse.decide_outcome", row)
    return _page(request, row, build_report(row.plan, row, request.viewer.today))


@require_POST
def outcome_decide(request: Request, year: int, number: str) -> HttpResponse:
    """Save one. With htmx it alone is drawn anew, so that what is typed of the others stays; without, the reader lands
    at the next one left."""
    row = find_report(request.viewer, year)
    require(request.viewer, "berattelse.decide_outcome", row)
    report = build_report(row.plan, row, request.viewer.today)
    commitment = _commitment(report, number)
    form = _form(row, commitment, request.POST)
    if not form.is_valid():
        return _page(request, row, report, Row(commitment, form, []), status=422)
    outcome, version, _ = form.changed_row()
    try:
        actions.decide_outcome(outcome=outcome, version=version, by=request.viewer.person_id, at=timezone.now())
    except EditConflict as conflict:
        if differences := show_conflict(form, conflict):
            return _page(request, row, report, Row(commitment, form, differences), status=409)
    if request.htmx:
        report = build_report(row.plan, row, request.viewer.today)
        saved = _commitment(report, number)
        return _page(request, row, report, Row(saved, _form(row, saved), [], is_saved=True))
    messages.success(request, f"Punkt {number} är sparad.")
    shown = "?visa=kvar" if _only_left(request) else ""
    return redirect(f"{reverse('berattelse:outcome_list', args=[year])}{shown}#{_next(report, number)}")


def outcome_accept_all(request: Request, year: int) -> HttpResponse:
    """Asks once, then decides as proposed wherever nothing is decided."""
    row = find_report(request.viewer, year)
    require(request.viewer, "berattelse.decide_outcome", row)
    report = build_report(row.plan, row, request.viewer.today)
    if request.method == "POST":
        proposals = {commitment.id: commitment.proposal for commitment in report.proposed}
        accepted = actions.accept_proposals(
            report=row, proposals=proposals, by=request.viewer.person_id, at=timezone.now()
        )
        messages.success(request, f"{accepted} förslag är godtagna. Var och en kan ändras efteråt.")
        return redirect("berattelse:outcome_list", year)
    context = {"report": report, "parents": report_crumbs(row)}
    return render(request, "berattelse/outcome_accept_all.html", context)


def _commitment(report: Report, number: str) -> ReadBack:
    found = next((commitment for commitment in report.commitments if commitment.number == number), None)
    if found is None:
        raise Http404
    return found


def _only_left(request: Request) -> bool:
    """Whether the reader goes through those without a decision alone."""
    return request.GET.get("visa") == "kvar"


def _next(report: Report, number: str) -> str:
    """The number of the next commitment without a decision, else this one's."""
    numbers = [commitment.number for commitment in report.commitments]
    later = {*numbers[numbers.index(number) + 1 :]}
    return next((left.number for left in report.undecided if left.number in later), number)


def _form(row: AnnualReport, commitment: ReadBack, data: object = None) -> OutcomeForm:
    decided = commitment.decided
    outcome = Outcome(
        report=row,
        commitment=Commitment(pk=commitment.id),
        value="" if commitment.is_open else commitment.value,
        comment=decided.comment,
        version=decided.version,
    )
    return OutcomeForm(data, instance=outcome, auto_id=f"id_{commitment.id}_%s")


def _page(
    request: Request, row: AnnualReport, report: Report, sent: Row | None = None, *, status: int = 200
) -> HttpResponse:
    """The commitments with their forms, `sent` as it was typed; for htmx that one alone."""
    context = {"report": report, "only_left": _only_left(request), "parents": report_crumbs(row)}
    if sent and request.htmx:
        return render(request, "berattelse/_outcome_answer.html", context | {"row": sent}, status=status)
    context["rows"] = [
        sent if sent and commitment.id == sent.commitment.id else Row(commitment, _form(row, commitment), [])
        for commitment in (report.undecided if _only_left(request) else report.commitments)
    ]
    return render(request, "berattelse/outcome_list.html", context, status=status)
