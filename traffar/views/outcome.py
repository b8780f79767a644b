"""How it went: told by those who are logged in, or by a personal link; and the photos."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from distrikt.access import Request, require
from distrikt.open_forms import unlisted
from distrikt.saving import Difference, EditConflict, show_conflict
from traffar.actions import StatusPassed, StaysHeld, delete_photo, report_outcome, retract_outcome
from traffar.emails import send_outcome_request
from traffar.forms.outcome import OutcomeForm
from traffar.links import LinkClosed, may_tell, open_link
from traffar.models import Activity, ActivityPhoto
from traffar.when import when_words


def _save(form: OutcomeForm, by: int) -> list[Difference]:
    """Save a valid form; the differences when somebody else came between. The same form twice is no conflict."""
    try:
        report_outcome(activity=form.instance, photo=form.new_photo, version=form.cleaned_data["version"], by=by)
    except EditConflict as conflict:
        return show_conflict(form, conflict)
    return []


def outcome_report(request: Request, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.visible_to(request.viewer).select_related("organiser"), pk=pk)
    require(request.viewer, "traffar.report_outcome", activity)
    if not activity.can_be_reported(timezone.now()):
        messages.error(request, "Det går att berätta hur det gick när aktiviteten har börjat.")
        return redirect(activity)
    form = OutcomeForm(request.POST or None, request.FILES or None, instance=activity)
    differences: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        differences = _save(form, request.viewer.person_id)
        if not differences:
            messages.success(request, "Tack! Det står nu bland det som är gjort.")
            return redirect("traffar:activity_detail", pk)
    when = when_words(activity.starts_at, activity.ends_at, today=request.viewer.today)
    context = {"activity": activity, "when": when, "form": form, "differences": differences}
    return render(request, "traffar/outcome_report.html", context, status=409 if differences else 200)


@require_POST
def outcome_retract(request: Request, pk: int) -> HttpResponse:
    """Take back that it was held, when somebody said so by mistake."""
    activity = get_object_or_404(Activity.objects.visible_to(request.viewer).select_related("organiser"), pk=pk)
    require(request.viewer, "traffar.report_outcome", activity)
    version = request.POST.get("version", "")
    try:
        if not version.isdecimal():
            raise StatusPassed
        retract_outcome(activity=activity, version=int(version), by=request.viewer.person_id)
    except StatusPassed:
        messages.error(request, "Någon annan har ändrat den sedan sidan öppnades. Så här står den nu.")
    except StaysHeld as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"{activity.display_title} räknas inte längre som hållen.")
    return redirect(activity)


@login_not_required
@csrf_exempt  # The token in the address is the secret; a cookie would add nothing.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same question by the personal link of a mail: this one activity, and nothing else of the district."""
    today, now = timezone.localdate(), timezone.now()
    try:
        activity, person_id = open_link(token, today)
    except LinkClosed:
        return unlisted(render(request, "traffar/outcome_by_link.html", {"closed": True}, status=404))
    form = OutcomeForm(request.POST or None, request.FILES or None, instance=activity)
    begun = activity.can_be_reported(now)
    differences: list[Difference] = []
    if request.method == "POST" and begun and form.is_valid():
        differences = _save(form, person_id)
        if not differences:
            return redirect(f"{reverse('traffar:outcome_by_link', args=[token])}?tack")
    context = {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=today),
        "begun": begun,
        "thanks": "tack" in request.GET,
        "form": form,
        "differences": differences,
    }
    return unlisted(render(request, "traffar/outcome_by_link.html", context, status=409 if differences else 200))


@require_POST
def outcome_request(request: Request, pk: int) -> HttpResponse:
    """Mail the question, with a personal link, to the activity's contact."""
    activity = get_object_or_404(Activity.objects.visible_to(request.viewer).select_related("contact"), pk=pk)
    require(request.viewer, "traffar.report_outcome", activity)
    contact = activity.contact
    if not contact or not activity.can_be_reported(timezone.now()):
        messages.error(request, "Frågan skickas när aktiviteten har börjat, till den som står som kontakt.")
    elif not may_tell(contact.pk, activity, request.viewer.today):
        messages.error(request, "Kontakten har inget uppdrag längre som låter hen svara. Välj en annan kontakt.")
    else:
        asked = send_outcome_request(activity, contact, today=request.viewer.today)
        done = "är på väg till" if asked else "har redan skickats i dag till"
        messages.success(request, f"Frågan {done} {contact.get_short_name()}.")
    return redirect(activity)


@require_safe
def photo_detail(request: Request, pk: int) -> FileResponse:
    photo = get_object_or_404(ActivityPhoto.objects.visible_to(request.viewer), pk=pk)
    return FileResponse(photo.image.open(), as_attachment=True, filename=f"foto-{pk}.jpg", content_type="image/jpeg")


@require_POST
def photo_delete(request: Request, pk: int) -> HttpResponse:
    photo = get_object_or_404(ActivityPhoto.objects.visible_to(request.viewer).select_related("activity"), pk=pk)
    require(request.viewer, "traffar.change_activity", photo.activity)
    delete_photo(photo=photo)
    messages.success(request, "Fotot är borttaget.")
    return redirect(photo.activity)
