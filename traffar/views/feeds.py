"""Activities in people's own calendars: the addresses that a person has made, and what a calendar gets there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request
from distrikt.downloads import as_attachment
from distrikt.organisation.models import Body
from traffar.feeds import (
    Feed,
    FeedClosed,
    activity_file,
    changed_at,
    feed_for_all,
    feed_rows,
    open_addresses,
    open_feed,
)
from traffar.forms.feeds import FeedForm
from traffar.invitation import CALENDAR_TYPE
from traffar.models import Activity, CalendarFeed
from traffar.subscribing import close_feed, create_feed, record_fetch, renew_feed


def feed_list(request: Request) -> HttpResponse:
    viewer = request.viewer
    if not viewer.sees_content:
        raise Http404
    asked_for = {"what": request.GET["vad"]} if "vad" in request.GET else {}
    form = FeedForm(request.POST or None, viewer=viewer, initial=asked_for)
    if request.method == "POST" and form.is_valid():
        create_feed(feed=form.row, by=viewer.person_id)
        messages.success(request, "Adressen är gjord. Lägg in den i din kalender.")
        return redirect("traffar:feed_list")
    context = {"rows": feed_rows(viewer), "form": form, "open_addresses": open_addresses()}
    return render(request, "traffar/feed_list.html", context)


def _own_feed(request: Request, pk: int) -> CalendarFeed:
    return get_object_or_404(CalendarFeed.objects.visible_to(request.viewer).select_related("body"), pk=pk)


def feed_close(request: Request, pk: int) -> HttpResponse:
    feed = _own_feed(request, pk)
    if request.method == "POST":
        close_feed(feed=feed, by=request.viewer.person_id, at=timezone.now())
        messages.success(request, "Adressen är stängd. Ta gärna bort den ur din kalender också.")
        return redirect("traffar:feed_list")
    return render(request, "traffar/feed_close.html", {"feed": feed})


@require_POST
def feed_renew(request: Request, pk: int) -> HttpResponse:
    feed = _own_feed(request, pk)
    renew_feed(feed=feed, by=request.viewer.person_id, at=timezone.now())
    messages.success(request, "Den gamla adressen är stängd. Lägg in den nya i din kalender.")
    return redirect("traffar:feed_list")


@login_not_required
@require_safe
def feed_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The token is the log-in: what its owner may see today."""
    today = timezone.localdate()
    try:
        row, feed = open_feed(token, today)
    except FeedClosed as closed:
        raise Http404 from closed
    record_fetch(feed=row, day=today)
    return _answer(request, feed)


@login_not_required
@require_safe
def public_feed(request: HttpRequest) -> HttpResponseBase:
    return _answer(request, feed_for_all(None, timezone.localdate()))


@login_not_required
@require_safe
def public_branch_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    branch = get_object_or_404(Body.objects.branches(), slug=slug)
    return _answer(request, feed_for_all(branch, timezone.localdate()))


def _answer(request: HttpRequest, feed: Feed) -> HttpResponseBase:
    """304 for a calendar that has it already: then it is not even made."""
    etag = feed.etag()
    changed = changed_at(feed, etag, timezone.now())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = HttpResponse(feed.to_ical(), content_type=CALENDAR_TYPE)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed)
    # Kept by the calendar that asked and by nobody on the way, and asked for anew each time: a role may have ended.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def activity_calendar(request: Request, pk: int) -> HttpResponse:
    """One activity as a file that the phone puts into its calendar."""
    activity = get_object_or_404(Activity.objects.visible_to(request.viewer).select_related("organiser"), pk=pk)
    return as_attachment(activity_file(activity), CALENDAR_TYPE, f"aktivitet-{pk}.ics")
