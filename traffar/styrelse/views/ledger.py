"""The ledger of decisions: the list, how each goes, those from before the program, and the list to take along."""

from functools import partial
from typing import cast

import structlog
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from distrikt.access import Request, may, require
from distrikt.organisation.models import Body
from distrikt.paging import query_of
from distrikt.saving import Difference, EditConflict, show_conflict
from distrikt.spreadsheet import Ending, table_file
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.actions.carrying_out import enter_decisions, follow_up
from traffar.styrelse.forms.ledger import (
    MORE_ROWS,
    MOST_ROWS,
    EarlierDecisions,
    FollowUpForm,
    decisions_of,
)
from traffar.styrelse.ledger import (
    ALL,
    DONE,
    OPEN,
    OVERDUE,
    WIDTHS,
    DecisionFilter,
    decision_row,
    decision_rows,
    for_rows,
    in_ledger_order,
    in_state,
    table_of,
    totals_of,
)
from traffar.styrelse.links_elsewhere import request_path
from traffar.styrelse.models import Decision, DecisionQuerySet
from traffar.styrelse.references import places_of
from traffar.styrelse.responsible import people_to_choose
from traffar.styrelse.sources import DECISION

PER_PAGE = 50
TABS = {OPEN: "Öppna", OVERDUE: "Försenade", DONE: "Genomförda", ALL: "Alla"}
EMPTY = {
    OPEN: "Inget beslut väntar på att genomföras.",
    OVERDUE: "Inget beslut är försenat.",
    DONE: "Här står det som har genomförts, med dagen och hur det gick.",
    ALL: "Här samlas besluten från alla möten, med vem som ansvarar, när det ska vara klart och vad det kostar.",
}
LEDGER = {"label": "Beslut", "url": reverse_lazy("styrelse:decision_list")}

log = structlog.get_logger(__name__)


def _filtered(request: Request, tab: str) -> DecisionFilter:
    viewer = request.viewer
    decisions = in_state(Decision.objects.visible_to(viewer), tab, viewer.today)
    return DecisionFilter(request.GET, queryset=decisions, viewer=viewer)


def _tab(request: Request) -> str:
    return next((key for key in TABS if key == request.GET.get("visa")), OPEN)


@require_safe
def decision_list(request: Request) -> HttpResponse:
    viewer = request.viewer
    require(viewer, "styrelse.see_decisions")
    tab = _tab(request)
    filters = _filtered(request, tab)
    totals = totals_of(filters.qs)
    pages = Paginator(for_rows(in_ledger_order(filters.qs), viewer), PER_PAGE)
    pages.count = totals.decisions
    page = pages.get_page(request.GET.get("sida"))
    context = {
        "tabs": [(label, query_of(request, visa=key), key == tab) for key, label in TABS.items()],
        "tab": tab,
        "empty": EMPTY[tab],
        "filters": filters,
        "places": places_of(request.GET.get("q", ""), viewer),
        "page": page,
        "rows": decision_rows(page.object_list, viewer),
        "totals": totals,
        "query": query_of(request),
        "can_enter": may(viewer, "styrelse.enter_decisions"),
    }
    return render(request, "styrelse/decision_list.html", context)


def decision_follow_up(request: Request, pk: int) -> HttpResponse:
    """A decision, and how it goes."""
    viewer = request.viewer
    decision = get_object_or_404(for_rows(Decision.objects.visible_to(viewer), viewer), pk=pk)
    row = decision_row(decision, viewer)
    can_follow_up = decision.is_made and may(viewer, "styrelse.follow_up_decision", decision)
    form = FollowUpForm(request.POST or None, instance=decision, viewer=viewer) if can_follow_up else None
    differences: list[Difference] = []
    if request.method == "POST":
        require(viewer, "styrelse.follow_up_decision", decision)
        if form and form.is_valid():
            changed, version, fields = form.changed_row()
            try:
                follow_up(decision=changed, version=version, fields=fields, by=viewer.person_id)
            except EditConflict as conflict:
                theirs = FollowUpForm(instance=conflict.current, viewer=viewer)
                differences = show_conflict(form, conflict, theirs=theirs)
            except NotNow as reason:
                messages.error(request, str(reason))
                return redirect("styrelse:decision_follow_up", pk)
            if not differences:
                messages.success(request, "Sparat. Uppgiften säger samma sak.")
                return redirect("styrelse:decision_follow_up", pk)
    context = {
        "decision": decision,
        "row": row,
        "form": form,
        "differences": differences,
        "request_path": request_path(DECISION, pk) if decision.is_open and may(viewer, "styrelse.request_item") else "",
        "parents": [LEDGER] if may(viewer, "styrelse.see_decisions") else [],
        "circular": decision.circular if decision.circular_id and may(viewer, "styrelse.see_circulars") else None,
    }
    return render(request, "styrelse/decision_follow_up.html", context, status=409 if differences else 200)


def decision_enter(request: Request) -> HttpResponse:
    """Decisions still open from before the program, in one table."""
    viewer = request.viewer
    require(viewer, "styrelse.enter_decisions")
    people = people_to_choose(viewer)
    table = partial(EarlierDecisions, form_kwargs={"people": list(people), "today": viewer.today})
    typed = request.POST.copy() if request.method == "POST" else None
    wants_more = typed is not None and "fler" in typed
    if typed is not None and wants_more:
        rows = typed.get("form-TOTAL_FORMS", "")
        typed["form-TOTAL_FORMS"] = str(min(int(rows) + MORE_ROWS, MOST_ROWS) if rows.isdecimal() else MORE_ROWS)
    formset = table(typed)
    if typed is not None and not wants_more and formset.is_valid():
        new = enter_decisions(body=Body.objects.board(), decisions=decisions_of(formset), by=viewer.person_id)
        messages.success(request, f"{new} beslut är införda." if new else "Besluten är redan införda.")
        return redirect("styrelse:decision_list")
    context = {"formset": formset, "shows_errors": typed is not None and not wants_more, "parents": [LEDGER]}
    return render(request, "styrelse/decision_enter.html", context)


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth carries no types
def _export(request: Request, ending: Ending) -> HttpResponse:
    """What the filters show, all pages, as a file to take along, for those who have just logged in."""
    viewer = request.viewer
    decisions = in_ledger_order(cast(DecisionQuerySet, _filtered(request, _tab(request)).qs))
    table = table_of(for_rows(decisions, viewer), viewer)
    log.info("decisions_exported", rows=len(table) - 1, by=viewer.person_id, format=ending)
    return table_file(table, ending, name="beslut", title="Beslut", widths=WIDTHS)


@require_safe
def decisions_csv(request: Request) -> HttpResponse:
    require(request.viewer, "styrelse.see_decisions")
    exported: HttpResponse = _export(request, "csv")
    return exported


@require_safe
def decisions_xlsx(request: Request) -> HttpResponse:
    require(request.viewer, "styrelse.see_decisions")
    exported: HttpResponse = _export(request, "xlsx")
    return exported
