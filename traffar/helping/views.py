"""Helping each other: asking, answering, thanking."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, require
from distrikt.saving import EditConflict, is_made_already, show_conflict
from traffar.helping.actions import (
    AnsweredAlready,
    RequestClosed,
    ask_for_help,
    close_request,
    edit_offer,
    edit_request,
    offer_help,
    reopen_request,
    thank_helpers,
    withdraw_offer,
)
from traffar.helping.forms import (
    ChangedOfferForm,
    ChangedRequestForm,
    NewOfferForm,
    NewRequestForm,
    ThanksForm,
    bodies_left,
)
from traffar.helping.panel import can_ask
from traffar.helping.reports import help_page, missing_from
from traffar.helping.words import promise_words
from traffar.models import Activity, HelpOffer, HelpRequest
from traffar.when import when_words

TOO_LATE_TO_ASK = "Hjälp går att be om tills aktiviteten börjar."
TOO_LATE_TO_ANSWER = "De behöver inget svar längre: aktiviteten har börjat eller ställts in, eller så klarar de sig nu."

ANSWERED = "Ni har redan svarat. Ändra det svaret i stället."


def _at_help(activity: Activity) -> HttpResponse:
    """To the part of the activity's page that is about help."""
    return redirect(f"{activity.get_absolute_url()}#hjalp")


def _when(request: Request, activity: Activity) -> str:
    return when_words(activity.starts_at, activity.ends_at, today=request.viewer.today)


def _help_request(request: Request, pk: int) -> HelpRequest:
    known = HelpRequest.objects.visible_to(request.viewer).select_related("activity__organiser")
    return get_object_or_404(known.prefetch_related("activity__co_hosts"), pk=pk)


def _own_request(request: Request, pk: int) -> HelpRequest:
    """The request, for those who may change its activity."""
    asked = _help_request(request, pk)
    require(request.viewer, "traffar.change_activity", asked.activity)
    return asked


def _own_offer(request: Request, pk: int) -> HelpOffer:
    """The offer, for those who act for its body."""
    known = HelpOffer.objects.visible_to(request.viewer).select_related("body", "request__activity__organiser")
    offer = get_object_or_404(known, pk=pk)
    require(request.viewer, "traffar.change_offer", offer)
    return offer


@require_safe
def help_list(request: Request) -> HttpResponse:
    if not request.viewer.sees_content:
        raise Http404
    return render(request, "traffar/help_list.html", {"page": help_page(request.viewer, timezone.now())})


def help_request_create(request: Request, pk: int) -> HttpResponse:
    known = Activity.objects.visible_to(request.viewer).select_related("organiser").prefetch_related("co_hosts")
    activity = get_object_or_404(known, pk=pk)
    require(request.viewer, "traffar.change_activity", activity)
    if is_made_already(HelpRequest, request.POST):
        return _at_help(activity)
    if not can_ask(activity, timezone.now()):
        messages.error(request, TOO_LATE_TO_ASK)
        return _at_help(activity)
    form = NewRequestForm(request.POST or None, instance=HelpRequest(activity=activity))
    if request.method == "POST" and form.is_valid():
        ask_for_help(request=form.instance, by=request.viewer.person_id)
        told = "när aktiviteten är publicerad." if activity.is_draft else "nu."
        messages.success(request, f"Sparat. De andra ser vad ni behöver {told}")
        return _at_help(activity)
    context = {"activity": activity, "when": _when(request, activity), "form": form}
    return render(request, "traffar/help_request_create.html", context)


def help_request_edit(request: Request, pk: int) -> HttpResponse:
    asked = _own_request(request, pk)
    if not can_ask(asked.activity, timezone.now()):
        messages.error(request, TOO_LATE_TO_ASK)
        return _at_help(asked.activity)
    form = ChangedRequestForm(request.POST or None, instance=asked)
    differences = []
    if request.method == "POST" and form.is_valid():
        try:
            edit_request(request=form.instance, version=form.cleaned_data["version"], by=request.viewer.person_id)
        except EditConflict as conflict:
            differences = show_conflict(form, conflict)
        if not differences:
            messages.success(request, "Ändringen är sparad.")
            return _at_help(asked.activity)
    context = {
        "activity": asked.activity,
        "when": _when(request, asked.activity),
        "form": form,
        "differences": differences,
    }
    return render(request, "traffar/help_request_edit.html", context, status=409 if differences else 200)


