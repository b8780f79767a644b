"""Reading a plan in: the document, the review of what was found, and "Spara planen"."""

import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from distrikt.access import Request, require
from distrikt.organisation.models import Body
from plan.intake.actions import PlanExists, choose, discard_intake, save_intake, start_intake
from plan.intake.forms import PlanForm, ReadForm
from plan.intake.outline import outline_of
from plan.intake.page import Paragraph, paragraphs_of
from plan.intake.panel import Panel, panel_of
from plan.intake.review import Gone, Review
from plan.intake.review_forms import ChoiceForm, CommitmentForm, HeadingForm, PickForm
from plan.intake.storage import restore
from plan.models import Intake, YearPlan

CHANGED_ELSEWHERE = "Meningen har ändrats i en annan flik eller av någon annan. Så här ser det ut nu."


def plan_read(request: Request, year: int | None = None) -> HttpResponse:
    """Choose the document, or go on with one that is under review."""
    require(request.viewer, "plan.edit_plan")
    form = ReadForm(request.POST or None, request.FILES or None, initial={"year": year})
    if request.method == "POST" and form.is_valid():
        intake = start_intake(
            reading=form.reading,
            submission=form.cleaned_data["submission"],
            year=form.cleaned_data["year"],
            source_name=form.source_name,
            by=request.viewer.person_id,
            at=timezone.now(),
        )
        return redirect("plan:plan_read_review", intake.pk)
    context = {"form": form, "intakes": Intake.objects.visible_to(request.viewer).listed()}
    return render(request, "plan/plan_read.html", context, status=422 if form.errors else 200)


def plan_read_review(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The document with its commitments marked; a POST is one choice about one sentence or heading."""
    intake = get_object_or_404(Intake.objects.visible_to(request.viewer), pk=pk)
    require(request.viewer, "plan.edit_plan")
    if request.method == "POST":
        return _choose(request, intake)
    review = restore(intake)
    pick = PickForm(request.GET)
    return _show(request, intake, review, pick.cleaned_data["mening"] if pick.is_valid() else None)


def plan_read_save(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The plan as it will be, what to look at twice, and "Spara planen"."""
    require(request.viewer, "plan.edit_plan")
    if plan := YearPlan.objects.visible_to(request.viewer).filter(submission=pk).first():
        return redirect("plan:plan_detail", plan.year)
    intake = get_object_or_404(Intake.objects.visible_to(request.viewer), pk=pk)
    initial = {"title": intake.title, "year": intake.year, "organisation": intake.organisation}
    form = PlanForm(request.POST or None, initial=initial, today=request.viewer.today)
    if request.method == "POST" and form.is_valid():
        try:
            plan = save_intake(intake=intake, facts=form.facts(intake.source_name))
        except PlanExists as exists:
            form.add_error("year", str(exists))
        else:
            messages.success(request, _saved(plan))
            return redirect("plan:plan_detail", plan.year)
    context = {"form": form, "intake": intake, "outline": outline_of(restore(intake))}
    return render(request, "plan/plan_read_save.html", context, status=422 if form.errors else 200)


@require_POST
def plan_read_discard(request: Request, pk: uuid.UUID) -> HttpResponse:
    intake = get_object_or_404(Intake.objects.visible_to(request.viewer), pk=pk)
    require(request.viewer, "plan.edit_plan")
    discard_intake(intake=intake)
    messages.success(request, f"{intake} är slängt. Ingen plan har ändrats.")
    return redirect("plan:plan_read")


def _saved(plan: YearPlan) -> str:
    if plan.is_draft:
        return f"{plan} är sparad som utkast. Nästa steg: anta planen."
    return f"{plan} är sparad som antagen."


def _choose(request: Request, intake: Intake) -> HttpResponse:
    """Apply the choice; the answer shows what comes next, or the form again with its errors."""
    asked = ChoiceForm(request.POST)
    if not asked.is_valid():
        raise BadRequest(asked.errors.as_text())
    before = restore(intake)
    form = asked.fields_of(before)
    if form and not form.is_valid():
        return _show(request, intake, before, asked.cleaned_data["start"], form=form, status=422)
    choice = asked.chosen(form.changes if form else {})
    try:
        review = choose(intake=intake, choice=choice.apply)
    except Gone:
        messages.warning(request, CHANGED_ELSEWHERE)
        intake.refresh_from_db()
        review = restore(intake)
    pick = choice.pick_after(before, review)
    if request.htmx:
        return _show(request, intake, review, pick, before=paragraphs_of(before))
    place = f"?mening={pick}#s{pick}" if pick is not None else "#panel"
    return redirect(reverse("plan:plan_read_review", args=[intake.pk]) + place)


def _show(
    request: Request,
    intake: Intake,
    review: Review,
    pick: int | None,
    *,
    form: CommitmentForm | HeadingForm | None = None,
    before: tuple[Paragraph, ...] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or for htmx the panel and those paragraphs that a choice has changed since `before`."""
    paragraphs = paragraphs_of(review)
    panel = panel_of(review, paragraphs, pick)
    context = {"intake": intake, "panel": panel, "form": form or _form(panel), "bodies": _bodies(panel)}
    if not request.htmx:
        context |= {"paragraphs": paragraphs, "review": review}
        return render(request, "plan/plan_read_review.html", context, status=status)
    if before is not None and [old.start for old in before] == [new.start for new in paragraphs]:
        context["changed"] = [new for old, new in zip(before, paragraphs, strict=True) if old != new]
    elif before is not None:
        context["paragraphs"] = paragraphs
    return render(request, "plan/_plan_read_answer.html", context, status=status)


def _form(panel: Panel) -> CommitmentForm | HeadingForm | None:
    if panel.heading:
        return HeadingForm(initial={"text": panel.heading.text, "role": panel.heading.role})
    return CommitmentForm(read=panel.candidate.commitment) if panel.candidate else None


def _bodies(panel: Panel) -> list[str]:
    return list(Body.objects.active().values_list("name", flat=True)) if panel.candidate else []
