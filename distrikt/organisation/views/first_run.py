"""The first run of an empty program."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from distrikt.access import Request
from distrikt.organisation.first_run import AlreadyStarted, close_link, link_opens, start_district
from distrikt.organisation.forms.first_run import FirstRunForm

# The last step: reading in the plan document. It happens upstairs and is known here by its name alone.
PLAN_READING = "plan:plan_read"


@login_not_required
@never_cache
def first_run(request: Request, token: str) -> HttpResponse:
    if not link_opens(token, settings.DATA_DIR):
        return render(request, "organisation/first_run_closed.html", status=404)
    today = timezone.localdate()
    form = FirstRunForm(request.POST or None, initial={"year": today.year})
    if request.method == "POST" and form.is_valid():
        try:
            user = start_district(
                district=form.district(), branches=form.cleaned_data["branches"], person=form.person(), today=today
            )
        except AlreadyStarted:
            return redirect("account_login")
        close_link(settings.DATA_DIR)
        response: HttpResponse = perform_login(request, user, redirect_url=_next_step(request, form))
        return response
    return render(request, "organisation/first_run.html", {"form": form})


def _next_step(request: Request, form: FirstRunForm) -> str:
    """Who has a role reads in the plan; who only runs the system invites somebody who can."""
    if form.cleaned_data["role"] is None:
        messages.success(request, "Distriktet är på plats. Bjud nu in ordföranden eller ombudsmannen.")
        return reverse("organisation:invitation_create")
    messages.success(request, "Distriktet är på plats. Läs nu in verksamhetsplanen.")
    return reverse(PLAN_READING, args=[form.cleaned_data["year"]])
