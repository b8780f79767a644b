"""A meeting that was held without the program is entered afterwards."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from distrikt.access import Request, require
from distrikt.organisation.models import Body
from distrikt.organisation.roles import Role
from distrikt.saving import is_made_already
from plan.wording import full_day_words
from traffar.models import Activity
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.actions.entering import (
    Attending,
    Entered,
    EnteredDecision,
    NumberTaken,
    ParagraphsTaken,
    enter_meeting,
    next_number,
)
from traffar.styrelse.actions.preparing import board_rules
from traffar.styrelse.call import people_called
from traffar.styrelse.forms.entering import DecisionRows, EnterForm, WhichForm
from traffar.styrelse.models import BoardMeeting
from traffar.styrelse.responsible import people_to_choose
from traffar.styrelse.views.minutes import ENTER
from traffar.when import day_bounds

MORE_ROWS = 5


def meeting_enter(request: Request) -> HttpResponse:
    """First which body and which day, by the address; then who was there and what was decided."""
    viewer = request.viewer
    require(viewer, ENTER)
    which = WhichForm(request.GET or None, today=viewer.today)
    if not which.is_valid():
        return render(request, "styrelse/meeting_enter.html", {"which": which})
    if made := _made_before(request):
        return redirect("styrelse:minutes_detail", made.pk)
    body, day = which.cleaned_data["organ"], which.cleaned_data["dag"]
    planned = _planned(body, day)
    sitting = people_called(BoardMeeting(body=body, held_on=day), board_rules())
    called = [(row.person_id or 0, row.name, row.role) for row in sitting]
    held = {role: person for person, _, role in reversed(called)}
    initial: dict[str, Any] = {
        "number": next_number(body, day.year),
        "present": [person for person, *_ in called],
        "chair": held.get(Role.CHAIR.label),
        "secretary": held.get(Role.SECRETARY.label),
    }
    facts = {"day": day, "called": called, "has_number": planned is not None}
    form = EnterForm(request.POST or None, request.FILES or None, initial=initial, **facts)
    rows = DecisionRows(_rows_data(request), form_kwargs={"people": people_to_choose(viewer)}, prefix="beslut")
    if request.method == "POST" and "more" not in request.POST:
        meeting = _enter(request, body, planned, form, rows)
        if meeting is not None:
            messages.success(request, f"{meeting.title} är infört.")
            return redirect("styrelse:minutes_detail", meeting.pk)
    context = {"form": form, "rows": rows, "body": body, "day": full_day_words(day), "planned": planned}
    return render(request, "styrelse/meeting_enter.html", context)


def _made_before(request: Request) -> BoardMeeting | None:
    """The meeting that this very form has entered already."""
    entered = BoardMeeting.objects.filter(is_entered_afterwards=True)
    if request.method != "POST":
        return None
    if request.POST.get("planned", "").isdecimal():
        return entered.filter(pk=int(request.POST["planned"][:18])).first()
    if is_made_already(Activity, request.POST):
        return entered.filter(activity__submission=request.POST["submission"]).first()
    return None


def _planned(body: Body, day: Any) -> BoardMeeting | None:
    """The meeting that the program has for the day, which nobody has opened."""
    before = (BoardMeeting.Status.PLANNED, BoardMeeting.Status.CALLED)
    start, end = day_bounds(day, day)
    meetings = BoardMeeting.objects.with_activity().filter(body=body, status__in=before)
    alive = ~Q(activity__status=Activity.Status.CANCELLED)
    return meetings.filter(alive, activity__starts_at__gte=start, activity__starts_at__lt=end).first()


def _rows_data(request: Request) -> Any:
    """What was typed, with more empty rows when somebody asked for them."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    if "more" in data:
        total = data.get("beslut-TOTAL_FORMS", "0")
        data["beslut-TOTAL_FORMS"] = str(int(total) + MORE_ROWS if total.isdecimal() and len(total) < 4 else MORE_ROWS)
    return data


def _enter(
    request: Request, body: Body, planned: BoardMeeting | None, form: EnterForm, rows: Any
) -> BoardMeeting | None:
    """The meeting, or None when something typed is wrong: the forms say what."""
    if not (form.is_valid() & rows.is_valid()) or not rows.check_numbers(form.paragraphs):
        return None
    typed, (starts_at, ends_at) = form.cleaned_data, form.occurrence
    entered = Entered(
        body=body,
        starts_at=starts_at,
        ends_at=ends_at,
        number=planned.number if planned else typed["number"],
        place=typed["place"] or (planned.activity.place if planned else ""),
        present=frozenset(typed["present"]),
        submission=typed["submission"],
        planned=planned,
        others=[Attending(name, role, standing) for name, role, standing in typed["others"]],
        chair=typed["chair"],
        secretary=typed["secretary"],
        paragraphs=form.paragraphs,
        decisions=[_decision(row.cleaned_data) for row in rows if row.cleaned_data.get("text")],
        paper=typed["file"],
    )
    try:
        return enter_meeting(entered=entered, at=timezone.now(), by=request.viewer.person_id)
    except NotNow as why:
        fields = {NumberTaken: "number", ParagraphsTaken: "first_paragraph"}
        form.add_error(fields.get(type(why)), str(why))
        return None


def _decision(typed: dict[str, Any]) -> EnteredDecision:
    title = typed["title"] or typed["text"].splitlines()[0][:80]
    return EnteredDecision(
        typed["paragraph"], title, typed["text"], typed["responsible"], typed["due_on"], typed["amount"]
    )
