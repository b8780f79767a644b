"""What a person sees and decides about themselves."""

import json

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from distrikt.access import Request
from distrikt.downloads import as_attachment
from distrikt.organisation import actions
from distrikt.organisation.forms.people import ProfileForm
from distrikt.organisation.models import Assignment, User
from distrikt.organisation.privacy import copy_for, registry
from distrikt.organisation.reports import assignment_rows, reading_rows, readings_about
from distrikt.saving import EditConflict, save_edit, show_conflict

READINGS_PER_PAGE = 20


def profile(request: Request) -> HttpResponse:
    current, past = assignment_rows(request.user, request.viewer)
    page = Paginator(readings_about(request.user), READINGS_PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        "person": request.user,
        "current": current,
        "past": past,
        "readings": reading_rows(page.object_list),
        "page": page,
        "held": [entry for _, entry in registry],
        "has_password": request.user.has_usable_password(),
        "can_subscribe": request.viewer.sees_content,
    }
    return render(request, "organisation/profile.html", context)


def profile_edit(request: Request) -> HttpResponse:
    person = get_object_or_404(User, pk=request.viewer.person_id)
    form = ProfileForm(request.POST or None, instance=person)
    differences = None
    if request.method == "POST" and form.is_valid():
        row, version, fields = form.changed_row()
        try:
            save_edit(row, version=version, fields=fields, by=request.viewer.person_id)
        except EditConflict as conflict:
            differences = show_conflict(form, conflict)
        else:
            messages.success(request, "Dina uppgifter är sparade.")
            return redirect("organisation:profile")
    context = {"form": form, "differences": differences}
    return render(request, "organisation/profile_edit.html", context, status=200 if differences is None else 409)


@require_POST
def assignment_consent(request: Request, pk: int) -> HttpResponse:
    """The person alone decides whether to be named in public for an assignment."""
    assignment = get_object_or_404(Assignment.objects.filter(user=request.viewer.person_id), pk=pk)
    consent = "consent" in request.POST
    actions.set_public_consent(assignment=assignment, consent=consent, by=request.viewer.person_id)
    told = "Du får nämnas offentligt" if consent else "Du nämns inte offentligt"
    messages.success(request, f"{told} som {assignment}.")
    return redirect("organisation:profile")


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth carries no types
def own_data(request: Request) -> HttpResponse:
    """Everything that is held about the person, as a file to take along."""
    held = {"personuppgifter": copy_for(request.user)}
    text = json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return as_attachment(text.encode(), "application/json", "mina-uppgifter.json")
