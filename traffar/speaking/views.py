"""Speaking share: counting at an activity, by hand or by the page, and the sums of a year."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, require
from distrikt.saving import Difference, EditConflict, show_conflict
from traffar.forms.fields import EARLIEST, LATEST
from traffar.models import Activity, SpeakingCount
from traffar.speaking.actions import save_count
from traffar.speaking.forms import SpeakingForm
from traffar.speaking.reports import count_words, speaking_year_page
from traffar.when import when_words

NOT_YET = "Taltid går att räkna från den dag aktiviteten är, om den inte är ett utkast eller inställd."


def _activity(request: Request, pk: int) -> Activity:
    """The activity, for those who may count at it."""
    known = Activity.objects.visible_to(request.viewer).select_related("organiser")
    activity = get_object_or_404(known.prefetch_related("co_hosts"), pk=pk)
    require(request.viewer, "traffar.count_speaking", activity)
    return activity


def _form(activity: Activity, request: Request | None = None) -> SpeakingForm:
    """The form as what was counted stands; of a request that sends it, with what was sent."""
    count = SpeakingCount.objects.filter(activity=activity).first()
    sent = request.POST if request and request.method == "POST" else None
    return SpeakingForm(sent, count=count, shares=list(activity.speaking_shares.all()))


def _save(form: SpeakingForm, activity: Activity, by: int) -> SpeakingCount:
    submission, version = form.cleaned_data["submission"], form.cleaned_data["version"]
    return save_count(activity_id=activity.pk, shares=form.shares(), submission=submission, version=version, by=by)


def speaking_count(request: Request, pk: int) -> HttpResponse:
    activity = _activity(request, pk)
    if not activity.can_be_counted_at(request.viewer.today):
        messages.error(request, NOT_YET)
        return redirect(activity)
    form = _form(activity, request)
    differences: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        try:
            _save(form, activity, request.viewer.person_id)
        except EditConflict as conflict:
            differences = show_conflict(form, conflict, theirs=_form(activity), tell=SpeakingForm.told)
        if not differences:
            return _saved(request, form, activity)
    context = {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=request.viewer.today),
        "form": form,
        "differences": differences,
    }
    return render(request, "traffar/speaking_count.html", context, status=409 if differences else 200)


def _saved(request: Request, form: SpeakingForm, activity: Activity) -> HttpResponse:
    """To the counting when only the groups were chosen, else back to the activity."""
    shares = form.shares()
    if shares and not any(share.turns for share in shares):
        return redirect("traffar:speaking_count", activity.pk)
    messages.success(request, "Taltiden är sparad." if shares else "Räkningen är borttagen.")
    return redirect(activity)


@require_POST
def speaking_save(request: Request, pk: int) -> HttpResponse:
    """The same form, sent by the page while somebody counts. What it answers is read by `speaking.js`."""
    activity = _activity(request, pk)
    if not activity.can_be_counted_at(request.viewer.today):
        return JsonResponse({"error": NOT_YET}, status=400)
    form = _form(activity, request)
    if not form.is_valid():
        return JsonResponse({"error": _first_error(form)}, status=400)
    try:
        count = _save(form, activity, request.viewer.person_id)
    except EditConflict:
        theirs = {"version": _form(activity).initial["version"], "theirs": count_words(activity.speaking_shares.all())}
        return JsonResponse(theirs, status=409)
    return JsonResponse({"version": count.version})


def _first_error(form: SpeakingForm) -> str:
    name, errors = next(iter(form.errors.items()))
    return f"{form[name].label} – {errors[0]}"


@require_safe
def speaking_year(request: Request, year: int) -> HttpResponse:
    if not request.viewer.sees_content or not EARLIEST.year <= year <= LATEST.year:
        raise Http404
    page = speaking_year_page(year, request.viewer)
    return render(request, "traffar/speaking_year.html", {"page": page})
