"""One activity: what is known about it, and the steps of its life."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, Viewer, may, require
from distrikt.markup import render_markdown
from distrikt.saving import EditConflict, show_conflict
from traffar.actions import (
    BelongsToAnother,
    PeopleAreComing,
    StatusPassed,
    StaysHeld,
    cancel_activity,
    delete_activity,
    edit_activity,
    publish_activity,
    restore_activity,
)
from traffar.chat import chat_text
from traffar.evidence import sentences_served
from traffar.forms.activity import ChangedActivityForm
from traffar.forms.outcome import CancelForm
from traffar.forms.scope import scope_form
from traffar.groups import group_key, may_write
from traffar.helping.panel import activity_help
from traffar.models import Activity, ActivityPhoto, HelpRequest, SpeakingShare
from traffar.page_links import links_of
from traffar.public.addresses import public_path
from traffar.public.event import open_contact
from traffar.reports import day_hints
from traffar.series import ImpossibleMove, others_in_series, place_in_series
from traffar.sign_up.panel import last_day_words, sign_up_panel
from traffar.sign_up.reports import who_is_told
from traffar.speaking.reports import speaking_words
from traffar.when import local_day, when_words

# Told with the activity itself: most have none of it, and are spared three questions.
HAS_HELP = Exists(HelpRequest.objects.filter(activity=OuterRef("pk")))
HAS_PHOTOS = Exists(ActivityPhoto.objects.filter(activity=OuterRef("pk")))
HAS_SPEAKING = Exists(SpeakingShare.objects.filter(activity=OuterRef("pk")))
SOMEBODY_WAS_FASTER = "Någon annan hann före: aktiviteten ser inte längre ut som den gjorde. Så här står den nu."


def _own_activity(request: Request, pk: int) -> Activity:
    """The activity, for those who may change it: 404 for what they may not see, 403 for what they may only see."""
    activity = get_object_or_404(Activity.objects.visible_to(request.viewer).select_related("organiser"), pk=pk)
    require(request.viewer, "traffar.change_activity", activity)
    return activity


def _draft_count(activity: Activity, viewer: Viewer) -> int:
    """How many drafts of its series can be published at once with this one; 0 for one alone."""
    others = others_in_series(activity, viewer, now=timezone.now(), statuses=[Activity.Status.DRAFT]).every
    return len(others) + 1 if others else 0


def _chat_phone(activity: Activity, viewer: Viewer) -> str:
    """The contact's telephone. The text about what has an open page goes as far, and says no more than that page."""
    if activity.is_public and activity.named_phone:
        return activity.named_phone if open_contact(activity, viewer.today) else ""
    return activity.named_phone


@require_safe
def activity_detail(request: Request, pk: int) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    beside = ("organiser", "contact", "sign_up_terms", "series")
    known = Activity.objects.visible_to(viewer).select_related(*beside).prefetch_related("co_hosts")
    told = known.annotate(has_help=HAS_HELP, has_photos=HAS_PHOTOS, has_speaking=HAS_SPEAKING)
    activity = get_object_or_404(told, pk=pk)
    has: dict[str, bool] = vars(activity)
    changes = may(viewer, "traffar.change_activity", activity)
    when = when_words(activity.starts_at, activity.ends_at, today=viewer.today)
    contact = activity.named_contact
    has_come = activity.can_be_counted_at(viewer.today)
    begun = activity.can_be_reported(now)
    sign_up = sign_up_panel(activity, viewer, now)
    page = public_path(activity) if activity.is_public else activity.get_absolute_url()
    context = {
        "activity": activity,
        "when": when,
        "place": sign_up.place if sign_up else activity.place,
        "co_hosts": [body.name for body in activity.co_hosts.all()],
        "contact": contact,
        "description": render_markdown(activity.description),
        "awaits_outcome": activity.is_planned and activity.ends_at < now,
        "series": place_in_series(activity, viewer),
        "sentences": sentences_served(activity, viewer),
        "photos": list(activity.photos.all()) if has["has_photos"] else [],
        "hints": day_hints(local_day(activity.starts_at), viewer, but=pk) if changes and not begun else None,
        "chat_text": chat_text(activity, when, request.build_absolute_uri(page), phone=_chat_phone(activity, viewer)),
        "public_path": page if activity.is_public else "",
        "can_make_poster": changes and activity.is_public and not activity.is_cancelled,
        "help": activity_help(activity, viewer, now, changes=changes, is_asked=has["has_help"]),
        "speaking": speaking_words(activity) if has_come and has["has_speaking"] else "",
        "speaking_year": local_day(activity.starts_at).year,
        "can_count": has_come and may(viewer, "traffar.count_speaking", activity),
        "can_edit": changes and not activity.is_cancelled,
        "can_publish": changes and activity.is_draft,
        "draft_count": _draft_count(activity, viewer),
        "can_delete": changes and (activity.is_draft or activity.is_planned),
        "can_cancel": changes and activity.is_planned,
        "can_restore": changes and activity.can_be_restored(now),
        "can_link": changes and activity.counts,
        "can_report": changes and begun,
        "can_ask": changes and begun and activity.is_planned and contact and contact.pk != viewer.person_id,
        "can_delete_photo": changes,
        "can_note": activity.ends_at >= now,
        "can_write": may_write(viewer, activity),
        "sign_up": sign_up,
        "links": links_of(activity, viewer),
        "letter_url": f"{reverse('utskick:letter_create')}?grupp={group_key(activity)}",
    }
    return render(request, "traffar/activity_detail.html", context)


