"""The board's meetings: the list, the plan of the year, one meeting with its agenda, and how it is removed."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, may, require
from distrikt.saving import EditConflict, show_conflict
from plan.wording import counted
from traffar.actions import PeopleAreComing, StatusPassed
from traffar.models import Activity
from traffar.styrelse.actions import preparing
from traffar.styrelse.call import agenda_of, last_day_to_call
from traffar.styrelse.forms.board_rules import BoardRulesForm
from traffar.styrelse.forms.planning import MeetingPlanForm
from traffar.styrelse.models import AgendaRequest, BoardMeeting
from traffar.styrelse.put_off import put_off_at
from traffar.styrelse.reports import BODIES, bodies_that_meet, meeting_list_for, status_of
from traffar.styrelse.suggestions import source_link
from traffar.styrelse.views.fetching import seen_meeting
from traffar.when import day_words, when_words


@require_safe
def meeting_list(request: Request) -> HttpResponse:
    viewer = request.viewer
    require(viewer, "styrelse.read_published")
    asked = request.GET.get("ar", "")
    year = int(asked) if re.fullmatch(r"[12][0-9]{3}", asked) else None
    page = meeting_list_for(viewer, timezone.now(), year=year)
    requests = AgendaRequest.objects.visible_to(viewer).waiting().select_related("body")
    context = {
        "page": page,
        "requests": list(requests) if may(viewer, "styrelse.request_item") and page.year is None else [],
        "sees_all": may(viewer, "styrelse.list_meetings"),
        "can_plan": may(viewer, "styrelse.plan_meetings"),
        "can_see_decisions": may(viewer, "styrelse.see_decisions"),
        "can_see_circulars": may(viewer, "styrelse.see_circulars"),
        "can_enter": may(viewer, "styrelse.enter_meetings"),
        "can_request": may(viewer, "styrelse.request_item"),
        "can_set_rules": may(viewer, "styrelse.set_rules"),
    }
    return render(request, "styrelse/meeting_list.html", context)


def meeting_plan(request: Request) -> HttpResponse:
    """The year's meetings at once: the rule, then its days with what else happens on them."""
    require(request.viewer, "styrelse.plan_meetings")
    bodies = bodies_that_meet()
    is_new = request.method == "POST" and "change" not in request.POST
    typed = request.POST.copy()
    if not is_new:
        typed.pop("day", None)
    form = MeetingPlanForm(typed or None, viewer=request.viewer, bodies=bodies)
    if is_new and form.is_valid() and form.is_ready:
        meetings = preparing.plan_meetings(
            body=form.cleaned_data["body"],
            occurrences=form.occurrences,
            place=form.cleaned_data["place"],
            submission=form.cleaned_data["submission"],
            by=request.viewer.person_id,
        )
        planned = counted(len(meetings), "möte är planerat", "möten är planerade")
        messages.success(request, f"{planned} och står i kalendern.")
        return redirect("styrelse:meeting_list")
    shows_days = is_new and form.asks_about_days
    template = "styrelse/meeting_plan_days.html" if shows_days else "styrelse/meeting_plan.html"
    return render(request, template, {"form": form, "bodies": bodies})


@require_POST
def agenda_create(request: Request, pk: int) -> HttpResponse:
    """A meeting of the board that stands in the calendar alone gets its agenda."""
    require(request.viewer, "styrelse.plan_meetings")
    known = Activity.objects.visible_to(request.viewer).filter(kind__in=preparing.KIND_OF.values())
    activity = get_object_or_404(known, pk=pk, organiser__kind__in=BODIES, status=Activity.Status.PLANNED)
    meeting = preparing.make_agenda(activity=activity, by=request.viewer.person_id)
    messages.success(request, f"{meeting.title} har fått sin dagordning.")
    return redirect(meeting)


# The tabs where the minutes are written and read.
_OF_MINUTES = {"table", "minutes"}


