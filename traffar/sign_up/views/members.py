"""The members' link: what a branch hands out to those without an account, and what they see there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from distrikt.access import Request, require
from distrikt.open_forms import unlisted
from distrikt.organisation.models import Body
from distrikt.organisation.roles import DISTRICT_KINDS
from traffar.models import Activity, ActivityQuerySet, MemberLink, SignUpTerms
from traffar.reports import activity_rows
from traffar.sign_up.member_links import address_of, close_link, make_link, renew_link
from traffar.sign_up.views.visitors import take_form
from traffar.when import local_day

_STEPS = {"gor": "Länken är gjord. Skicka den till era medlemmar.", "stang": "Länken är stängd."}
_STEPS["ny"] = "Den gamla länken är stängd. Skicka ut den nya."


def member_link_edit(request: Request, slug: str) -> HttpResponse:
    branch = get_object_or_404(Body.objects.visible_to(request.viewer).branches(), slug=slug)
    require(request.viewer, "traffar.hand_out_member_link", branch)
    step, by, now = request.POST.get("steg", ""), request.viewer.person_id, timezone.now()
    if request.method == "POST" and step in _STEPS:
        if step == "gor":
            make_link(branch=branch, by=by)
        elif step == "stang":
            close_link(branch=branch, by=by, at=now)
        else:
            renew_link(branch=branch, by=by, at=now)
        messages.success(request, _STEPS[step])
        return redirect("traffar:member_link_edit", slug)
    link = MemberLink.objects.visible_to(request.viewer).open().filter(branch=branch).first()
    context = {"branch": branch, "link": link, "address": address_of(link) if link else ""}
    return render(request, "traffar/member_link_edit.html", context)


def _link(token: str) -> MemberLink | None:
    return MemberLink.objects.open().select_related("branch").filter(token=token, branch__is_active=True).first()


def _no_such_link(request: HttpRequest) -> HttpResponse:
    """The same whether the link has been closed, replaced, or never was."""
    return unlisted(render(request, "traffar/member_link_closed.html", status=404))


def _for_members(link: MemberLink) -> ActivityQuerySet:
    """What the branch and the district arrange for members and for all. Nothing internal, and no draft."""
    district = Body.objects.filter(kind__in=DISTRICT_KINDS).values_list("pk", flat=True)
    own = Activity.objects.arranged_by([link.branch_id, *district])
    return own.exclude(status=Activity.Status.DRAFT).filter(
        audience__in=[Activity.Audience.MEMBERS, Activity.Audience.EVERYONE]
    )


@login_not_required
@never_cache
@require_safe
def member_page(request: HttpRequest, token: str) -> HttpResponse:
    link, now = _link(token), timezone.now()
    if link is None:
        return _no_such_link(request)
    coming = _for_members(link).coming(now)
    terms = SignUpTerms.objects.filter(activity__in=coming).select_related("activity")
    is_open = {row.pk for row in terms if row.is_open(now)}
    rows = activity_rows(coming, today=local_day(now))
    context = {"branch": link.branch, "token": token, "rows": [(row, row.pk in is_open) for row in rows]}
    return unlisted(render(request, "traffar/member_page.html", context))


@login_not_required
@csrf_exempt  # No cookie is set here; the seal stands in its place (`distrikt.open_forms`).
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def member_sign_up(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A member without an account signs up; it counts once the mailed link has been followed."""
    link = _link(token)
    if link is None:
        return _no_such_link(request)
    terms = SignUpTerms.objects.select_related("activity__organiser").filter(activity__in=_for_members(link))
    return unlisted(take_form(request, get_object_or_404(terms, activity=pk)))
