"""Registering: what, when, where – and then which sentences of the plan it serves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from distrikt.access import Request, require
from plan.proposals import propose_commitments
from traffar.actions import link_commitments, register_activities
from traffar.evidence import SOURCE, linked_commitments
from traffar.forms.activity import NewActivityForm
from traffar.forms.fields import DayField
from traffar.forms.outcome import CommitmentsForm
from traffar.models import Activity, ActivityKind
from traffar.reports import day_hints
from traffar.when import local_day, when_words


def activity_create(request: Request) -> HttpResponse:
    require(request.viewer, "traffar.add_activity")
    form = NewActivityForm(request.POST or None, viewer=request.viewer)
    if request.method != "POST" or not form.is_valid():
        return render(request, "traffar/activity_create.html", {"form": form})
    as_draft = "draft" in request.POST
    registered = register_activities(
        content=form.instance,
        co_hosts=form.cleaned_data["co_hosts"],
        occurrences=form.cleaned_data["occurrences"],
        status=Activity.Status.DRAFT if as_draft else Activity.Status.PLANNED,
        by=request.viewer.person_id,
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
    activity = get_object_or_404(
        Activity.objects.visible_to(request.viewer).counted().select_related("organiser"), pk=pk
    )
    require(request.viewer, "traffar.change_activity", activity)
    day = local_day(activity.starts_at)
    own = Activity.objects.organised_by(request.viewer).counted()
    occurrences = list(own.filter(submission=activity.submission))
    proposals = propose_commitments(
        source_kind=SOURCE,
        value=activity.kind,
        words=[ActivityKind(activity.kind).label, activity.family.label, activity.title, activity.organiser.name],
        day=day,
    )
    linked = linked_commitments(activity)
    ticked = linked or [proposal.commitment for proposal in proposals if proposal.likely]
    form = CommitmentsForm(
        request.POST or None, proposals=proposals, occurrences=len(occurrences), initial={"commitments": ticked}
    )
    if request.method == "POST" and form.is_valid():
        chosen = [] if "none" in request.POST else form.cleaned_data["commitments"]
        all_alike = form.cleaned_data["all_occurrences"]
        link_commitments(
            activities=occurrences if all_alike else [activity], commitments=chosen, by=request.viewer.person_id
        )
        messages.success(request, _thanks([proposal.number for proposal in proposals if proposal.commitment in chosen]))
        return redirect(activity)
    near = [proposal for proposal in proposals if proposal.score > 0 or proposal.commitment in ticked][:MOST_PROPOSED]
    context = {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=request.viewer.today),
        "form": form,
        "near": near,
        "others": [proposal for proposal in proposals if proposal not in near],
        "ticked": [int(pk) for pk in form["commitments"].value() or [] if str(pk).isdecimal()],
        "occurrences": len(occurrences),
        "hints": day_hints(day, request.viewer, but=activity.pk),
    }
    return render(request, "traffar/activity_commitments.html", context)


MOST_PROPOSED = 4


def _thanks(numbers: list[str]) -> str:
    if not numbers:
        return "Sparat. Aktiviteten räknas inte mot någon punkt i planen."
    return f"Sparat. Aktiviteten hör till {'punkt' if len(numbers) == 1 else 'punkterna'} {', '.join(numbers)}."
