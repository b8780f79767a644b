"""What a branch's own page shows of its activities: the next five, and the five held last."""

from urllib.parse import urlencode

from django.urls import reverse

from distrikt.access import Viewer, may
from distrikt.organisation.branch_page import Section
from distrikt.organisation.models import Body
from traffar.feeds import body_choice
from traffar.models import Activity
from traffar.reports import activity_rows
from traffar.when import day_bounds

SHOWN = 5


def branch_activities(branch: Body, viewer: Viewer) -> Section:
    """The branch's own and those it co-hosts, as this viewer may see them; two queries."""
    own = Activity.objects.published_to(viewer).arranged_by([branch.pk])
    midnight, _ = day_bounds(viewer.today, viewer.today)
    return Section(
        "traffar/_branch_activities.html",
        {
            "name": branch.name,
            "coming": activity_rows(own.coming(midnight)[:SHOWN], today=viewer.today),
            "held": activity_rows(own.held()[:SHOWN], today=viewer.today),
            "url": f"{reverse('traffar:activity_list')}?{urlencode({'visa': 'alla', 'organ': branch.slug})}",
            "member_link_url": (
                reverse("traffar:member_link_edit", args=[branch.slug])
                if may(viewer, "traffar.hand_out_member_link", branch)
                else ""
            ),
            "feed_url": f"{reverse('traffar:feed_list')}?{urlencode({'vad': body_choice(branch)})}",
        },
    )
