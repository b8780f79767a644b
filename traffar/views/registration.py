"""Registering: what, when, where – and then which sentences of the plan it serves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from distrikt.access import Request, require
from plan.proposals import Proposal, propose_commitments
from traffar.actions import link_commitments, register_activities
from traffar.evidence import SOURCE, linked_commitments
from traffar.forms.fields import DayField
from traffar.forms.outcome import CommitmentsForm
from traffar.forms.repetition import RepeatedActivityForm
from traffar.models import Activity, ActivityKind
from traffar.reports import day_hints
from traffar.when import local_day, when_words


def activity_create(request: Request) -> HttpResponse:
    require(request.viewer, "traffar.add_activity")
    form = RepeatedActivityForm(request.POST or None, viewer=request.viewer)
    is_ready = request.method == "POST" and "change" not in request.POST
    if not is_ready or not form.is_valid() or form.is_about_dates:
        asks_about_dates = is_ready and form.is_about_dates
        page = "traffar/activity_dates.html" if asks_about_dates else "traffar/activity_create.html"
        return render(request, page, {"form": form})
    as_draft = "draft" in request.POST
    registered = register_activities(
        content=form.instance,
        co_hosts=form.cleaned_data["co_hosts"],
        occurrences=form.cleaned_data["occurrences"],
        status=Activity.Status.DRAFT if as_draft else Activity.Status.PLANNED,
        by=request.viewer.person_id,
        rule=form.rule if len(form.cleaned_data["occurrences"]) > 1 else "",
    )
    what = registered[0].display_title if len(registered) == 1 else f"{len(registered)} tillfällen"
    messages.success(request, f"{what} sparat som utkast." if as_draft else f"Sparat: {what}.")
    return redirect("traffar:activity_detail" if as_draft else "traffar:activity_commitments", registered[0].pk)


@require_safe
def activity_day(request: Request) -> HttpResponse:
    """The hints about a day, as a fragment beside the date picker."""
    require(request.viewer, "traffar.add_activity")
    try:
        day = DayField().clean(request.GET.get("day"))
    except ValidationError:
        return HttpResponse()
    return render(request, "traffar/activity_day.html", {"hints": day_hints(day, request.viewer)})


def activity_commitments(request: Request, pk: int) -> HttpResponse:
    known = Activity.objects.visible_to(request.viewer).counted().select_related("organiser")
    activity = get_object_or_404(known.prefetch_related("co_hosts"), pk=pk)
    require(request.viewer, "traffar.change_activity", activity)
    day = local_day(activity.starts_at)
    own = Activity.objects.organised_by(request.viewer).counted()
    occurrences = list(own.filter(submission=activity.submission))
    proposals = propose_commitments(
        source_kind=SOURCE,
        value=activity.kind,
        words=_words_of(activity),
        hosts=[activity.organiser, *activity.co_hosts.all()],
        day=day,
    )
    linked = linked_commitments(activity)
    asked = [proposal.commitment for proposal in proposals[:1] if proposal.counts]
    form = CommitmentsForm(
        request.POST or None,
        proposals=proposals,
        occurrences=len(occurrences),
        initial={"commitments": linked or asked},
    )
    if request.method == "POST" and form.is_valid():
        chosen = [] if "none" in request.POST else form.cleaned_data["commitments"]
        all_alike = form.cleaned_data["all_occurrences"]
        asked_for = occurrences if all_alike else [activity]
        tied = link_commitments(activities=asked_for, commitments=chosen, by=request.viewer.person_id)
        numbers = [proposal.number for proposal in proposals if proposal.commitment in chosen]
        messages.success(request, _thanks(numbers, tied=tied, asked_for=len(asked_for)))
        awaits_outcome = activity.is_planned and activity.ends_at < timezone.now()
        return redirect("traffar:outcome_report", pk) if awaits_outcome else redirect(activity)
    ticked = [int(pk) for pk in form["commitments"].value() or [] if str(pk).isdecimal()]
    near = _near(proposals, ticked)
    context = {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=request.viewer.today),
        "form": form,
        "near": near,
        "others": sorted((proposal for proposal in proposals if proposal not in near), key=lambda each: each.place),
        "ticked": ticked,
        "occurrences": len(occurrences),
        "hints": day_hints(day, request.viewer, but=activity.pk),
    }
    return render(request, "traffar/activity_commitments.html", context)


def _words_of(activity: Activity) -> list[str]:
    """What the activity is called; who arranges it is told beside."""
    return (
        [activity.title] if activity.kind == ActivityKind.OTHER else [activity.title, ActivityKind(activity.kind).label]
    )


def _near(proposals: list[Proposal], ticked: list[int]) -> list[Proposal]:
    """What is shown at once: all that is ticked, and the likeliest beside it. Nothing ticked is hidden in a list."""
    chosen = [proposal for proposal in proposals if proposal.commitment in ticked]
    likely = [proposal for proposal in proposals if proposal.is_near and proposal not in chosen]
    return [*chosen, *likely[: max(0, MOST_PROPOSED - len(chosen))]]


MOST_PROPOSED = 4


def _thanks(numbers: list[str], *, tied: int, asked_for: int) -> str:
    if not numbers:
        return "Sparat. Aktiviteten räknas inte mot någon punkt i planen."
    points = f"{'punkt' if len(numbers) == 1 else 'punkterna'} {', '.join(numbers)}"
    if tied < asked_for:
        return f"Sparat. {tied} av {asked_for} tillfällen hör till {points}: resten ligger utanför planens år."
    return f"Sparat. Aktiviteten hör till {points}."
