"""Invitations, from those who invite and from those who are invited."""

from datetime import datetime

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from distrikt.access import Request, require
from distrikt.organisation import actions
from distrikt.organisation.forms.invitations import AcceptForm, InvitationForm
from distrikt.organisation.models import Invitation, User
from distrikt.organisation.reports import invitation_rows


def invitation_list(request: Request) -> HttpResponse:
    require(request.viewer, "organisation.grant_assignment")
    rows = invitation_rows(request.viewer, now=timezone.now())
    return render(request, "organisation/invitation_list.html", {"rows": rows})


def invitation_create(request: Request) -> HttpResponse:
    viewer = request.viewer
    require(viewer, "organisation.grant_assignment")
    form = InvitationForm(request.POST or None, viewer=viewer, initial={"post": request.GET.get("uppdrag")})
    if request.method == "POST" and form.is_valid():
        offered = form.row.offered(form.person)
        require(viewer, "organisation.grant_assignment", offered)
        if form.person is None:
            actions.invite(invitation=form.row, by=request.user, at=timezone.now())
            messages.success(request, f"Inbjudan är mejlad till {form.row.email}.")
            return redirect("organisation:invitation_list")
        if not offered.is_held(viewer.today):
            offered.starts_on, offered.submission = viewer.today, form.row.submission
            actions.grant_assignment(assignment=offered, by=request.user, today=viewer.today)
        messages.success(
            request, "Adressen hör till någon som redan har ett konto. Hen har fått uppdraget och ett mejl."
        )
        return redirect("organisation:person_list")
    return render(request, "organisation/invitation_create.html", {"form": form})


def _invitation_to_change(request: Request, pk: int) -> Invitation:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.viewer), pk=pk)
    require(request.viewer, "organisation.grant_assignment", invitation.offered())
    return invitation


@require_POST
def invitation_resend(request: Request, pk: int) -> HttpResponse:
    invitation = _invitation_to_change(request, pk)
    try:
        actions.resend_invitation(invitation=invitation, by=request.viewer.person_id, at=timezone.now())
    except actions.InvitationClosed:
        messages.info(request, f"{invitation} har redan svarat, eller så är inbjudan tillbakadragen.")
    else:
        messages.success(request, f"En ny länk är mejlad till {invitation.email}. Den gamla slutar gälla.")
    return redirect("organisation:invitation_list")


@require_POST
def invitation_withdraw(request: Request, pk: int) -> HttpResponse:
    invitation = _invitation_to_change(request, pk)
    try:
        actions.withdraw_invitation(invitation=invitation, by=request.viewer.person_id, at=timezone.now())
    except actions.InvitationClosed:
        messages.info(request, f"{invitation} har redan svarat, eller så är inbjudan tillbakadragen.")
    else:
        messages.success(request, f"Inbjudan till {invitation} är tillbakadragen. Länken öppnar inte längre.")
    return redirect("organisation:invitation_list")


@login_not_required
@never_cache
def invitation_accept(request: Request, token: str) -> HttpResponse:
    """Open to whoever has the link. To look at it changes nothing: mail programs fetch links beforehand."""
    now, today = timezone.now(), timezone.localdate()
    invitation = Invitation.objects.select_related("body").filter(token_hash=Invitation.hash_of(token)).first()
    if invitation is None:
        return render(request, "organisation/invitation_closed.html", status=410)
    account = User.objects.with_email(invitation.email)
    if not (invitation.is_open(now) and invitation.stands(account, today)):
        return _closed(request, invitation, now)
    newcomer = User(email=invitation.email, first_name=invitation.first_name, last_name=invitation.last_name)
    typed = request.POST if request.method == "POST" else None
    form = AcceptForm(typed, person=newcomer, has_account=account is not None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data.get("password", "")
        try:
            person = actions.accept_invitation(invitation=invitation, password=password, at=now, today=today)
        except actions.InvitationClosed:
            return _closed(request, Invitation.objects.get(pk=invitation.pk), now)
        messages.success(request, "Välkommen! Uppdraget är ditt.")
        return redirect("account_login") if account else perform_login(request, person)
    context = {"invitation": invitation, "form": form, "has_account": account is not None}
    return render(request, "organisation/invitation_accept.html", context)


def _closed(request: Request, invitation: Invitation, now: datetime) -> HttpResponse:
    """Says kindly why the link does not open."""
    context = {"invitation": invitation, "has_expired": invitation.expires_at <= now}
    return render(request, "organisation/invitation_closed.html", context, status=410)
