"""The open pages: for anybody, the same for all, without a cookie, and kept in caches for a minute; and the poster."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from distrikt.access import Request, require
from distrikt.downloads import as_attachment
from distrikt.organisation.models import Body, District
from distrikt.typeset import TypesettingUnavailable, missing_libraries
from distrikt.utskick.actions import request_job
from traffar.invitation import CALENDAR_TYPE, calendar_event, new_calendar, revised_at
from traffar.models import Activity, SignUpTerms
from traffar.public.addresses import beside, public_path, slug_of
from traffar.public.event import official_email, open_chat_text, open_event
from traffar.public.forms import PosterForm
from traffar.public.listing import open_list
from traffar.public.picture import picture_words, share_picture
from traffar.public.poster import PosterSize, content_hash, job_kind, poster_document
from traffar.public.structured import data_block, event_data
from traffar.when import day_words, local_day, when_words

View = Callable[..., HttpResponse]
KEPT_S = 60


def _open_page(view: View) -> View:
    """What all of them share. The answers to a wrong slug are kept no longer either: a title may change back."""
    return login_not_required(require_safe(cache_control(public=True, max_age=KEPT_S)(view)))


def _found(pk: int) -> Activity:
    return get_object_or_404(Activity.objects.public().with_hosts(), pk=pk)


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


@_open_page
def public_list(request: HttpRequest) -> HttpResponse:
    branches = list(Body.objects.branches())
    slug = request.GET.get("forening", "")
    chosen = next((branch for branch in branches if branch.slug == slug), None)
    if slug and not chosen:
        raise Http404
    coming = Activity.objects.arranged_by([chosen.pk]) if chosen else Activity.objects.all()
    context = {
        "list": open_list(coming, now=timezone.now()),
        "branches": branches,
        "chosen": chosen,
        "url": _absolute(reverse("traffar:public_list")),
    }
    return render(request, "traffar/public/public_list.html", context)


@_open_page
def public_branch(request: HttpRequest, slug: str) -> HttpResponse:
    branch = get_object_or_404(Body.objects.branches().select_related("branch"), slug=slug)
    context = {
        "branch": branch,
        "email": official_email(branch, District.objects.first()),
        "list": open_list(Activity.objects.arranged_by([branch.pk]), now=timezone.now()),
        "url": _absolute(request.path),
    }
    return render(request, "traffar/public/public_branch.html", context)


@_open_page
def public_detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    activity = _found(pk)
    if slug != slug_of(activity.display_title, activity.kind):
        return redirect(public_path(activity), permanent=True)
    district, now = District.objects.first(), timezone.now()
    event = open_event(activity, district=district, now=now)
    picture = f"{_absolute(beside(activity, 'public_picture'))}?v={picture_words(event, district).digest[:12]}"
    data = event_data(
        event,
        url=_absolute(event.path),
        image=picture,
        organiser_url=_absolute(event.organiser.path or reverse("traffar:public_list")),
        district=district.name if district else "",
    )
    terms = SignUpTerms.objects.filter(activity=activity, open_to=SignUpTerms.OpenTo.EVERYONE).first()
    if terms:
        terms.activity = activity
    context = {
        "event": event,
        "can_sign_up": bool(terms and terms.is_open(now)),
        "last_day": day_words(terms.closes_on, today=local_day(now)) if terms and terms.closes_on else "",
        "url": _absolute(event.path),
        "picture": picture,
        "calendar_url": beside(activity, "public_calendar"),
        "chat_text": open_chat_text(activity, event, _absolute(event.path)),
        "data": data_block(data),
    }
    return render(request, "traffar/public/public_detail.html", context)


@_open_page
def public_calendar(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """For the visitor's own calendar, whatever the slug."""
    activity = _found(pk)
    entry = calendar_event(activity, stamp=revised_at(activity), for_all=True)
    calendar = new_calendar()
    calendar.add_component(entry)
    name = f"{slug_of(activity.display_title, activity.kind)}.ics"
    return as_attachment(calendar.to_ical(), CALENDAR_TYPE, name)


@_open_page
def public_picture(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """What chats and social media show beside the link, whatever the slug."""
    district = District.objects.first()
    event = open_event(_found(pk), district=district, now=timezone.now())
    return HttpResponse(share_picture(picture_words(event, district)), content_type="image/png")


def poster_create(request: Request, pk: int) -> HttpResponse:
    """Choose a size and get a PDF; one with the same content is made once, whoever asks."""
    known = Activity.objects.visible_to(request.viewer).public().with_hosts()
    activity = get_object_or_404(known, pk=pk)
    require(request.viewer, "traffar.change_activity", activity)
    when = when_words(activity.starts_at, activity.ends_at, today=request.viewer.today)
    if activity.is_cancelled:
        status = 409 if request.method == "POST" else 200
        return render(request, "traffar/poster_create.html", {"activity": activity, "when": when}, status=status)
    form = PosterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        size, now = PosterSize(form.cleaned_data["size"]), timezone.now()
        job = request_job(
            kind=job_kind(size),
            object_id=pk,
            by=request.viewer.person_id,
            at=now,
            content_hash=content_hash(poster_document(activity, size, now=now)),
        )
        return redirect(job)
    context = {
        "activity": activity,
        "form": form,
        "when": when,
        "pdf_unavailable": str(TypesettingUnavailable()) if missing_libraries() else "",
    }
    return render(request, "traffar/poster_create.html", context)
