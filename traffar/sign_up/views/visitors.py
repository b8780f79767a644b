"""Signing up: with an account, on the open page, and by the link of the mail."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from distrikt import open_forms
from distrikt.access import Request, require
from distrikt.saving import Difference, EditConflict, show_conflict
from traffar.models import Activity, SignUp, SignUpTerms
from traffar.public.addresses import public_path
from traffar.sign_up import actions
from traffar.sign_up.forms import ChangedByHandForm, ChangedSignUpForm, PublicSignUpForm, SignUpForm
from traffar.sign_up.links import LinkClosed, open_link, sign_up_path
from traffar.sign_up.panel import is_full, open_words, place_of
from traffar.sign_up.reports import given_answers
from traffar.when import local_day, until_words, when_words

TOLD = {
    SignUp.Status.COMING: "Du är anmäld.",
    SignUp.Status.QUEUED: "Det är fullt. Du står i kö.",
    SignUp.Status.OFFERED: "En plats är ledig till dig. Tacka ja, så är den din.",
}
CLOSED = "Det går inte att anmäla sig längre."
# From one address: a library's or a phone company's is shared by many.
MOST, WITHIN = 60, timedelta(minutes=10)


def _terms(request: Request, pk: int) -> SignUpTerms:
    """The terms of an activity that the viewer sees. 404 where nobody signs up."""
    visible = Activity.objects.visible_to(request.viewer)
    terms = SignUpTerms.objects.select_related("activity__organiser")
    return get_object_or_404(terms, activity=pk, activity__in=visible)


def sign_up_create(request: Request, pk: int) -> HttpResponse:
    """One tap from the activity's page, or the form where something is asked."""
    terms = _terms(request, pk)
    require(request.viewer, "traffar.sign_up", terms.activity)
    form = SignUpForm(request.POST or None, terms=terms)
    if request.method == "POST" and form.is_valid():
        form.instance.person_id, form.instance.source = request.viewer.person_id, SignUp.Source.ACCOUNT
        try:
            row = actions.sign_up(new=form.instance, at=timezone.now())
        except actions.SignUpClosed:
            messages.error(request, CLOSED)
        else:
            messages.success(request, TOLD[SignUp.Status(row.status)])
        return redirect(terms.activity)
    return render(request, "traffar/sign_up_create.html", _page(terms, form))


def _page(terms: SignUpTerms, form: SignUpForm) -> dict[str, object]:
    activity, now = terms.activity, timezone.now()
    return {
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=local_day(now)),
        "terms": terms,
        "form": form,
        "is_open": terms.is_open(now),
        "is_full": is_full(terms),
        "words": open_words(terms, now),
    }


def take_change(
    request: HttpRequest,
    changed: type[ChangedSignUpForm | ChangedByHandForm],
    terms: SignUpTerms,
    row: SignUp,
    change: Callable[..., None] = actions.change,
) -> tuple[ChangedSignUpForm | ChangedByHandForm | None, list[Difference]]:
    """The form of a sign-up that stands, and what differs when two have changed it; None once it is saved."""
    form = changed(request.POST or None, instance=row, terms=terms)
    if request.method != "POST" or not form.is_valid():
        return form, []
    typed, version, fields = form.changed_row()
    try:
        change(row=typed, version=version, fields=fields, at=timezone.now())
    except actions.ImpossibleChange as impossible:
        form.add_error(impossible.field, str(impossible))
    except actions.SignUpClosed:
        form.add_error(None, "Anmälan går inte att ändra längre.")
    except EditConflict as conflict:
        differences = show_conflict(form, conflict, theirs=changed(instance=conflict.current, terms=terms))
        return (form if differences else None), differences
    return (form if form.errors else None), []


def sign_up_edit(request: Request, pk: int) -> HttpResponse:
    """More or fewer come along, or something is to be answered otherwise: the place and the turn stay."""
    own = SignUp.objects.known().filter(person=request.viewer.person_id, activity=pk)
    row, terms = get_object_or_404(own), _terms(request, pk)
    form, differences = take_change(request, ChangedSignUpForm, terms, row)
    if form is None:
        messages.success(request, "Din anmälan är ändrad.")
        return redirect(terms.activity)
    context = {**_page(terms, form), "differences": differences}
    return render(request, "traffar/sign_up_edit.html", context, status=409 if differences else 200)


@require_POST
def sign_up_cancel(request: Request, pk: int) -> HttpResponse:
    own = SignUp.objects.live().filter(person=request.viewer.person_id, activity=pk)
    row = get_object_or_404(own.select_related("activity"))
    try:
        actions.cancel(row=row, at=timezone.now())
        messages.success(request, "Du är avanmäld.")
    except actions.SignUpClosed:
        messages.error(request, "Det har redan börjat: det går inte att avanmäla sig längre.")
    return redirect(row.activity)


