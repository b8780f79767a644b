"""Reading a plan in: the document, the review of what was found, and "Spara planen"."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from distrikt.access import Request, require
from distrikt.organisation.models import Body
from plan.intake import choices
from plan.intake.actions import PlanExists, choose, discard_intake, save_intake, start_intake
from plan.intake.forms import CommitmentForm, HeadingForm, PlanForm, ReadForm
from plan.intake.outline import outline_of
from plan.intake.page import Paragraph, paragraphs_of
from plan.intake.panel import Panel, next_left, panel_of
from plan.intake.review import Gone, Review
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
    intakes = Intake.objects.visible_to(request.viewer).defer("source_text", "headings", "candidates")
    context = {"form": form, "intakes": intakes.select_related("read_by")}
    return render(request, "plan/plan_read.html", context, status=422 if form.errors else 200)


def plan_read_review(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The document with its commitments marked; a POST is one choice about one sentence or heading."""
    intake = get_object_or_404(Intake.objects.visible_to(request.viewer), pk=pk)
    require(request.viewer, "plan.edit_plan")
    if request.method == "POST":
        return _choose(request, intake)
    review = restore(intake)
    return _show(request, intake, review, _offset(request.GET.get("mening")))


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


def _offset(said: str | None) -> int | None:
    """An offset in the document, as a link or button carries it."""
    return int(said) if said and said.isdecimal() and len(said) < 9 else None


def _saved(plan: YearPlan) -> str:
    if plan.is_draft:
        return f"{plan} är sparad som utkast. Nästa steg: anta planen."
    return f"{plan} är sparad som antagen."


def _choose(request: Request, intake: Intake) -> HttpResponse:
    """Apply the choice; the answer shows what comes next, or the form again with its errors."""
    before = restore(intake)
    ask = _Ask.of(request, before)
    if ask.form is not None and not ask.form.is_valid():
        return _show(request, intake, before, ask.start, form=ask.form, status=422)
    try:
        review = choose(intake=intake, choice=ask.answer)
    except Gone:
        messages.warning(request, CHANGED_ELSEWHERE)
        intake.refresh_from_db()
        review = restore(intake)
    pick = ask.pick_after(before, review)
    if request.htmx:
        return _show(request, intake, review, pick, before=paragraphs_of(before))
    place = f"?mening={pick}#s{pick}" if pick is not None else "#panel"
    return redirect(reverse("plan:plan_read_review", args=[intake.pk]) + place)


@dataclass(frozen=True, slots=True)
class _Ask:
    """What a POST asks for. `form` is set when fields were changed, and is to be valid before the choice is made."""

    what: str
    start: int
    at: int | None
    form: CommitmentForm | HeadingForm | None

    @classmethod
    def of(cls, request: Request, review: Review) -> "_Ask":
        at, start = _offset(request.POST.get("at")), _offset(request.POST.get("start")) or 0
        what = request.POST.get("choice", "keep") if at is None else "split"
        form: CommitmentForm | HeadingForm | None = None
        candidate = review.candidate_at(start)
        if what == "keep" and candidate and "c-kind" in request.POST:
            form = CommitmentForm(request.POST, read=candidate.commitment)
        elif what == "heading":
            form = HeadingForm(request.POST)
        return cls(what, start, at, form if form and form.has_changed() else None)

    def answer(self, review: Review) -> Review:
        match self.what, self.form:
            case "keep", CommitmentForm() as form:
                return choices.keep(review, self.start, form.changes)
            case "heading", HeadingForm() as form:
                return review.change_heading(self.start, **form.cleaned_data)
            case "drop", _:
                return review.drop(self.start)
            case "split", _:
                return choices.split(review, self.start, self.at)
            case "join", _:
                return choices.join(review, self.start)
            case "make_heading", _:
                return choices.make_heading(review, self.start)
            case "unmake_heading", _:
                return review.unmake_heading(self.start)
            case _:
                return choices.keep(review, self.start, {})

    def pick_after(self, before: Review, after: Review) -> int | None:
        """Reviewed: on to the next that is left. Newly made: stay there."""
        if self.what in ("keep", "drop") and before.candidate_at(self.start):
            return next_left(after, self.start)
        return self.start


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
