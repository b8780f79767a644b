"""Papers: handed in, opened by those who may, taken away."""

import structlog
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, require
from distrikt.saving import is_made_already
from distrikt.uploads import DOCUMENT_TYPES
from traffar.styrelse.actions import calling
from traffar.styrelse.actions.preparing import MeetingBegun
from traffar.styrelse.forms.papers import PaperForm
from traffar.styrelse.models import Attachment
from traffar.styrelse.views.fetching import BEGUN, seen_meeting

log = structlog.get_logger(__name__)


def attachment_create(request: Request, pk: int) -> HttpResponse:
    meeting = seen_meeting(request, pk, "styrelse.change_papers")
    if is_made_already(Attachment, request.POST):
        return redirect(meeting)
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        instance=Attachment(meeting=meeting),
        initial={"item": request.GET.get("punkt")},
        viewer=request.viewer,
    )
    if request.method == "POST" and form.is_valid() and form.checked:
        at, by = timezone.now(), request.viewer.person_id
        try:
            calling.add_paper(paper=form.instance, file=form.checked, at=at, by=by)
            messages.success(request, f"”{form.instance.title}” är inlagd.")
        except MeetingBegun:
            messages.error(request, BEGUN)
        return redirect(meeting)
    return render(request, "styrelse/attachment_create.html", {"meeting": meeting, "form": form})


@require_safe
def attachment_detail(request: Request, pk: int) -> FileResponse:
    """The file itself, to keep: never shown by the browser as a page of ours."""
    paper = get_object_or_404(Attachment.objects.visible_to(request.viewer), pk=pk)
    ending = str(paper.file.name).rpartition(".")[2]
    log.info("paper_read", paper=pk, by=request.viewer.person_id)
    return FileResponse(
        paper.file.open(),
        as_attachment=True,
        filename=f"{slugify(paper.title)[:80] or 'handling'}.{ending}",
        content_type=DOCUMENT_TYPES.get(ending, "application/octet-stream"),
        headers={"X-Content-Type-Options": "nosniff"},
    )


@require_POST
def attachment_delete(request: Request, pk: int) -> HttpResponse:
    known = Attachment.objects.visible_to(request.viewer).filter(kind=Attachment.Kind.PAPER).select_related("meeting")
    paper = get_object_or_404(known, pk=pk)
    require(request.viewer, "styrelse.change_papers", paper.meeting)
    try:
        calling.remove_paper(paper=paper, at=timezone.now(), by=request.viewer.person_id)
        messages.success(request, f"”{paper.title}” är borttagen.")
    except MeetingBegun:
        messages.error(request, BEGUN)
    return redirect("styrelse:meeting_detail", paper.meeting_id)
