"""Decisions under an item: made, put otherwise, taken away, as long as minutes are taken."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from distrikt.access import Request, require
from distrikt.saving import Difference, EditConflict, is_made_already, show_conflict
from traffar.styrelse.actions.at_the_table import NotNow, change_decision, decide, remove_decision
from traffar.styrelse.forms.carrying_out import DECIDES
from traffar.styrelse.forms.table import ChangedDecisionForm, DecisionForm
from traffar.styrelse.models import AgendaItem, Decision
from traffar.styrelse.responsible import people_to_choose
from traffar.styrelse.views.fetching import plan_in_force
from traffar.styrelse.views.table.fetch import (
    at_item,
    item_to_write,
    refusals_told,
    table_address,
)


def decision_create(request: Request, pk: int) -> HttpResponse:
    item = item_to_write(request, pk)
    if is_made_already(Decision, request.POST):
        return _noted(request, item)
    form = DecisionForm(
        request.POST or None,
        instance=Decision(item=item, text=_as_decided(request, item)),
        people=people_to_choose(request.viewer),
        commitments=plan_in_force(request),
    )
    if request.method == "POST" and form.is_valid():
        served = [row.pk for row in form.cleaned_data["commitments"]]
        try:
            decide(decision=form.instance, commitments=served, by=request.viewer.person_id)
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Beslutet är antecknat.")
            return _noted(request, item)
    context = {"item": item, "meeting": item.meeting, "form": form}
    return render(request, "styrelse/decision_create.html", context)


def _as_decided(request: Request, item: AgendaItem) -> str:
    """What the yrkande that the address names (`yrkande`) says, as a decision; "" when it names none."""
    named = request.GET.get("yrkande", "")
    pk = int(named) if named.isdecimal() and len(named) < 19 else 0
    proposal = item.proposals.filter(pk=pk).first()
    return f"{DECIDES}{proposal.text.removeprefix('att ')}" if proposal else ""


def _noted(request: Request, item: AgendaItem) -> HttpResponse:
    """Back to the item: htmx loads the page anew where the form stood on it already."""
    if not request.htmx:
        return at_item(item)
    table = table_address(item.meeting_id)
    if str(request.htmx.current_url_abs_path).startswith(table):
        return HttpResponseClientRefresh()
    return HttpResponseClientRedirect(table_address(item.meeting_id, item, "arende"))


def _own_decision(request: Request, pk: int) -> tuple[Decision, AgendaItem]:
    """A decision under an item, for those who write the minutes."""
    items = AgendaItem.objects.visible_to(request.viewer)
    known = Decision.objects.filter(item__in=items).select_related("item__meeting__activity", "item__meeting__body")
    decision = get_object_or_404(known, pk=pk)
    item = decision.item
    if item is None:
        raise Http404
    require(request.viewer, "styrelse.write_minutes", item.meeting)
    return decision, item


def decision_edit(request: Request, pk: int) -> HttpResponse:
    decision, item = _own_decision(request, pk)
    people = people_to_choose(request.viewer, beside=decision.responsible_id)
    choices: dict[str, Any] = {"people": people, "commitments": plan_in_force(request)}
    form = ChangedDecisionForm(request.POST or None, instance=decision, **choices)
    differences: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        row, version, fields = form.changed_row()
        served = [commitment.pk for commitment in form.cleaned_data["commitments"]]
        by = request.viewer.person_id
        try:
            change_decision(decision=row, commitments=served, version=version, fields=fields, by=by)
        except NotNow as reason:
            form.add_error(None, str(reason))
        except EditConflict as conflict:
            theirs = ChangedDecisionForm(instance=conflict.current, **choices)
            differences = show_conflict(form, conflict, theirs=theirs)
            if not differences:
                return at_item(item)
        else:
            messages.success(request, "Beslutet är ändrat.")
            return at_item(item)
    context = {"item": item, "meeting": item.meeting, "decision": decision, "form": form, "differences": differences}
    return render(request, "styrelse/decision_edit.html", context, status=409 if differences else 200)


@require_POST
def decision_remove(request: Request, pk: int) -> HttpResponse:
    decision, item = _own_decision(request, pk)
    with refusals_told(request):
        remove_decision(decision=decision, by=request.viewer.person_id)
        messages.success(request, "Beslutet är borttaget.")
    return at_item(item)
