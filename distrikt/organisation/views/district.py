"""Settings: the district, its logotype, its bodies and branches."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control

from distrikt.access import Request, require
from distrikt.organisation import actions
from distrikt.organisation.forms.district import BodyEditForm, BodyForm, DistrictForm, LogotypeForm, RetentionForm
from distrikt.organisation.models import Body, District
from distrikt.organisation.reports import body_groups
from distrikt.saving import Difference, EditConflict, EditForm, save_edit, show_conflict


def district_edit(request: Request) -> HttpResponse:
    return _settings(
        request, DistrictForm, "organisation/district_edit.html", "district", "Distriktets uppgifter är sparade."
    )


def retention_edit(request: Request) -> HttpResponse:
    """How long what is known of those who signed up is kept."""
    return _settings(
        request,
        RetentionForm,
        "organisation/retention_edit.html",
        "retention",
        "Tiderna är sparade, och gäller från i natt.",
    )


def _settings(request: Request, settings_form: type[EditForm], template: str, tab: str, saved: str) -> HttpResponse:
    """A form of the district's own row; `saved` is what is said when it is."""
    require(request.viewer, "organisation.edit_district")
    form = settings_form(request.POST or None, instance=get_object_or_404(District))
    differences: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        row, version, fields = form.changed_row()
        try:
            save_edit(row, version=version, fields=fields, by=request.viewer.person_id)
        except EditConflict as conflict:
            differences = show_conflict(form, conflict)
        if not differences:
            messages.success(request, saved)
            return redirect(request.path)
    context = {"form": form, "differences": differences, "tab": tab}
    return render(request, template, context, status=409 if differences else 200)


def logotype_edit(request: Request) -> HttpResponse:
    require(request.viewer, "organisation.edit_district")
    district = get_object_or_404(District)
    removes = "remove" in request.POST
    form = LogotypeForm(None if removes else request.POST or None, request.FILES or None)
    if request.method == "POST" and (removes or form.is_valid()):
        content = None if removes else form.cleaned_data["logotype"]
        actions.set_logotype(district=district, content=content, by=request.viewer.person_id)
        messages.success(request, "Logotypen är borttagen." if removes else "Logotypen är bytt.")
        return redirect("organisation:logotype_edit")
    return render(request, "organisation/logotype_edit.html", {"form": form, "tab": "logotype"})


@login_not_required
@cache_control(public=True, max_age=24 * 3600, immutable=True)
def logotype(request: Request, name: str) -> FileResponse:
    """The district's own logotype and nothing else; it stands on the log-in page too."""
    district = get_object_or_404(District)
    if district.logotype.name != f"logotyp/{name}":
        raise Http404
    try:
        return FileResponse(district.logotype.open(), content_type="image/png")
    except FileNotFoundError:
        raise Http404 from None


def body_list(request: Request) -> HttpResponse:
    require(request.viewer, "organisation.edit_district")
    groups = body_groups(Body.objects.visible_to(request.viewer))
    return render(request, "organisation/body_list.html", {"groups": groups, "tab": "bodies"})


def body_create(request: Request) -> HttpResponse:
    require(request.viewer, "organisation.edit_district")
    form = BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        body = actions.add_body(body=form.row, branch=form.branch(form.row), by=request.viewer.person_id)
        messages.success(request, f"{body} är tillagt.")
        return redirect("organisation:body_list")
    return render(request, "organisation/body_create.html", {"form": form})


def body_edit(request: Request, slug: str) -> HttpResponse:
    viewer = request.viewer
    require(viewer, "organisation.edit_district")
    body = get_object_or_404(Body.objects.visible_to(viewer), slug=slug)
    form = BodyEditForm(request.POST or None, instance=body, today=viewer.today)
    differences = None
    if request.method == "POST" and form.is_valid():
        row, version, fields = form.changed_row()
        try:
            actions.edit_body(body=row, version=version, fields=fields, branch=form.branch(row), by=viewer.person_id)
        except EditConflict as conflict:
            now = BodyEditForm(instance=conflict.current, today=viewer.today)
            differences = show_conflict(form, conflict, theirs=now)
        else:
            messages.success(request, f"{row} är sparat.")
            return redirect("organisation:body_list")
    context = {"form": form, "differences": differences, "body": body}
    return render(request, "organisation/body_edit.html", context, status=200 if differences is None else 409)
