"""The page of a piece of long work, and the file it made."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from distrikt.access import Request
from distrikt.utskick.models import Job


def job_detail(request: Request, pk: UUID) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.viewer), pk=pk)
    template = "utskick/_job_progress.html" if request.htmx else "utskick/job_detail.html"
    return render(request, template, {"job": job, "name": job.rule.name, "home": job.rule.home(job.object_id)})


def job_file(request: Request, pk: UUID) -> FileResponse:
    job = get_object_or_404(Job.objects.visible_to(request.viewer), pk=pk, status=Job.Status.DONE)
    try:
        return FileResponse(job.result.open(), as_attachment=True, filename=job.filename)
    except FileNotFoundError:
        raise Http404 from None