@require_POST
def help_request_close(request: Request, pk: int) -> HttpResponse:
    asked = _own_request(request, pk)
    close_request(request=asked)
    messages.success(request, "De andra ser att ni klarar er nu. Det som är lovat står kvar.")
    return _at_help(asked.activity)


@require_POST
def help_request_reopen(request: Request, pk: int) -> HttpResponse:
    asked = _own_request(request, pk)
    reopen_request(request=asked)
    messages.success(request, "De andra ser att ni behöver hjälp igen.")
    return _at_help(asked.activity)


def help_request_thank(request: Request, pk: int) -> HttpResponse:
    asked = _own_request(request, pk)
    if not asked.activity.is_held:
        messages.error(request, "Tacka när ni har berättat hur det gick.")
        return _at_help(asked.activity)
    form = ThanksForm(request.POST or None, instance=asked)
    differences = []
    if request.method == "POST" and form.is_valid():
        try:
            thank_helpers(
                request=form.instance,
                arrivals=form.arrivals,
                version=form.cleaned_data["version"],
                by=request.viewer.person_id,
            )
        except EditConflict as conflict:
            differences = show_conflict(form, conflict)
        if not differences:
            messages.success(request, "Sparat. De som kom får ert tack.")
            return _at_help(asked.activity)
    context = {
        "activity": asked.activity,
        "when": _when(request, asked.activity),
        "form": form,
        "differences": differences,
    }
    return render(request, "traffar/help_request_thank.html", context, status=409 if differences else 200)


def help_offer_create(request: Request, pk: int) -> HttpResponse:
    asked = _help_request(request, pk)
    require(request.viewer, "traffar.offer_help", asked)
    if is_made_already(HelpOffer, request.POST):
        return _at_help(asked.activity)
    if not asked.is_open(timezone.now()):
        messages.error(request, TOO_LATE_TO_ANSWER)
        return _at_help(asked.activity)
    bodies = bodies_left(asked, request.viewer)
    if not bodies:
        messages.info(request, ANSWERED)
        return _at_help(asked.activity)
    form = NewOfferForm(request.POST or None, bodies=bodies, asked_by=asked)
    if request.method == "POST" and form.is_valid():
        try:
            offer = offer_help(offer=form.instance, by=request.viewer.person_id, at=timezone.now())
        except RequestClosed:
            messages.error(request, TOO_LATE_TO_ANSWER)
        except AnsweredAlready:
            messages.error(request, ANSWERED)
        else:
            messages.success(request, f"Tack! {offer.body} kommer: {promise_words(offer)}.")
        return _at_help(asked.activity)
    context = {"asked": asked, "when": _when(request, asked.activity), "missing": missing_from(asked), "form": form}
    return render(request, "traffar/help_offer_create.html", context)


def help_offer_edit(request: Request, pk: int) -> HttpResponse:
    offer = _own_offer(request, pk)
    activity = offer.request.activity
    if not offer.request.is_ahead(timezone.now()):
        messages.error(request, TOO_LATE_TO_ANSWER)
        return _at_help(activity)
    form = ChangedOfferForm(request.POST or None, instance=offer, asked_by=offer.request)
    differences = []
    if request.method == "POST" and form.is_valid():
        try:
            edit_offer(
                offer=form.instance,
                version=form.cleaned_data["version"],
                by=request.viewer.person_id,
                at=timezone.now(),
            )
            messages.success(request, "Ändringen är sparad.")
        except RequestClosed:
            messages.error(request, TOO_LATE_TO_ANSWER)
        except EditConflict as conflict:
            now = ChangedOfferForm(instance=conflict.current, asked_by=offer.request)
            differences = show_conflict(form, conflict, theirs=now)
        if not differences:
            return _at_help(activity)
    context = {"offer": offer, "when": _when(request, activity), "form": form, "differences": differences}
    return render(request, "traffar/help_offer_edit.html", context, status=409 if differences else 200)


@require_POST
def help_offer_withdraw(request: Request, pk: int) -> HttpResponse:
    offer = _own_offer(request, pk)
    try:
        withdraw_offer(offer=offer, by=request.viewer.person_id, at=timezone.now())
    except RequestClosed:
        messages.error(request, TOO_LATE_TO_ANSWER)
    else:
        messages.success(request, f"{offer.body} kommer inte. De som bad om hjälp får veta det.")
    return _at_help(offer.request.activity)
