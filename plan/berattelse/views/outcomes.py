"""What became of each commitment: proposed by the evidence, decided by the board."""

from collections.abc import Sequence
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


def outcome_list(request: Request, year: int) -> HttpResponse:
    row = find_report(request.viewer, year)
    require(request.viewer, "berattelse.decide_outcome", row)
    report = build_report(row.plan, row, request.viewer.today)
    only_left = request.GET.get("visa") == "kvar"
    return _page(request, row, report, report.undecided if only_left else report.commitments, only_left=only_left)


@require_POST
def outcome_decide(request: Request, year: int, number: str) -> HttpResponse:
    """Save one; the next one left is where the reader lands."""
    row = find_report(request.viewer, year)
    require(request.viewer, "berattelse.decide_outcome", row)
    report = build_report(row.plan, row, request.viewer.today)
    commitment = next((found for found in report.commitments if found.number == number), None)
    if commitment is None:
        raise Http404
    form = _form(row, commitment, request.POST)
    if not form.is_valid():
        return _page(request, row, report, report.commitments, Row(commitment, form, []), status=422)
    outcome, version, _ = form.changed_row()
    try:
        actions.decide_outcome(outcome=outcome, version=version, by=request.viewer.person_id, at=timezone.now())
    except EditConflict as conflict:
        sent = Row(commitment, form, show_conflict(form, conflict))
        return _page(request, row, report, report.commitments, sent, status=409)
    messages.success(request, f"Punkt {number}: sparat.")
    return redirect(f"{reverse('berattelse:outcome_list', args=[year])}#{_next(report, number)}")


def outcome_accept_all(request: Request, year: int) -> HttpResponse:
    """Asks once, then decides as proposed wherever nothing is decided."""
    row = find_report(request.viewer, year)
    require(request.viewer, "berattelse.decide_outcome", row)
    report = build_report(row.plan, row, request.viewer.today)
    if request.method == "POST":
        proposals = {commitment.id: commitment.proposal.value for commitment in report.undecided}
        accepted = actions.accept_proposals(
            report=row, proposals=proposals, by=request.viewer.person_id, at=timezone.now()
        )
        messages.success(request, f"{accepted} förslag är godtagna. Var och en kan ändras efteråt.")
        return redirect("berattelse:outcome_list", year)
    context = {"report": report, "parents": report_crumbs(row)}
    return render(request, "berattelse/outcome_accept_all.html", context)


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
        value=commitment.value,
        comment=decided.comment,
        version=decided.version,
    )
    return OutcomeForm(data, instance=outcome, auto_id=f"id_{commitment.id}_%s")


def _page(
    request: Request,
    row: AnnualReport,
    report: Report,
    commitments: Sequence[ReadBack],
    sent: Row | None = None,
    *,
    only_left: bool = False,
    status: int = 200,
) -> HttpResponse:
    rows = [
        sent if sent and commitment.id == sent.commitment.id else Row(commitment, _form(row, commitment), [])
        for commitment in commitments
    ]
    context = {"report": report, "rows": rows, "only_left": only_left, "parents": report_crumbs(row)}
    return render(request, "berattelse/outcome_list.html", context, status=status)