def activity_edit(request: Request, pk: int) -> HttpResponse:
    activity = _own_activity(request, pk)
    scope = scope_form(request, activity)
    form = ChangedActivityForm(request.POST or None, instance=activity, viewer=request.viewer)
    differences = []
    if request.method == "POST" and form.is_valid() and scope.is_valid():
        try:
            edit_activity(
                activity=form.instance,
                co_hosts=form.cleaned_data["co_hosts"],
                version=form.cleaned_data["version"],
                by=request.viewer.person_id,
                at=timezone.now(),
                others=scope.others,
            )
        except ImpossibleMove as impossible:
            form.add_error("day", str(impossible))
        except StaysHeld as why:
            form.add_error(None, f"{why} Dag, tid, plats, slag och arrangör står i protokollet.")
        except EditConflict as conflict:
            now = ChangedActivityForm(instance=conflict.current, viewer=request.viewer)
            differences = show_conflict(form, conflict, theirs=now)
        if not differences and form.is_valid():
            messages.success(request, f"Ändringen är sparad{scope.reach}.")
            if "day" in form.changed_data and (last_day := last_day_words(activity, request.viewer.today)):
                messages.info(request, last_day)
            return redirect(activity)
    told = who_is_told(activity)
    context = {"activity": activity, "form": form, "scope": scope, "differences": differences, "told": told}
    return render(request, "traffar/activity_edit.html", context, status=409 if differences else 200)


@require_POST
def activity_publish(request: Request, pk: int) -> HttpResponse:
    activity = _own_activity(request, pk)
    scope = scope_form(request, activity, [Activity.Status.DRAFT])
    others = scope.others if scope.is_valid() else ()
    try:
        publish_activity(activity=activity, by=request.viewer.person_id, others=others)
    except StatusPassed:
        messages.error(request, SOMEBODY_WAS_FASTER)
        return redirect(activity)
    messages.success(request, f"{activity.display_title} syns nu för alla{scope.reach}.")
    return redirect("traffar:activity_commitments", pk)


def activity_cancel(request: Request, pk: int) -> HttpResponse:
    activity = _own_activity(request, pk)
    scope = scope_form(request, activity, [Activity.Status.PLANNED])
    form, told = CancelForm(request.POST or None), who_is_told(activity)
    if request.method == "POST" and form.is_valid() and scope.is_valid():
        reason, by = form.cleaned_data["reason"], request.viewer.person_id
        try:
            cancel_activity(activity=activity, reason=reason, by=by, others=scope.others)
            messages.success(request, f"{activity.display_title} är inställd{scope.reach}. {told}".strip())
        except StatusPassed:
            messages.error(request, SOMEBODY_WAS_FASTER)
        return redirect(activity)
    when = when_words(activity.starts_at, activity.ends_at, today=request.viewer.today)
    context = {"activity": activity, "form": form, "scope": scope, "when": when, "told": told}
    return render(request, "traffar/activity_cancel.html", context)


@require_POST
def activity_restore(request: Request, pk: int) -> HttpResponse:
    activity = _own_activity(request, pk)
    if activity.is_cancelled and not activity.can_be_restored(timezone.now()):
        messages.error(request, "Tiden har gått: det som inte blev av kan inte bli av. Lägg in den på nytt.")
        return redirect(activity)
    try:
        restore_activity(activity=activity, by=request.viewer.person_id)
    except StatusPassed:
        messages.error(request, SOMEBODY_WAS_FASTER)
        return redirect(activity)
    messages.success(request, f"{activity.display_title} blir av.")
    return redirect("traffar:activity_commitments", pk)


def activity_delete(request: Request, pk: int) -> HttpResponse:
    activity = _own_activity(request, pk)
    scope = scope_form(request, activity)
    if request.method == "POST" and scope.is_valid():
        try:
            delete_activity(activity=activity, by=request.viewer.person_id, others=scope.others)
        except StatusPassed:
            messages.error(request, SOMEBODY_WAS_FASTER)
            return redirect("traffar:activity_detail", pk)
        except PeopleAreComing:
            messages.error(request, "Det finns de som har anmält sig eller lovat att hjälpa till. Ställ in i stället.")
            return redirect("traffar:activity_detail", pk)
        except BelongsToAnother as other:
            messages.error(request, f"Till aktiviteten hör ett {other}. Ta bort eller ställ in det på dess egen sida.")
            return redirect("traffar:activity_detail", pk)
        messages.success(request, f"{activity.display_title} är borttagen{scope.reach}.")
        return redirect("traffar:activity_list")
    when = when_words(activity.starts_at, activity.ends_at, today=request.viewer.today)
    return render(request, "traffar/activity_delete.html", {"activity": activity, "scope": scope, "when": when})
