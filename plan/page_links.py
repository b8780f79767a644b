"""Links that apps upstairs put on a commitment's page: what can be done about it there."""

from collections.abc import Callable
from dataclasses import dataclass

from distrikt.access import Viewer
from distrikt.registry import Registry
from plan.models import Commitment


@dataclass(frozen=True, slots=True)
class PageLink:
    label: str
    url: str


# None where there is nothing that this viewer may open.
commitment_links: Registry[Callable[[Commitment, Viewer], PageLink | None]] = Registry("plan.page_links")


def links_of(commitment: Commitment, viewer: Viewer) -> list[PageLink]:
    return [link for _, source in commitment_links if (link := source(commitment, viewer))]
