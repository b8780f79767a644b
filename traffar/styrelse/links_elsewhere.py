"""The board on others' pages: an activity leads to its meeting, a commitment to the next agenda."""

from django.urls import reverse

from distrikt.access import Viewer, may
from plan.models import Commitment
from plan.page_links import PageLink
from traffar.models import Activity, Family
from traffar.styrelse.models import BoardMeeting
from traffar.styrelse.sources import COMMITMENT


def meeting_link(activity: Activity, viewer: Viewer) -> PageLink | None:
    """To the agenda, for those who see it. Two queries for a meeting of the board, none for others."""
    if activity.family != Family.BOARD:
        return None
    meeting = BoardMeeting.objects.prefetch_related("presences").filter(pk=activity.pk).first()
    if meeting is None or not may(viewer, "styrelse.see_papers", meeting):
        return None
    return PageLink("Dagordning och handlingar", meeting.get_absolute_url())


def request_link(commitment: Commitment, viewer: Viewer) -> PageLink | None:
    if commitment.plan.is_draft or not may(viewer, "styrelse.request_item"):
        return None
    return PageLink("Ta upp på nästa styrelsemöte", request_path(COMMITMENT, commitment.pk))


def request_path(kind: str, pk: int) -> str:
    """Where something is asked to be taken up at the next meeting."""
    return f"{reverse('styrelse:item_request')}?kalla={kind}&id={pk}"
