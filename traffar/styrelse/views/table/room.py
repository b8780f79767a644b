"""Who is there, who comes and goes, who is disqualified, and who does what at the meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from distrikt.access import Request
from plan.wording import listing
from traffar.styrelse.actions.at_the_table import come_or_go, give_duty, recuse, set_present
from traffar.styrelse.actions.closing import choose_adjusters
from traffar.styrelse.models import AgendaItem, Presence
from traffar.styrelse.views.table.fetch import item_of, meeting_to_run, presence_to_set, refusals_told, table_address


def _at_room(presence: Presence, item: AgendaItem | None) -> HttpResponse:
    return redirect(table_address(presence.meeting_id, item, "narvaro"))


def _item_named(request: Request, presence: Presence) -> AgendaItem:
    """The item that the form names, of the same meeting."""
    own = AgendaItem.objects.visible_to(request.viewer).filter(meeting=presence.meeting_id)
    named = request.POST.get("arende", "")
    return get_object_or_404(own, pk=int(named) if named.isdecimal() and len(named) < 19 else 0)


@require_POST
def presence_set(request: Request, pk: int) -> HttpResponse:
    presence = presence_to_set(request, pk)
    item = item_of(request, presence.meeting)
    with refusals_told(request):
        is_present = request.POST.get("har") == "1"
        set_present(presence=presence, is_present=is_present, by=request.viewer.person_id)
    return _at_room(presence, item)


@require_POST
def presence_change(request: Request, pk: int) -> HttpResponse:
    presence = presence_to_set(request, pk)
    item = _item_named(request, presence)
    is_change = request.POST.get("byter") == "1"
    with refusals_told(request):
        come_or_go(presence=presence, item=item, is_change=is_change, by=request.viewer.person_id)
    return _at_room(presence, item)


@require_POST
def recusal_toggle(request: Request, pk: int) -> HttpResponse:
    presence = presence_to_set(request, pk)
    item = _item_named(request, presence)
    is_recused = request.POST.get("jav") == "1"
    with refusals_told(request):
        recuse(presence=presence, item=item, is_recused=is_recused, by=request.viewer.person_id)
    return _at_room(presence, item)


@require_POST
def duty_give(request: Request, pk: int) -> HttpResponse:
    """Chair and secretary of the meeting, one or both at a time."""
    meeting = meeting_to_run(request, pk)
    item = item_of(request, meeting)
    for duty in (Presence.Duty.CHAIR, Presence.Duty.SECRETARY):
        chosen = request.POST.get(duty, "")
        if chosen:
            pk = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0
            presence = get_object_or_404(meeting.presences.all(), pk=pk)
            with refusals_told(request):
                give_duty(presence=presence, duty=duty, by=request.viewer.person_id)
                messages.success(request, f"{presence.name} är {duty.label}.")
    return redirect(table_address(meeting.pk, item, "uppdrag"))


@require_POST
def adjusters_choose(request: Request, pk: int) -> HttpResponse:
    meeting = meeting_to_run(request, pk)
    item = item_of(request, meeting)
    chosen = [int(value) for value in request.POST.getlist("justerare") if value.isdecimal() and len(value) < 19]
    with refusals_told(request):
        choose_adjusters(meeting=meeting, chosen=chosen, by=request.viewer.person_id)
        names = [row.name for row in meeting.presences.filter(pk__in=chosen).exclude(duty=Presence.Duty.SECRETARY)]
        if names:
            messages.success(request, f"{listing(names)} justerar protokollet jämte ordföranden.")
        else:
            messages.info(request, "Ingen är vald att justera protokollet.")
    return redirect(table_address(meeting.pk, item, "uppdrag"))
