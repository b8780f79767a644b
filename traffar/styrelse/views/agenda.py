"""The items of an agenda, what waits to be taken up, and those who are co-opted."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, require
from distrikt.saving import EditConflict, is_made_already, show_conflict
from traffar.styrelse.actions import preparing, suggesting
from traffar.styrelse.forms.agenda import ChangedItemForm, CoOptForm, NewItemForm, RequestForm
from traffar.styrelse.models import AgendaItem, AgendaRequest, BoardMeeting, Presence
from traffar.styrelse.reports import bodies_that_meet
from traffar.styrelse.suggestions import Suggestion, origin_of, origin_to_ask_for, source_link, suggestions_for
from traffar.styrelse.views.fetching import BEGUN, ENDED, seen_item, seen_meeting


def item_create(request: Request, pk: int) -> HttpResponse:
    meeting = seen_meeting(request, pk, "styrelse.prepare_meeting")
    form = NewItemForm(request.POST or None, instance=AgendaItem(meeting=meeting), viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            preparing.add_item(item=form.instance, by=request.viewer.person_id, at=timezone.now())
        except preparing.MeetingBegun:
            messages.error(request, BEGUN)
        else:
            messages.success(request, f"”{form.instance.title}” står på dagordningen.")
        return redirect(meeting)
    return render(request, "styrelse/item_create.html", {"meeting": meeting, "form": form})


def item_edit(request: Request, pk: int) -> HttpResponse:
    item = seen_item(request, pk, "styrelse.change_papers")
    form = ChangedItemForm(request.POST or None, instance=item, viewer=request.viewer)
    differences = []
    if request.method == "POST" and form.is_valid():
        changed, version, fields = form.changed_row()
        by, at = request.viewer.person_id, timezone.now()
        try:
            preparing.edit_item(item=changed, version=version, fields=fields, at=at, by=by)
        except preparing.MeetingBegun:
            messages.error(request, BEGUN)
            return redirect(item.meeting)
        except EditConflict as conflict:
            theirs = ChangedItemForm(instance=conflict.current, viewer=request.viewer)
            differences = show_conflict(form, conflict, theirs=theirs)
        if not differences:
            messages.success(request, "Punkten är sparad.")
            return redirect(item.meeting)
    context = {"meeting": item.meeting, "item": item, "form": form, "differences": differences}
    return render(request, "styrelse/item_edit.html", context, status=409 if differences else 200)


@require_POST
def item_move(request: Request, pk: int) -> HttpResponse:
    item = seen_item(request, pk)
    up = request.POST.get("at") == "upp"
    try:
        preparing.move_item(item=item, up=up, by=request.viewer.person_id, at=timezone.now())
    except preparing.MeetingBegun:
        messages.error(request, BEGUN)
    return redirect(f"{item.meeting.get_absolute_url()}#punkt-{item.pk}")


@require_POST
def item_remove(request: Request, pk: int) -> HttpResponse:
    item = seen_item(request, pk)
    try:
        preparing.remove_item(item=item, by=request.viewer.person_id, at=timezone.now())
        messages.success(request, f"”{item.title}” är borttagen från dagordningen.")
    except preparing.MeetingBegun:
        messages.error(request, "Punkten är redan behandlad och kan inte tas bort.")
    return redirect(item.meeting)


def item_request(request: Request) -> HttpResponse:
    """Something for the next meeting, from wherever it was thought of: `?kalla=commitment&id=7`."""
    viewer = request.viewer
    require(viewer, "styrelse.request_item")
    kind, pk = request.GET.get("kalla", ""), request.GET.get("id", "")
    origin = origin_to_ask_for(kind, int(pk), viewer) if pk.isdecimal() and len(pk) < 19 else None
    if kind and origin is None:
        raise Http404
    asked = AgendaRequest(requested_by_id=viewer.person_id, requested_at=timezone.now())
    initial = {"title": origin.title, "is_confidential": origin.is_confidential} if origin else {}
    if origin:
        asked.source_kind, asked.source_id = kind, int(pk)
        # Who does not see what is closed is not asked whether this is.
        asked.is_confidential = origin.is_confidential
    form = RequestForm(request.POST or None, instance=asked, initial=initial, viewer=viewer, bodies=bodies_that_meet())
    if request.method == "POST" and (is_made_already(AgendaRequest, request.POST) or form.is_valid()):
        is_new = not is_made_already(AgendaRequest, request.POST) and preparing.request_item(request=form.instance)
        words = "Det tas upp när nästa dagordning görs." if is_new else "Det väntar redan på nästa möte."
        messages.success(request, words)
        return redirect(origin.url if origin and origin.url else "styrelse:meeting_list")
    return render(
        request,
        "styrelse/item_request.html",
        {"form": form, "origin": origin, "source": source_link(kind, asked.source_id, viewer)},
    )


def _request(request: Request, pk: int) -> AgendaRequest:
    known = AgendaRequest.objects.visible_to(request.viewer).select_related("body")
    asked = get_object_or_404(known, pk=pk)
    require(request.viewer, "styrelse.plan_meetings")
    return asked


@require_POST
def request_take(request: Request, pk: int, meeting: int) -> HttpResponse:
    """What waits becomes an item of the meeting of its body."""
    asked = _request(request, pk)
    taker = get_object_or_404(BoardMeeting.objects.visible_to(request.viewer), pk=meeting, body=asked.body_id)
    try:
        preparing.take_up(request=asked, meeting=taker, by=request.viewer.person_id, at=timezone.now())
        messages.success(request, f"”{asked.title}” står på dagordningen.")
    except preparing.MeetingBegun:
        messages.error(request, BEGUN)
    return redirect("styrelse:meeting_detail", meeting)


@require_POST
def request_dismiss(request: Request, pk: int) -> HttpResponse:
    asked = _request(request, pk)
    preparing.dismiss_request(request=asked, at=timezone.now(), by=request.viewer.person_id)
    messages.success(request, f"”{asked.title}” väntar inte längre.")
    back = request.POST.get("mote", "")
    return redirect("styrelse:meeting_detail", int(back)) if back.isdecimal() else redirect("styrelse:meeting_list")


@require_safe
def meeting_suggestions(request: Request, pk: int) -> HttpResponse:
    """What the program suggests for the agenda: beside it, or a page of its own."""
    meeting = seen_meeting(request, pk, "styrelse.prepare_meeting", people="")
    suggestions = suggestions_for(meeting, request.viewer, timezone.now()) if meeting.is_before else []
    template = "styrelse/_suggestions.html" if request.htmx else "styrelse/meeting_suggestions.html"
    return render(request, template, {"meeting": meeting, "suggestions": suggestions})


@require_safe
def source_detail(request: Request, kind: str, pk: int) -> HttpResponse:
    """On to what an item was taken up for, for those who may see it."""
    origin = origin_of(kind, pk, request.viewer)
    if origin is None or not origin.url:
        raise Http404
    return redirect(origin.url)


def _suggestions_of(meeting: BoardMeeting) -> str:
    """Where they stand on the page of the meeting, whether they have come there yet or not."""
    return f"{meeting.get_absolute_url()}#forslag"


def _suggestion(request: Request, meeting: BoardMeeting) -> Suggestion | None:
    """The one that was tapped, if it is a suggestion still."""
    tapped = (request.POST.get("kalla"), request.POST.get("id"))
    found = suggestions_for(meeting, request.viewer, timezone.now())
    return next((row for row in found if (row.source_kind, str(row.source_id)) == tapped), None)


@require_POST
def suggestion_take(request: Request, pk: int) -> HttpResponse:
    meeting = seen_meeting(request, pk, "styrelse.prepare_meeting")
    suggestion = _suggestion(request, meeting)
    if suggestion is None or not meeting.is_before:
        messages.info(request, "Förslaget är redan taget, eller gäller inte längre.")
        return redirect(meeting)
    by, at = request.viewer.person_id, timezone.now()
    try:
        suggesting.take_suggestion(meeting=meeting, suggestion=suggestion, at=at, by=by)
    except preparing.MeetingBegun:
        messages.error(request, BEGUN)
        return redirect(meeting)
    words = "är flyttad hit" if suggestion.is_moved else "står på dagordningen"
    messages.success(request, f"”{suggestion.title}” {words}.")
    return redirect(_suggestions_of(meeting))


@require_POST
def suggestion_dismiss(request: Request, pk: int) -> HttpResponse:
    meeting = seen_meeting(request, pk, "styrelse.prepare_meeting")
    if suggestion := _suggestion(request, meeting):
        by, at = request.viewer.person_id, timezone.now()
        suggesting.put_aside(body=meeting.body, suggestion=suggestion, at=at, by=by)
        messages.success(request, "Förslaget kommer inte igen.")
    return redirect(_suggestions_of(meeting))


def presence_co_opt(request: Request, pk: int) -> HttpResponse:
    meeting = seen_meeting(request, pk, "styrelse.prepare_meeting")
    if is_made_already(Presence, request.POST):
        return redirect(meeting)
    form = CoOptForm(request.POST or None, instance=Presence(meeting=meeting), viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            preparing.co_opt(presence=form.instance, by=request.viewer.person_id)
            messages.success(request, f"{form.instance.name} är adjungerad till mötet.")
        except preparing.MeetingBegun:
            messages.error(request, ENDED)
        return redirect(meeting)
    return render(request, "styrelse/presence_co_opt.html", {"meeting": meeting, "form": form})


@require_POST
def presence_remove(request: Request, pk: int) -> HttpResponse:
    """Somebody is not adjungerad after all."""
    known = BoardMeeting.objects.visible_to(request.viewer)
    rows = Presence.objects.filter(meeting__in=known, standing=Presence.Standing.CO_OPTED).select_related("meeting")
    presence = get_object_or_404(rows, pk=pk)
    require(request.viewer, "styrelse.prepare_meeting", presence.meeting)
    try:
        preparing.remove_co_opted(presence=presence, by=request.viewer.person_id)
        messages.success(request, f"{presence.name} är inte längre adjungerad.")
    except preparing.MeetingBegun:
        messages.error(request, BEGUN)
    return redirect("styrelse:meeting_detail", presence.meeting_id)
