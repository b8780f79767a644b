"""Links that apps upstairs put on an activity's page: what the activity is to them."""

from collections.abc import Callable

from distrikt.access import Viewer
from distrikt.registry import Registry
from plan.page_links import PageLink
from traffar.models import Activity

# None where there is nothing that this viewer may open.
activity_links: Registry[Callable[[Activity, Viewer], PageLink | None]] = Registry("traffar.page_links")


def links_of(activity: Activity, viewer: Viewer) -> list[PageLink]:
    return [link for _, source in activity_links if (link := source(activity, viewer))]
