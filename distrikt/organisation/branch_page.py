"""A branch's own page: what other apps show there about the branch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from distrikt.access import Viewer
from distrikt.organisation.models import Body
from distrikt.registry import Registry


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its fragment, and what the fragment finds under the name `section`."""

    template: str
    context: Mapping[str, Any]


# Each app that knows something of a branch registers a function that gives its part, as this viewer may see it.
sections: Registry[Callable[[Body, Viewer], Section]] = Registry("organisation.branch_page")
