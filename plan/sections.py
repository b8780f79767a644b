"""What other apps show on the page of a commitment, beside its evidence: it counts for nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from distrikt.access import Viewer
from distrikt.registry import Registry
from plan.models import Commitment


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its fragment, and what the fragment finds under the name `section`."""

    template: str
    context: Mapping[str, Any]


# Each app that knows something of commitments registers a function that gives its part, as this viewer may see it.
sections: Registry[Callable[[Commitment, Viewer], Section | None]] = Registry("plan.sections")
