"""The minutes as one reads them, and as a PDF or a .docx."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, Viewer, may, require
from distrikt.downloads import as_attachment
from distrikt.typeset import TypesettingError, TypesettingUnavailable, make_pdf, missing_libraries
from distrikt.utskick.actions import request_job
from plan.wording import counted, listing
from traffar.styrelse.actions.preparing import board_rules
from traffar.styrelse.minutes import content_hash, minutes_of
from traffar.styrelse.models import BoardMeeting, MinutesComment
from traffar.styrelse.paragraphs import first_number, with_last_number
from traffar.styrelse.pdf import attendance_document, filename, job_kind, minutes_document
from traffar.styrelse.pdf import content_hash as document_hash
from traffar.styrelse.reading import Changes, asked_at_once, minutes_sheet, reads_whole, rows_of, sheet_of
from traffar.styrelse.views.meetings import head_of
from traffar.styrelse.word import minutes_docx as as_docx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def find_meeting(viewer: Viewer, pk: int) -> BoardMeeting:
    """A meeting whose minutes the viewer reads; 404 for others."""
    meetings = with_last_number(BoardMeeting.objects.minutes_for(viewer)).with_activity()
    return get_object_or_404(meetings.prefetch_related("presences", "adjusters"), pk=pk)


def _held_meeting(viewer: Viewer, pk: int) -> BoardMeeting:
    """One that is over: before that there is nothing to take along."""
    meeting = find_meeting(viewer, pk)
    if not meeting.has_ended:
        raise Http404
    return meeting


@require_safe
def minutes_detail(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    meeting = find_meeting(viewer, pk)
    whole = reads_whole(meeting, viewer)
    minutes = minutes_of(meeting, first_number=first_number(meeting))
    sheet, is_checked = minutes_sheet(meeting, minutes, whole=whole), "kontrollera" in request.GET
    now = content_hash(minutes) if meeting.is_in_review or is_checked else ""
    comments = _comments(meeting) if whole and meeting.has_ended and not meeting.is_adjusted else {}
    at_once = asked_at_once(meeting, minutes, viewer) if whole else {}
    steps = _steps(meeting, viewer, whole=whole)
    changes = Changes(meeting.pk, can_write=bool(steps["can_write"]), can_comment=bool(steps["can_comment"]))
    context = {
        **head_of(request, meeting, "minutes"),
        "sheet": sheet,
        "rows": rows_of(sheet, links=True, comments=comments, at_once=at_once, changes=changes),
        "to_approve": [row for row in sheet.paragraphs if row.id in at_once and at_once[row.id].can_approve],
        "to_mend": [row for row in sheet.paragraphs if any(not said.settled_at for said in comments.get(row.id, ()))],
        "comments_waiting": counted(_waiting(comments), "kommentar", "kommentarer"),
        "links": True,
        "read": now,
        "is_checked": is_checked,
        "agrees": now == meeting.content_hash,
        "pdf_unavailable": str(TypesettingUnavailable()) if missing_libraries() else "",
        **steps,
    }
    return render(request, "styrelse/minutes_detail.html", context)


def _comments(meeting: BoardMeeting) -> dict[int, list[MinutesComment]]:
    found: defaultdict[int, list[MinutesComment]] = defaultdict(list)
    for comment in MinutesComment.objects.filter(item__meeting=meeting).select_related("author"):
        found[comment.item_id].append(comment)
    return found


def _waiting(comments: Mapping[int, Sequence[MinutesComment]]) -> int:
    return sum(not said.settled_at for rows in comments.values() for said in rows)


def _steps(meeting: BoardMeeting, viewer: Viewer, *, whole: bool) -> dict[str, object]:
    """What the viewer may do with the minutes, as they stand."""
    writes, comments = (may(viewer, f"styrelse.{step}_minutes", meeting) for step in ("write", "comment"))
    in_review, is_entered = meeting.is_in_review, meeting.is_entered_afterwards
    is_draft = meeting.status == BoardMeeting.Status.DRAFT
    adjusters = list(meeting.adjusters.all())
    own = {row.pk: row.duty for row in meeting.presences.all() if row.person_id == viewer.person_id}
    mine = [row for row in adjusters if row.presence_id in own]
    # Who reads them, and is not to mend them, can say more.
    says_more = meeting.has_come_back and "secretary" not in own.values()
    waiting = [row for row in adjusters if in_review and not row.approved_at]
    publishes = meeting.is_adjusted and may(viewer, "styrelse.publish_minutes")
    is_published = publishes and BoardMeeting.objects.filter(pk=meeting.pk, published__isnull=False).exists()
    return {
        "waiting": listing([row.name for row in waiting]),
        "can_hand_over": is_draft and not is_entered and writes,
        "can_approve": whole and any(row in mine and own[row.presence_id] != "secretary" for row in waiting),
        "has_approved": in_review and any(row.approved_at for row in mine),
        "can_comment": whole and comments and (in_review or says_more),
        "can_send_back": comments and whole and in_review,
        "can_settle": writes and not meeting.is_adjusted,
        "can_write": writes and meeting.takes_minutes,
        "can_sign_on_paper": (in_review and comments) or (is_draft and is_entered and may(viewer, ENTER)),
        "can_publish": publishes and not is_published and board_rules().publishes_minutes,
        "is_published": is_published,
    }


ENTER = "styrelse.enter_meetings"


@require_POST
def minutes_pdf(request: Request, pk: int) -> HttpResponse:
    """Ask for the PDF. One with the same content is made once, whoever asks."""
    meeting = _held_meeting(request.viewer, pk)
    whole = reads_whole(meeting, request.viewer)
    job = request_job(
        kind=job_kind(whole=whole),
        object_id=pk,
        by=request.viewer.person_id,
        at=timezone.now(),
        content_hash=document_hash(minutes_document(sheet_of(meeting, whole=whole))),
    )
    return redirect(job)


@require_safe
def minutes_docx(request: Request, pk: int) -> HttpResponse:
    meeting = _held_meeting(request.viewer, pk)
    sheet = sheet_of(meeting, whole=reads_whole(meeting, request.viewer))
    return as_attachment(as_docx(sheet), DOCX, filename(meeting, "docx"))


@require_safe
def attendance_pdf(request: Request, pk: int) -> HttpResponse:
    """The list to sign at the door. Made while one waits: it is short, and holds names."""
    meeting = find_meeting(request.viewer, pk)
    require(request.viewer, "styrelse.prepare_meeting", meeting)
    try:
        content = make_pdf(attendance_document(meeting, request.viewer.today))
    except TypesettingError as error:
        messages.error(request, str(error))
        return redirect("styrelse:minutes_detail", pk)
    name = f"narvarolista-{meeting.body.slug}-{meeting.number}-{meeting.year}.pdf"
    return as_attachment(content, "application/pdf", name)
