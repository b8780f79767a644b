"""The call: read, sent, printed and answered."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from distrikt.access import Request, may, require
from distrikt.downloads import as_attachment
from distrikt.open_forms import unlisted
from distrikt.typeset import TypesettingError
from traffar.styrelse.actions import calling, preparing
from traffar.styrelse.call import call_of, last_day_to_call, people_called
from traffar.styrelse.forms.calling import CallForm
from traffar.styrelse.links import LinkClosed, call_path, open_link
from traffar.styrelse.models import BoardMeeting, BoardRules, Presence
from traffar.styrelse.pdf import make_call_pdf
from traffar.styrelse.turnout import turnout_of
from traffar.styrelse.views.fetching import BEGUN, seen_meeting
from traffar.styrelse.views.meetings import head_of
from traffar.when import day_words, local_day, when_words

ANSWERS = {"kommer": Presence.Answer.COMING, "forhinder": Presence.Answer.APOLOGY}
TOLD = {
    Presence.Answer.COMING: "Tack, du står som kommande.",
    Presence.Answer.APOLOGY: "Tack för att du säger till. Ditt förhinder är antecknat.",
}


def meeting_call(request: Request, pk: int) -> HttpResponse:
    """The call as it is or will be; for those who call, the button, and who comes."""
    meeting, viewer, now = seen_meeting(request, pk), request.viewer, timezone.now()
    rules = preparing.board_rules()
    last_day = last_day_to_call(meeting, rules.notice_days)
    is_late = meeting.is_planned and viewer.today > last_day
    form = CallForm(request.POST if request.method == "POST" else None, is_late=is_late)
    if request.method == "POST":
        require(viewer, "styrelse.prepare_meeting", meeting)
        if form.is_valid():
            return _send(request, meeting, is_late)
    call = call_of(meeting, rules, viewer, viewer.today)
    prepares = may(viewer, "styrelse.prepare_meeting", meeting)
    is_to_come = meeting.is_before and meeting.activity.is_to_come(now)
    own = next((row for row in call.people if row.person_id == viewer.person_id), None)
    context = {
        **head_of(request, meeting, "call"),
        "call": call,
        "form": form,
        "last_day": day_words(last_day, today=viewer.today),
        "is_late": is_late,
        "days_left": (meeting.day - viewer.today).days,
        "own": own,
        "turnout": turnout_of(call.people, rules.quorum),
        "new_people": _new_people(meeting, rules) if prepares and is_to_come and meeting.is_called else [],
        "can_call": prepares and is_to_come,
        "can_print_list": prepares,
        "can_answer": bool(own) and is_to_come and meeting.is_called,
        "can_answer_for_others": prepares and is_to_come and meeting.is_called,
    }
    return render(request, "styrelse/meeting_call.html", context)


def _new_people(meeting: BoardMeeting, rules: BoardRules) -> list[str]:
    """The names of those who sit in the body by now, and were not called."""
    listed = {row.person_id for row in meeting.presences.all()}
    return [row.name for row in people_called(meeting, rules) if row.person_id not in listed]


def _send(request: Request, meeting: BoardMeeting, is_late: bool) -> HttpResponse:
    try:
        sent = calling.call_meeting(meeting=meeting, is_late=is_late, at=timezone.now(), by=request.viewer.person_id)
    except preparing.MeetingBegun:
        messages.error(request, "Mötet är inställt, har börjat eller har varit: det går inte att kalla till det.")
    except calling.NobodyToCall:
        messages.error(request, "Ingen har uppdrag i styrelsen den dagen. Lägg in uppdragen först.")
    else:
        words = f"Kallelsen är på väg till {sent}." if sent else "Alla har redan fått kallelsen."
        messages.success(request, words)
    return redirect("styrelse:meeting_call", meeting.pk)


@require_safe
def meeting_call_pdf(request: Request, pk: int) -> HttpResponse:
    meeting = seen_meeting(request, pk)
    call = call_of(meeting, preparing.board_rules(), request.viewer, request.viewer.today)
    try:
        content = make_call_pdf(call)
    except TypesettingError as error:
        messages.error(request, str(error))
        return redirect("styrelse:meeting_call", pk)
    return as_attachment(content, "application/pdf", f"kallelse-{meeting.number}-{meeting.year}.pdf")


def _answer(request: HttpRequest) -> Presence.Answer:
    try:
        return ANSWERS[request.POST.get("svar", "")]
    except KeyError as error:
        raise BadRequest("no such answer") from error


@require_POST
def call_answer(request: Request, pk: int) -> HttpResponse:
    """Coming or prevented: one's own answer, or what somebody has told those who called."""
    meeting, viewer = seen_meeting(request, pk), request.viewer
    asked_for = request.POST.get("person", "")
    rows = Presence.objects.filter(meeting=meeting)
    presence = get_object_or_404(
        rows.filter(pk=asked_for) if asked_for.isdecimal() else rows.filter(person=viewer.person_id)
    )
    if presence.person_id != viewer.person_id:
        require(viewer, "styrelse.prepare_meeting", meeting)
    answer = _answer(request)
    if not preparing.answer_call(presence=presence, answer=answer, at=timezone.now()):
        messages.error(request, BEGUN)
    elif presence.person_id == viewer.person_id:
        messages.success(request, TOLD[answer])
    else:
        messages.success(request, f"{presence.name}: svaret är antecknat.")
    return redirect("styrelse:meeting_call", pk)


@login_not_required
@csrf_exempt  # The token in the address is the secret; a cookie would add nothing.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One answer to one call. Only a button changes it."""
    now = timezone.now()
    try:
        presence = open_link(token, now)
    except LinkClosed:
        return unlisted(render(request, "styrelse/call_by_link.html", {"closed": True}, status=404))
    if request.method == "POST":
        preparing.answer_call(presence=presence, answer=_answer(request), at=now)
        return redirect(call_path(token))
    activity = presence.meeting.activity
    context: dict[str, Any] = {
        "presence": presence,
        "meeting": presence.meeting,
        "when": when_words(activity.starts_at, activity.ends_at, today=local_day(now)),
    }
    return unlisted(render(request, "styrelse/call_by_link.html", context))
