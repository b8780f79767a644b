"""Subscribing to the weekly mail: on the open page, and by the link of the mails, without a cookie; and how many do."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from distrikt import open_forms
from distrikt.access import Request, require
from distrikt.organisation.models import Body
from traffar.models import Subscription
from traffar.weekly import actions
from traffar.weekly.emails import names_of
from traffar.weekly.forms import ChoiceForm, SubscribeForm
from traffar.weekly.links import LinkForged, read_link, subscription_path
from traffar.weekly.reports import readers

PURPOSE = "weekly"
# From one address: a library's or a phone company's is shared by many.
MOST, WITHIN = 30, timedelta(minutes=10)


@login_not_required
@csrf_exempt  # No cookie is set here; the seal stands in its place (`distrikt.open_forms`).
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription_create(request: HttpRequest) -> HttpResponse:
    """Anybody subscribes: it counts once the mailed link has been followed. `?forening=` has that branch ticked."""
    branch = _branch(request.GET.get("forening", ""))
    form = SubscribeForm(request.POST or None, chosen=[branch] if branch else None)
    refused, now = "", timezone.now()
    if request.method == "POST":
        form = SubscribeForm(request.POST)
        refused = open_forms.refusal(request, PURPOSE, what=PURPOSE, many="prenumerationer", most=MOST, within=WITHIN)
        if not refused and form.is_valid():
            if not form.is_from_a_robot:
                source = Subscription.Source.BRANCH if branch else Subscription.Source.PUBLIC
                actions.ask_to_confirm(new=form.subscription(source, now), bodies=form.chosen, at=now)
            return redirect("traffar:subscription_asked")
    context = {
        "form": form,
        "seal": open_forms.seal(PURPOSE),
        "refused": refused,
        "url": f"{settings.BASE_URL}{reverse('traffar:subscription_create')}",
    }
    return render(request, "traffar/subscription_create.html", context, status=400 if refused else 200)


def _branch(slug: str) -> Body | None:
    """The branch whose page led here. 404 for one that is not there."""
    if not slug:
        return None
    found = next((branch for branch in Body.objects.branches() if branch.slug == slug), None)
    if found is None:
        raise Http404
    return found


@login_not_required
@require_safe
def subscription_asked(request: HttpRequest) -> HttpResponse:
    """The same page whoever it was: it tells nobody whether an address subscribes."""
    return render(request, "traffar/subscription_asked.html")


@login_not_required
@csrf_exempt  # The token in the address is the secret, and mail programs press the button by themselves.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One subscription as it stands, to confirm, change and end. Only a button changes anything.

    A mail program's own button sends `List-Unsubscribe=One-Click` and is not led on (RFC 8058).
    """
    try:
        pk = read_link(token)
    except LinkForged:
        return open_forms.unlisted(render(request, "traffar/subscription_by_link.html", {"forged": True}, status=404))
    step = request.POST.get("steg", "")
    ended = None
    if step == "avsluta" or "List-Unsubscribe" in request.POST:
        ended = Subscription.objects.filter(pk=pk).first()
        actions.end(pk=pk)
    row = Subscription.objects.filter(pk=pk).first()
    if row is None:
        gone = {"is_gone": True, "ended": ended}
        return open_forms.unlisted(render(request, "traffar/subscription_by_link.html", gone))
    form = ChoiceForm(request.POST if step == "spara" else None, chosen=list(row.bodies.all()))
    if step == "bekrafta":
        actions.confirm(row=row, at=timezone.now())
        return redirect(subscription_path(pk))
    if step == "spara" and form.is_valid():
        actions.choose(row=row, bodies=form.chosen)
        return redirect(subscription_path(pk))
    context = {"row": row, "chosen": names_of(row), "form": form}
    return open_forms.unlisted(render(request, "traffar/subscription_by_link.html", context))


@require_safe
def subscription_numbers(request: Request) -> HttpResponse:
    """How many subscribe, for the ombudsman. Who they are does not stand here."""
    require(request.viewer, "traffar.count_subscriptions")
    return render(request, "traffar/subscription_numbers.html", {"readers": readers()})
