"""The shell around every page: whose district it is, and the menu of what exists and this viewer may open."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from distrikt.access import Viewer, may
from distrikt.organisation.models import District


@dataclass(frozen=True, slots=True)
class MenuEntry:
    label: str
    url: str
    icon: str = ""
    active: bool = False


@dataclass(frozen=True, slots=True)
class MenuRule:
    """An entry of the menu: where it leads, and who sees it."""

    label: str
    url_name: str
    icon: str
    shown_to: Callable[[Viewer], bool]


MAIN = [
    MenuRule("Hem", "webb:start", "house", lambda viewer: True),
    MenuRule("Planen", "plan:plan_current", "list-check", lambda viewer: viewer.sees_content),
    MenuRule("Kalender", "traffar:activity_list", "calendar3", lambda viewer: viewer.sees_content),
    MenuRule(
        "Styrelsen", "styrelse:meeting_list", "journal-text", lambda viewer: may(viewer, "styrelse.list_meetings")
    ),
]
# The phone's bottom bar has room for two of them, beside "Ny aktivitet" and "Mer".
DOCK = ("Hem", "Kalender")
MORE = [
    MenuRule("Verksamhetsberättelsen", "berattelse:report_current", "book", lambda viewer: viewer.sees_content),
    MenuRule(
        "Styrelsens protokoll",
        "styrelse:meeting_list",
        "journal-text",
        lambda viewer: viewer.sees_content and not may(viewer, "styrelse.list_meetings"),
    ),
    MenuRule("Uppgifter", "uppgifter:task_list", "list-check", lambda viewer: viewer.sees_content),
    MenuRule("Hjälpas åt", "traffar:help_list", "car-front", lambda viewer: viewer.sees_content),
    MenuRule("Partiföreningarna", "organisation:branch_list", "geo-alt", lambda viewer: viewer.sees_content),
    MenuRule(
        "Kontakter och uppdrag",
        "organisation:person_list",
        "people",
        lambda viewer: may(viewer, "organisation.list_people"),
    ),
    MenuRule("Utskick", "utskick:message_list", "envelope", lambda viewer: may(viewer, "utskick.list_messages")),
    MenuRule(
        "Utskick",
        "utskick:letter_list",
        "envelope",
        lambda viewer: may(viewer, "utskick.write_letter") and not may(viewer, "utskick.list_messages"),
    ),
    MenuRule("Driftläge", "utskick:health", "clock", lambda viewer: may(viewer, "utskick.see_health")),
    MenuRule(
        "Inställningar", "organisation:district_edit", "gear", lambda viewer: may(viewer, "organisation.edit_district")
    ),
    MenuRule("Mitt konto", "organisation:profile", "person", lambda viewer: True),
]
ADD = MenuRule("Ny aktivitet", "traffar:activity_create", "plus-lg", lambda viewer: may(viewer, "traffar.add_activity"))


def _entry(rule: MenuRule, path: str) -> MenuEntry:
    url = reverse(rule.url_name)
    return MenuEntry(rule.label, url, rule.icon, active=path == url if url == "/" else path.startswith(url))


@lru_cache(maxsize=256)
def _menus(menu: tuple[MenuEntry, ...], more: tuple[MenuEntry, ...], add: MenuEntry | None) -> dict[str, SafeString]:
    """The top bar's menu and the phone's bottom bar, drawn once for all who have the same entries."""
    context = {
        "menu": menu,
        "more": more,
        "add": add,
        "dock": [entry for entry in menu if entry.label in DOCK],
        "more_is_active": any(entry.active for entry in more),
    }
    return {
        "top_menu": render_to_string("ui/_top_menu.html", context),
        "dock": render_to_string("ui/_dock.html", context),
    }


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: district, and for those logged in the viewer, the menus and the phone's bottom bar."""
    context: dict[str, Any] = {"district": District.objects.first()}
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return context
    menu = tuple(_entry(rule, request.path) for rule in MAIN if rule.shown_to(viewer))
    more = tuple(_entry(rule, request.path) for rule in MORE if rule.shown_to(viewer))
    add = _entry(ADD, request.path) if ADD.shown_to(viewer) else None
    return {**context, "viewer": viewer, "menu_add": add, **_menus(menu, more, add)}
