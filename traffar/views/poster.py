"""The poster of an open activity, asked for by those who arrange it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from distrikt.access import Request, require
from distrikt.typeset import TypesettingUnavailable, missing_libraries
from distrikt.utskick.actions import request_job
from traffar.forms.poster import PosterForm
from traffar.models import Activity
from traffar.public.poster import PosterSize, content_hash, job_kind, poster_document
from traffar.when import when_words


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
