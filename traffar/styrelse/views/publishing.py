"""Adjusted minutes, published for the members."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, may, require
from plan.wording import full_day_words
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.actions.preparing import board_rules
from traffar.styrelse.actions.publishing import publish_minutes, withdraw_minutes
from traffar.styrelse.minutes import content_hash
from traffar.styrelse.models import BoardMeeting
from traffar.styrelse.published import previewed, public_minutes, shown_to_members, what_is_removed
from traffar.styrelse.reading import rows_of
from traffar.styrelse.views.minutes import find_meeting

ON_A_PAGE = 30


def minutes_publish(request: Request, pk: int) -> HttpResponse:
    """What is taken away, and what the members will read."""
    meeting, viewer = find_meeting(request.viewer, pk), request.viewer
    require(viewer, "styrelse.publish_minutes")
    if request.method == "POST":
        try:
            seen = request.POST.get("seen", "")
            publish_minutes(meeting=meeting, seen=seen, at=timezone.now(), by=viewer.person_id)
            messages.success(request, "Protokollet är publicerat. Nu kan medlemmarna läsa det.")
            return redirect("styrelse:minutes_published", pk)
        except NotNow as why:
            messages.error(request, str(why))
        return redirect("styrelse:minutes_publish", pk)
    minutes = public_minutes(meeting)
    sheet = previewed(meeting, minutes)
    context = {
        "meeting": meeting,
        "sheet": sheet,
        "rows": rows_of(sheet),
        "removed": what_is_removed(meeting),
        "seen": content_hash(minutes),
        "can_publish": meeting.is_adjusted and board_rules().publishes_minutes,
    }
    return render(request, "styrelse/minutes_publish.html", context)


@require_POST
def minutes_withdraw(request: Request, pk: int) -> HttpResponse:
    meeting = find_meeting(request.viewer, pk)
    require(request.viewer, "styrelse.publish_minutes")
    withdraw_minutes(meeting=meeting, by=request.viewer.person_id)
    messages.success(request, "Protokollet är inte publicerat längre.")
    return redirect("styrelse:minutes_detail", pk)


@require_safe
def minutes_published(request: Request, pk: int) -> HttpResponse:
    readable = BoardMeeting.objects.published_for(request.viewer).with_activity().select_related("published")
    meeting = get_object_or_404(readable, pk=pk)
    sheet = shown_to_members(meeting)
    context = {
        "meeting": meeting,
        "sheet": sheet,
        "rows": rows_of(sheet),
        "can_withdraw": may(request.viewer, "styrelse.publish_minutes"),
    }
    return render(request, "styrelse/minutes_published.html", context)


@require_safe
def minutes_published_list(request: Request) -> HttpResponse:
    if not request.viewer.sees_content:
        raise Http404
    published = BoardMeeting.objects.published_for(request.viewer).with_activity().order_by("-held_on", "-pk")
    page = Paginator(published, ON_A_PAGE).get_page(request.GET.get("sida"))
    rows = [(meeting, full_day_words(meeting.day)) for meeting in page]
    return render(request, "styrelse/minutes_published_list.html", {"rows": rows, "page": page})
