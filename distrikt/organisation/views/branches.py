"""The branches, as everybody in the district sees them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from distrikt.access import Request, may, require
from distrikt.organisation.branch_page import sections
from distrikt.organisation.models import Assignment, Body
from distrikt.organisation.reports import branch_rows, contacts_of
from distrikt.organisation.roles import Role


def branch_list(request: Request) -> HttpResponse:
    require(request.viewer, "organisation.list_branches")
    branches = Body.objects.visible_to(request.viewer).branches()
    context = {
        "rows": branch_rows(branches, request.viewer.today),
        "can_add": may(request.viewer, "organisation.edit_district"),
    }
    return render(request, "organisation/branch_list.html", context)


def branch_detail(request: Request, slug: str) -> HttpResponse:
    viewer = request.viewer
    require(viewer, "organisation.list_branches")
    branches = Body.objects.visible_to(viewer).filter(branch__isnull=False).select_related("branch")
    body = get_object_or_404(branches, slug=slug)
    context = {
        "body": body,
        "contacts": contacts_of([body.pk], viewer.today)[body.pk],
        "sections": [section(body, viewer) for _, section in sections],
        "parents": [{"label": "Partiföreningarna", "url": reverse("organisation:branch_list")}],
        "can_edit": may(viewer, "organisation.edit_district"),
        "can_invite": may(viewer, "organisation.grant_assignment", Assignment(role=Role.CONTACT, body=body)),
    }
    return render(request, "organisation/branch_detail.html", context)
