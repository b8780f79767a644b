"""From draft to adjusted: handed over, commented on, approved in the program or on paper."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from distrikt.access import Request, may, require
from plan.wording import listing
from traffar.styrelse.actions import adjusting
from traffar.styrelse.actions.adjusting_at_once import approve_at_once
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.forms.entering import MINUTES_KINDS
from traffar.styrelse.forms.minutes import CommentForm, PaperForm
from traffar.styrelse.minutes import content_hash, minutes_of
from traffar.styrelse.models import AgendaItem, Attachment, BoardMeeting, MinutesComment
from traffar.styrelse.reading import paragraph_of
from traffar.styrelse.views.minutes import ENTER, find_meeting
from traffar.styrelse.views.table.fetch import at_item

COMMENTED = "Kommentaren är sparad, och protokollet är hos den som skriver. Du kan kommentera fler paragrafer."
LOCKED = "Protokollet är justerat och låst."
# Who approved an earlier text has to read it again.
AGAIN = "Den underskrivna sidan gäller. Den som godkände en tidigare lydelse behöver läsa protokollet igen."


@require_POST
def minutes_hand_over(request: Request, pk: int) -> HttpResponse:
    meeting = find_meeting(request.viewer, pk)
    require(request.viewer, "styrelse.write_minutes", meeting)
    try:
        adjusting.hand_over(meeting=meeting, at=timezone.now(), by=request.viewer.person_id)
        messages.success(request, "Protokollet är lämnat till justering. De som justerar får ett mejl var.")
    except NotNow as why:
        messages.error(request, str(why))
    return redirect("styrelse:minutes_detail", pk)


@require_POST
def minutes_send_back(request: Request, pk: int) -> HttpResponse:
    meeting = find_meeting(request.viewer, pk)
    require(request.viewer, "styrelse.comment_minutes", meeting)
    try:
        adjusting.send_back(meeting=meeting, by=request.viewer.person_id)
        messages.success(request, "Protokollet är tillbaka hos den som skriver. Godkännandena gäller inte längre.")
    except NotNow as why:
        messages.error(request, str(why))
    return redirect("styrelse:minutes_detail", pk)


def _item(request: Request, pk: int) -> AgendaItem:
    """An item of minutes that the viewer reads all of; 404 for others."""
    readable = BoardMeeting.objects.whole_minutes_for(request.viewer)
    items = AgendaItem.objects.filter(meeting__in=readable).select_related("meeting__activity", "meeting__body")
    return get_object_or_404(items, pk=pk)


def minutes_comment(request: Request, pk: int) -> HttpResponse:
    """What an adjuster wants otherwise under an item. It sends the minutes back, unless they are back already."""
    item = _item(request, pk)
    require(request.viewer, "styrelse.comment_minutes", item.meeting)
    if item.is_locked and request.method != "POST":
        raise Http404
    form = CommentForm(request.POST or None, instance=MinutesComment(item=item, author=request.user))
    if request.method == "POST" and form.is_valid():
        try:
            adjusting.comment(comment=form.instance)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, COMMENTED)
            return redirect("styrelse:minutes_detail", item.meeting_id)
    paragraph, drawn = paragraph_of(item)
    context = {"item": item, "meeting": item.meeting, "form": form, "paragraph": paragraph, "drawn": drawn}
    return render(request, "styrelse/minutes_comment.html", context)


@require_POST
def comment_settle(request: Request, pk: int) -> HttpResponse:
    """What was asked for is done. One goes on where it was shown: in the minutes, or at the meeting (`motet`)."""
    comments = MinutesComment.objects.visible_to(request.viewer).select_related("item__meeting")
    comment = get_object_or_404(comments, pk=pk)
    meeting = comment.item.meeting
    require(request.viewer, "styrelse.write_minutes", meeting)
    adjusting.settle_comment(comment=comment, at=timezone.now(), by=request.viewer.person_id)
    messages.success(request, "Kommentaren är åtgärdad.")
    if "motet" in request.POST:
        return at_item(comment.item)
    return redirect("styrelse:minutes_detail", meeting.pk)


@require_POST
def minutes_approve(request: Request, pk: int) -> HttpResponse:
    """Approve exactly what was read, by who has just shown who they are."""
    meeting = find_meeting(request.viewer, pk)
    require(request.viewer, "styrelse.adjust_meeting", meeting)
    approved: HttpResponse = _approve(request, meeting)
    return approved


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth carries no types
def _approve(request: Request, meeting: BoardMeeting) -> HttpResponse:
    read, now = request.POST.get("read", ""), timezone.now()
    try:
        is_last = adjusting.approve(meeting=meeting, person=request.viewer.person_id, read=read, at=now)
        messages.success(request, LOCKED if is_last else "Du har godkänt protokollet.")
    except NotNow as why:
        messages.error(request, str(why))
    return redirect("styrelse:minutes_detail", meeting.pk)


@require_POST
def item_approve(request: Request, pk: int) -> HttpResponse:
    """Approve one paragraph before the rest (omedelbar justering)."""
    item = _item(request, pk)
    require(request.viewer, "styrelse.adjust_meeting", item.meeting)
    approved: HttpResponse = _approve_item(request, item)
    return approved


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth carries no types
def _approve_item(request: Request, item: AgendaItem) -> HttpResponse:
    read, now = request.POST.get("read", ""), timezone.now()
    try:
        is_last = approve_at_once(item=item, person=request.viewer.person_id, read=read, at=now)
        messages.success(request, "Paragrafen är justerad och låst." if is_last else "Du har godkänt paragrafen.")
    except NotNow as why:
        messages.error(request, str(why))
    return redirect("styrelse:minutes_detail", item.meeting_id)


def minutes_sign_on_paper(request: Request, pk: int) -> HttpResponse:
    """Upload the signed page, or the minutes of a meeting held elsewhere; then somebody else confirms it."""
    meeting, viewer = find_meeting(request.viewer, pk), request.viewer
    require(viewer, ENTER if meeting.is_entered_afterwards else "styrelse.comment_minutes", meeting)
    if not meeting.is_in_review and not (meeting.is_entered_afterwards and not meeting.is_adjusted):
        raise Http404
    kind = Attachment.Kind.MINUTES if meeting.is_entered_afterwards else Attachment.Kind.SIGNED
    form = PaperForm(request.POST or None, request.FILES or None, kinds=KINDS[kind])
    if request.method == "POST" and form.is_valid():
        _upload(request, meeting, kind, form)
        return redirect("styrelse:minutes_sign_on_paper", pk)
    files = list(meeting.attachments.filter(kind=kind).order_by("pk"))
    opened = set(Attachment.objects.visible_to(viewer).filter(meeting=meeting).values_list("pk", flat=True))
    confirm = "styrelse.confirm_entered" if meeting.is_entered_afterwards else "styrelse.confirm_paper"
    context = {
        "meeting": meeting,
        "form": form,
        "files": [(file, file.pk in opened) for file in files],
        "can_confirm": bool(files) and may(viewer, confirm, meeting),
        "read": content_hash(minutes_of(meeting)),
        "left": listing([row.name for row in meeting.adjusters.filter(approved_at=None)]),
    }
    return render(request, "styrelse/minutes_sign_on_paper.html", context)


KINDS = {Attachment.Kind.MINUTES: MINUTES_KINDS, Attachment.Kind.SIGNED: ("pdf", "jpg")}


def _upload(request: Request, meeting: BoardMeeting, kind: Attachment.Kind, form: PaperForm) -> None:
    file = form.cleaned_data["file"]
    paper = Attachment(
        meeting=meeting,
        kind=kind,
        title=kind.label.capitalize(),
        file=file.content,
        sha256=file.sha256,
        uploaded_by_id=request.viewer.person_id,
        submission=form.cleaned_data["submission"],
    )
    try:
        adjusting.upload_paper(paper=paper, by=request.viewer.person_id)
        messages.success(request, "Filen är uppladdad.")
    except NotNow as why:
        messages.error(request, str(why))


@require_POST
def paper_confirm(request: Request, pk: int) -> HttpResponse:
    """The chair confirms what was uploaded: the minutes are adjusted and locked."""
    meeting = find_meeting(request.viewer, pk)
    permission = "styrelse.confirm_entered" if meeting.is_entered_afterwards else "styrelse.confirm_paper"
    require(request.viewer, permission, meeting)
    confirmed: HttpResponse = _confirm(request, meeting)
    return confirmed


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth carries no types
def _confirm(request: Request, meeting: BoardMeeting) -> HttpResponse:
    read, now, by = request.POST.get("read", ""), timezone.now(), request.viewer.person_id
    try:
        if meeting.is_entered_afterwards:
            adjusting.confirm_entered(meeting=meeting, read=read, name=str(request.user), at=now, by=by)
            is_locked = True
        else:
            is_locked = adjusting.approve_by_paper(meeting=meeting, read=read, at=now, by=by)
        messages.success(request, LOCKED if is_locked else AGAIN)
    except NotNow as why:
        messages.error(request, str(why))
    return redirect("styrelse:minutes_detail", meeting.pk)