@require_POST
def sign_up_accept(request: Request, pk: int) -> HttpResponse:
    own = SignUp.objects.live().filter(person=request.viewer.person_id, activity=pk)
    row = get_object_or_404(own.select_related("activity"))
    try:
        actions.accept(row=row, at=timezone.now())
        messages.success(request, "Du är anmäld.")
    except actions.OfferGone:
        messages.error(request, "Tiden att tacka ja har gått ut, och platsen har gått till nästa.")
    except actions.SignUpClosed:
        messages.error(request, CLOSED)
    return redirect(row.activity)


@login_not_required
@csrf_exempt  # No cookie is set here; the seal stands in its place (`distrikt.open_forms`).
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_public(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody signs up to what is open to all: it counts once the mailed link has been followed."""
    open_to_all = SignUpTerms.objects.filter(
        open_to=SignUpTerms.OpenTo.EVERYONE,
        activity__audience=Activity.Audience.EVERYONE,
        activity__status__in=[Activity.Status.PLANNED, Activity.Status.CANCELLED],
    )
    return take_form(request, get_object_or_404(open_to_all.select_related("activity__organiser"), activity=pk))


def take_form(request: HttpRequest, terms: SignUpTerms) -> HttpResponse:
    """The form for those without an account, and what they sent: whoever may see the terms may send it."""
    purpose, now = f"sign-up {terms.pk}", timezone.now()
    form = PublicSignUpForm(request.POST or None, terms=terms)
    refused = ""
    if request.method == "POST":
        refused = open_forms.refusal(request, purpose, what="sign-up", many="anmälningar", most=MOST, within=WITHIN)
        if not refused and form.is_valid():
            if not form.is_from_a_robot:
                try:
                    actions.ask_to_confirm(terms=terms, new=form.sign_up(now), at=now)
                except actions.SignUpClosed:
                    return render(request, "traffar/sign_up_public.html", _page(terms, form), status=409)
            return redirect("traffar:sign_up_asked")
    context = {**_page(terms, form), "seal": open_forms.seal(purpose), "refused": refused}
    return render(request, "traffar/sign_up_public.html", context, status=400 if refused else 200)


@login_not_required
def sign_up_asked(request: HttpRequest) -> HttpResponse:
    """The same page whoever it was: it tells nobody whether an address is signed up."""
    return render(request, "traffar/sign_up_asked.html")


_STEPS: dict[str, Callable[..., object]] = {
    "bekrafta": actions.confirm,
    "tacka-ja": actions.accept,
    "avanmal": actions.cancel,
}


@login_not_required
@csrf_exempt  # The token in the address is the secret; a cookie would add nothing.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One sign-up as it stands, with the buttons that it allows. Only a button changes anything."""
    now, failed = timezone.now(), ""
    try:
        row = open_link(token, now)
    except LinkClosed:
        return open_forms.unlisted(render(request, "traffar/sign_up_by_link.html", {"closed": True}, status=404))
    step = _STEPS.get(request.POST.get("steg", ""))
    if request.method == "POST" and step:
        try:
            step(row=row, at=now)
            return redirect(sign_up_path(row))
        except actions.SignUpClosed:
            failed = CLOSED
        except actions.OfferGone:
            failed = "Tiden att tacka ja har gått ut, och platsen har gått till nästa."
        row.refresh_from_db()
    activity = row.activity
    context = {
        "row": row,
        "activity": activity,
        "when": when_words(activity.starts_at, activity.ends_at, today=local_day(now)),
        "place": place_of(row),
        "until": until_words(row.offered_until, local_day(now)) if row.offered_until else "",
        "is_full": row.is_unconfirmed and is_full(activity.sign_up_terms),
        "answers": given_answers(row),
        "public_path": public_path(activity) if activity.is_public else "",
        "is_to_come": activity.is_to_come(now),
        "can_change": activity.is_to_come(now) and not (row.has_ended or row.is_unconfirmed),
        "token": token,
        "failed": failed,
    }
    return open_forms.unlisted(render(request, "traffar/sign_up_by_link.html", context, status=409 if failed else 200))


@login_not_required
@csrf_exempt  # The token in the address is the secret; a cookie would add nothing.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_edit_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same change, for whoever has the link of the mail."""
    try:
        row = open_link(token, timezone.now())
    except LinkClosed:
        return redirect("traffar:sign_up_by_link", token)
    terms = get_object_or_404(SignUpTerms.objects.select_related("activity__organiser"), activity=row.activity_id)
    if row.has_ended or row.is_unconfirmed:
        return redirect("traffar:sign_up_by_link", token)
    form, differences = take_change(request, ChangedSignUpForm, terms, row)
    if form is None:
        return redirect("traffar:sign_up_by_link", token)
    context = {**_page(terms, form), "differences": differences, "token": token}
    page = render(request, "traffar/sign_up_edit_by_link.html", context, status=409 if differences else 200)
    return open_forms.unlisted(page)
