"""A single commitment: its page, how it goes, and how it is changed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from distrikt.access import Request, may, require
from distrikt.saving import Difference, EditConflict, is_made_already, show_conflict
from plan import actions
from plan.countables import countables
from plan.evidence import entries_for, ledger_lines, weigh
from plan.forms import AmendmentForm, CheckInForm, CommitmentForm, SetUpForm
from plan.models import Amendment, CheckIn, Commitment
from plan.page_links import links_of
from plan.reports import check_in_rows, commitment_follow_up
from plan.sections import sections
from plan.status_words import last_year_words
from plan.views.plans import plan_crumb

EVIDENCE_PAGE = 20


def _commitment(request: Request, year: int, number: str) -> Commitment:
    """The commitment within the viewer's world, or 404."""
    known = Commitment.objects.visible_to(request.viewer).select_related("plan", "area", "responsible")
    return get_object_or_404(known.defer("plan__source_text", "area__text"), plan__year=year, number=number)


def _url(commitment: Commitment) -> str:
    return reverse("plan:commitment_detail", args=[commitment.plan.year, commitment.number])


def _crumbs(commitment: Commitment) -> list[dict[str, str]]:
    area = commitment.area
    url = reverse("plan:area_detail", args=[commitment.plan.year, area.slug])
    return [plan_crumb(commitment.plan), {"label": str(area), "url": url}]


def commitment_detail(request: Request, year: int, number: str) -> HttpResponse:
    """The sentence, how it goes, and everything that was done towards it."""
    commitment, viewer = _commitment(request, year, number), request.viewer
    lines = list(ledger_lines(commitment))
    follow_up = commitment_follow_up(commitment, weigh(lines), viewer.today)
    page = Paginator(lines, EVIDENCE_PAGE).get_page(request.GET.get("sida"))
    entries, hidden = entries_for(page, viewer)
    context = {
        "commitment": commitment,
        "follow_up": follow_up,
        "scored": not commitment.plan.is_draft,
        "last_year": last_year_words(follow_up.last_year, follow_up.evidence.done),
        "counted_kinds": _counted_kinds(commitment),
        "page": page,
        "entries": entries,
        "hidden": hidden,
        "check_ins": check_in_rows(commitment) if commitment.checked_in_on else (),
        "amendments": commitment.amendments.all() if commitment.amended_on else (),
        "sections": [found for _, section in sections if (found := section(commitment, viewer))],
        "parents": _crumbs(commitment),
        "links": links_of(commitment, viewer),
        "can_follow_up": may(viewer, "plan.follow_up_commitment", commitment),
        "can_set_up": may(viewer, "plan.set_up_commitment", commitment),
        "can_amend": may(viewer, "plan.amend_commitment", commitment),
    }
    return render(request, "plan/commitment_detail.html", context)


def _counted_kinds(commitment: Commitment) -> list[str]:
    """The names of what the commitment counts, as far as somebody upstairs knows them."""
    names = {(kind.source_kind, kind.value): kind.name for _, kind in countables}
    chosen = commitment.counts.values_list("source_kind", "value")
    return sorted(names[key] for key in chosen if key in names)


def check_in_create(request: Request, year: int, number: str) -> HttpResponse:
    """Note how it goes; close the commitment or open it again."""
    commitment = _commitment(request, year, number)
    if is_made_already(CheckIn, request.POST):
        return redirect(_url(commitment))
    require(request.viewer, "plan.follow_up_commitment", commitment)
    check_in = CheckIn(commitment=commitment, by_id=request.viewer.person_id, day=request.viewer.today)
    form = CheckInForm(request.POST or None, instance=check_in, commitment=commitment)
    if form.is_valid():
        actions.check_in(check_in=check_in)
        messages.success(request, "Avstämningen är sparad.")
        return redirect(_url(commitment))
    return _form_page(request, "plan/check_in_create.html", commitment, form, [])


def commitment_edit(request: Request, year: int, number: str) -> HttpResponse:
    """In a draft everything about a commitment; in an adopted plan what is no part of its wording."""
    commitment = _commitment(request, year, number)
    require(request.viewer, "plan.set_up_commitment", commitment)
    form_class = CommitmentForm if commitment.plan.is_draft else SetUpForm
    form = form_class(request.POST or None, instance=commitment)
    differences: list[Difference] = []
    if form.is_valid():
        row, version, fields = form.changed_row()
        try:
            actions.set_up_commitment(
                commitment=row, counts=form.chosen_counts, version=version, fields=fields, by=request.viewer.person_id
            )
        except EditConflict as conflict:
            differences = show_conflict(form, conflict)
        if not differences:
            messages.success(request, f"Punkt {number} är sparad.")
            return redirect(_url(commitment))
    return _form_page(request, "plan/commitment_edit.html", commitment, form, differences)


def amendment_create(request: Request, year: int, number: str) -> HttpResponse:
    """Change or drop a commitment of the adopted plan, by a board decision."""
    commitment = _commitment(request, year, number)
    if is_made_already(Amendment, request.POST):
        return redirect(_url(commitment))
    require(request.viewer, "plan.amend_commitment", commitment)
    amendment = Amendment(commitment=commitment, by_id=request.viewer.person_id)
    form = AmendmentForm(request.POST or None, instance=amendment, commitment=commitment, today=request.viewer.today)
    differences: list[Difference] = []
    if form.is_valid():
        typed = form.cleaned_data
        try:
            actions.amend_commitment(
                amendment=amendment,
                deadline=typed["deadline"],
                version=typed["version"],
                by=request.viewer.person_id,
            )
        except EditConflict as conflict:
            differences = form.show_conflict(conflict)
        else:
            messages.success(request, f"Ändringen av punkt {number} är sparad.")
            return redirect(_url(commitment))
    return _form_page(request, "plan/amendment_create.html", commitment, form, differences)


def _form_page(
    request: HttpRequest, template: str, commitment: Commitment, form: Any, differences: list[Difference]
) -> HttpResponse:
    """The form as it was typed: 409 when somebody else was first, with both texts."""
    parents = [*_crumbs(commitment), {"label": f"Punkt {commitment.number}", "url": _url(commitment)}]
    context = {"commitment": commitment, "form": form, "differences": differences, "parents": parents}
    return render(request, template, context, status=409 if differences else 200)
