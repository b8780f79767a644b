"""Letters: written, looked at, tried on oneself, and sent to a group once it is known to how many."""

from typing import Any, cast

from csp.decorators import csp
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, may, require
from distrikt.markup import render_markdown
from distrikt.saving import EditConflict, SubmissionField, show_conflict
from distrikt.utskick import letters
from distrikt.utskick.emails import letter_mail, send_sample
from distrikt.utskick.forms.letters import LetterEditForm, LetterForm, SendForm
from distrikt.utskick.groups import offered_groups, own_group, reached
from distrikt.utskick.letterhead import put_into_words
from distrikt.utskick.models import Letter, LetterQuerySet
from distrikt.utskick.reports import deliveries, draft_rows, people_words, sent_rows
from distrikt.utskick.views.messages import MAIL_POLICY
from distrikt.utskick.week import week_subject, week_text

PER_PAGE = 50
SENT_ALREADY = "Brevet är redan skickat och går inte att ändra. Så här blev det."


def _tabs(request: Request, tab: str) -> dict[str, Any]:
    return {"tab": tab, "can_list": may(request.viewer, "utskick.list_messages")}


def _own_letter(request: Request, pk: int) -> Letter:
    """The letter, for its writer: 404 for what one may not see, 403 for what somebody else has sent."""
    letter = get_object_or_404(Letter.objects.visible_to(request.viewer).select_related("writer"), pk=pk)
    require(request.viewer, "utskick.write_letter", letter)
    return letter


def _sent_already(request: Request, letter: Letter) -> HttpResponse:
    messages.error(request, SENT_ALREADY)
    return redirect(letter)


@require_safe
def letter_list(request: Request) -> HttpResponse:
    """The viewer's own drafts, and where a letter begins."""
    require(request.viewer, "utskick.write_letter")
    context = {
        **_tabs(request, "write"),
        "rows": draft_rows(Letter.objects.visible_to(request.viewer).drafts()),
        "submission": SubmissionField().initial(),
    }
    return render(request, "utskick/letter_list.html", context)


@require_safe
def letter_history(request: Request) -> HttpResponse:
    """The letters that have been sent, the latest first."""
    viewer = request.viewer
    require(viewer, "utskick.write_letter")
    page = Paginator(Letter.objects.visible_to(viewer).sent(), PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        **_tabs(request, "sent"),
        "rows": sent_rows(cast(LetterQuerySet, page.object_list), reader=viewer.person_id),
        "page": page,
    }
    return render(request, "utskick/letter_history.html", context)


def letter_create(request: Request) -> HttpResponse:
    viewer = request.viewer
    require(viewer, "utskick.write_letter")
    form = LetterForm(
        request.POST or None,
        viewer=viewer,
        instance=Letter(writer_id=viewer.person_id),
        initial={"group": request.GET.get("grupp", "")},
    )
    if request.method == "POST" and form.is_valid():
        return redirect(letters.write_letter(letter=form.instance))
    return render(request, "utskick/letter_create.html", {"form": form, "parents": _parents()})


@require_POST
def letter_of_week(request: Request) -> HttpResponse:
    """Begin a letter with what happens in the coming week, to everyone or the writer's own."""
    viewer = request.viewer
    require(viewer, "utskick.write_letter")
    draft = {
        "group": next((group.key for group in offered_groups(viewer)), ""),
        "subject": week_subject(viewer.today),
        "body": week_text(viewer, settings.BASE_URL),
        "submission": request.POST.get("submission", ""),
    }
    form = LetterForm(draft, viewer=viewer, instance=Letter(writer_id=viewer.person_id))
    if not form.is_valid():
        messages.error(request, "Veckobrevet gick inte att börja på. Öppna sidan på nytt och försök igen.")
        return redirect("utskick:letter_list")
    letter = letters.write_letter(letter=form.instance)
    return redirect("utskick:letter_edit" if letter.is_draft else "utskick:letter_detail", letter.pk)


@require_safe
def letter_detail(request: Request, pk: int) -> HttpResponse:
    """A draft as it would reach its readers, or what was sent and what became of it."""
    viewer = request.viewer
    letter = get_object_or_404(Letter.objects.visible_to(viewer).select_related("writer"), pk=pk)
    can_write = letter.is_draft and may(viewer, "utskick.write_letter", letter)
    group = own_group(viewer, letter.group) if can_write else None
    number = reached(group, viewer).count() if group else 0
    context = {
        **_tabs(request, "write" if letter.is_draft else "sent"),
        "letter": letter,
        "group": group,
        "number": number,
        "people": people_words(number if letter.is_draft else letter.recipients),
        "text": render_markdown(letter.body),
        "is_mine": letter.writer_id == viewer.person_id,
        "delivery": None if letter.is_draft else deliveries([pk]).get(pk),
        "can_write": can_write,
    }
    return render(request, "utskick/letter_detail.html", context)


