"""How the pages of the board find their rows: within the viewer's world (404), then by what may be done (403)."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from distrikt.access import Request, require
from plan.models import Commitment, YearPlan
from traffar.styrelse.models import AgendaItem, BoardMeeting

BEGUN = "Mötet har börjat eller varit, så det går inte att ändra här längre."
ENDED = "Mötet är avslutat. Den som var där står i närvaron redan, och ingen mer kan adjungeras."


def seen_meeting(
    request: Request, pk: int, permission: str = "styrelse.see_papers", *, people: str = "presences__person"
) -> BoardMeeting:
    """The meeting with its activity, its body and, unless `people` is "", those on its list."""
    known = BoardMeeting.objects.visible_to(request.viewer).with_activity()
    meeting = get_object_or_404(known.prefetch_related(people) if people else known, pk=pk)
    require(request.viewer, permission, meeting)
    return meeting


def seen_item(request: Request, pk: int, permission: str = "styrelse.prepare_meeting") -> AgendaItem:
    """The item with its meeting: 404 for one that is closed to the viewer."""
    known = AgendaItem.objects.visible_to(request.viewer).select_related("meeting__activity", "meeting__body")
    item = get_object_or_404(known, pk=pk)
    require(request.viewer, permission, item.meeting)
    return item


def plan_in_force(request: Request) -> QuerySet[Commitment]:
    """The sentences that a decision can serve: those of the plan that holds today."""
    plans = YearPlan.objects.filter(
        status=YearPlan.Status.ADOPTED, starts_on__lte=request.viewer.today, ends_on__gte=request.viewer.today
    )
    return Commitment.objects.visible_to(request.viewer).filter(plan__in=plans).in_plan_order()