def head_of(request: Request, meeting: BoardMeeting, tab: str) -> dict[str, Any]:
    """What `_meeting_head.html` shows."""
    activity = meeting.activity
    word, badge = status_of(meeting, timezone.now())
    when = when_words(activity.starts_at, activity.ends_at, today=request.viewer.today)
    return {
        "meeting": meeting,
        "when": when,
        "tab": tab,
        "status": word,
        "badge": badge,
        "can_follow": may(request.viewer, "styrelse.follow_meeting", meeting),
        "can_read_minutes": not meeting.is_before,
        "put_off": put_off_at(meeting, request.viewer) if meeting.has_ended and tab in _OF_MINUTES else [],
    }


@require_safe
def meeting_detail(request: Request, pk: int) -> HttpResponse:
    """The agenda with its papers; for those who make it what it could take up."""
    meeting, viewer, now = seen_meeting(request, pk, people="presences"), request.viewer, timezone.now()
    prepares = may(viewer, "styrelse.prepare_meeting", meeting)
    is_live = not meeting.activity.is_cancelled
    can_change = prepares and is_live and (meeting.is_before or meeting.is_open)
    requests = AgendaRequest.objects.visible_to(viewer).waiting().filter(body=meeting.body_id)
    waiting = requests.select_related("requested_by") if can_change else []
    rules = preparing.board_rules()
    last_day = last_day_to_call(meeting, rules.notice_days)
    context = {
        **head_of(request, meeting, "agenda"),
        "agenda": agenda_of(meeting, viewer),
        "requests": [(row, source_link(row.source_kind, row.source_id, viewer)) for row in waiting],
        "can_be_suggested": can_change and meeting.is_before,
        "last_day": day_words(last_day, today=viewer.today),
        "is_late": meeting.is_planned and viewer.today > last_day,
        "quorum": rules.get_quorum_display(),
        "co_opted": [row for row in meeting.presences.all() if row.is_co_opted],
        "can_change": can_change,
        "can_add_paper": may(viewer, "styrelse.change_papers", meeting)
        and (meeting.is_before or meeting.takes_minutes),
        "can_call": prepares and is_live and meeting.is_planned and meeting.activity.is_to_come(now),
        "can_co_opt": prepares and is_live and (meeting.is_before or meeting.is_open),
        "can_remove_co_opted": prepares and meeting.is_before,
        "can_move": meeting.is_before and is_live and may(viewer, "traffar.change_activity", meeting.activity),
        "can_remove": prepares and is_live and meeting.is_planned,
    }
    return render(request, "styrelse/meeting_detail.html", context)


def meeting_remove(request: Request, pk: int) -> HttpResponse:
    """A meeting that nobody has been called to, put in by mistake."""
    meeting = seen_meeting(request, pk, "styrelse.prepare_meeting")
    if request.method == "POST":
        try:
            preparing.remove_meeting(meeting=meeting, by=request.viewer.person_id)
        except preparing.MeetingBegun:
            messages.error(request, "Kallelsen har gått. Ställ in mötet i stället, så får alla veta det.")
            return redirect(meeting)
        except (PeopleAreComing, StatusPassed):
            messages.error(request, "Det finns de som har anmält sig, eller så är mötet inställt. Det står kvar.")
            return redirect(meeting)
        messages.success(request, f"{meeting.title} är borttaget.")
        return redirect("styrelse:meeting_list")
    if not meeting.is_planned:
        messages.error(request, "Kallelsen har gått. Ställ in mötet i stället, så får alla veta det.")
        return redirect(meeting)
    return render(request, "styrelse/meeting_remove.html", head_of(request, meeting, "agenda"))


def board_rules_edit(request: Request) -> HttpResponse:
    require(request.viewer, "styrelse.set_rules")
    form = BoardRulesForm(request.POST or None, instance=preparing.board_rules())
    differences = []
    if request.method == "POST" and form.is_valid():
        changed, version, fields = form.changed_row()
        try:
            preparing.set_rules(changed=changed, version=version, fields=fields, by=request.viewer.person_id)
        except EditConflict as conflict:
            differences = show_conflict(form, conflict)
        if not differences:
            messages.success(request, "Styrelsens regler är sparade.")
            return redirect("styrelse:meeting_list")
    context = {"form": form, "differences": differences}
    return render(request, "styrelse/board_rules_edit.html", context, status=409 if differences else 200)