def letter_edit(request: Request, pk: int) -> HttpResponse:
    letter, viewer = _own_letter(request, pk), request.viewer
    if not letter.is_draft:
        return _sent_already(request, letter)
    form = LetterEditForm(request.POST or None, viewer=viewer, instance=letter)
    differences = []
    if request.method == "POST" and form.is_valid():
        row, version, _ = form.changed_row()
        try:
            letters.edit_letter(letter=row, version=version, by=viewer.person_id)
        except EditConflict as conflict:
            current = cast(Letter, conflict.current)
            if not current.is_draft:
                return _sent_already(request, current)
            differences = show_conflict(form, conflict, theirs=LetterEditForm(viewer=viewer, instance=current))
        if not differences:
            return redirect(row)
    context = {"form": form, "letter": letter, "differences": differences, "parents": _parents(letter)}
    return render(request, "utskick/letter_edit.html", context, status=409 if differences else 200)


@require_safe
def letter_recipients(request: Request) -> HttpResponse:
    """How many a letter to the group would reach: the line below the choice."""
    require(request.viewer, "utskick.write_letter")
    group = own_group(request.viewer, request.GET.get("group", ""))
    number = reached(group, request.viewer).count() if group else None
    return render(request, "utskick/_letter_recipients.html", {"number": number})


@require_safe
@csp(MAIL_POLICY)  # type: ignore[arg-type]  # knows only plain requests
def letter_look(request: Request, pk: int) -> HttpResponse:
    """The letter as the viewer's own mail program would show it."""
    letter = get_object_or_404(Letter.objects.visible_to(request.viewer).select_related("writer"), pk=pk)
    return HttpResponse(put_into_words(letter_mail(letter), recipient=request.user).html)


@require_POST
def letter_sample(request: Request, pk: int) -> HttpResponse:
    """Send the draft to its writer, marked as a sample."""
    letter = _own_letter(request, pk)
    if not letter.is_draft:
        return _sent_already(request, letter)
    send_sample(letter, request.user)
    messages.success(request, f"Ett prov är på väg till {request.user.email}.")
    return redirect(letter)


def letter_send(request: Request, pk: int) -> HttpResponse:
    """Ask once, in words that name the group and how many; then send."""
    letter, viewer = _own_letter(request, pk), request.viewer
    if not letter.is_draft:  # The same form sent twice.
        return redirect(letter)
    is_changed = False
    if request.method == "POST":
        form = SendForm(request.POST)
        try:
            if not form.is_valid():
                raise letters.NotAsConfirmed
            letters.send_letter(letter=letter, writer=viewer, at=timezone.now(), **form.cleaned_data)
        except letters.NotAsConfirmed:
            letter.refresh_from_db()
            if not letter.is_draft:
                return redirect(letter)
            is_changed = True
        else:
            messages.success(request, f"Brevet är på väg till {people_words(form.cleaned_data['number'])}.")
            return redirect(letter)
    group = own_group(viewer, letter.group)
    people = reached(group, viewer).values_list("first_name", "last_name") if group else ()
    names = [f"{first} {last}" for first, last in people]
    context = {
        "letter": letter,
        "group": group,
        "names": names,
        "people": people_words(len(names)),
        "form": SendForm(initial={"version": letter.version, "number": len(names)}),
        "is_changed": is_changed,
        "parents": _parents(letter),
    }
    return render(request, "utskick/letter_send.html", context, status=409 if is_changed else 200)


def letter_delete(request: Request, pk: int) -> HttpResponse:
    letter = _own_letter(request, pk)
    if not letter.is_draft:
        return _sent_already(request, letter)
    if request.method == "POST":
        if not letters.delete_letter(letter=letter, by=request.viewer.person_id):
            return _sent_already(request, letter)
        messages.success(request, f"Utkastet ”{letter}” är borttaget.")
        return redirect("utskick:letter_list")
    return render(request, "utskick/letter_delete.html", {"letter": letter, "parents": _parents(letter)})


def _parents(letter: Letter | None = None) -> list[dict[str, str]]:
    parents = [{"label": "Skriv", "url": reverse("utskick:letter_list")}]
    return [*parents, {"label": str(letter), "url": letter.get_absolute_url()}] if letter else parents
