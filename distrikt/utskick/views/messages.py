"""The outbox and a mail in it."""

from csp.decorators import csp
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, require
from distrikt.mail import NoLonger
from distrikt.organisation.actions import record_reading
from distrikt.organisation.models import AccessRecord
from distrikt.paging import query_of
from distrikt.utskick import outbox
from distrikt.utskick.letterhead import Written, as_sent_or_now
from distrikt.utskick.models import Message
from distrikt.utskick.reports import answer_words, kind_choices, message_rows, recipient_words
from distrikt.utskick.reports import health as read_health

PER_PAGE = 50
SOMEBODY_WAS_FASTER = "Mejlet har redan lämnat kön, eller så hann någon annan före. Så här står det nu."
# The mail's own look is inlined; nothing else may load, run or be sent from it.
MAIL_POLICY = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": []}


@require_safe
def message_list(request: Request) -> HttpResponse:
    """What is on its way: what waits, what is being sent, and what a person must decide."""
    return _list_page(request, is_over=False)


@require_safe
def message_history(request: Request) -> HttpResponse:
    """What has been sent, came too late or was cancelled; the latest first."""
    return _list_page(request, is_over=True)


def _list_page(request: Request, *, is_over: bool) -> HttpResponse:
    viewer = request.viewer
    require(viewer, "utskick.list_messages")
    seen = Message.objects.visible_to(viewer)
    listed = seen.over() if is_over else seen.on_its_way()
    kind, status = request.GET.get("slag", ""), request.GET.get("lage", "")
    statuses = [one for one in Message.Status if (one in Message.OVER) == is_over]
    chosen = listed.filter(kind=kind) if kind else listed
    chosen = chosen.filter(status=status) if status in statuses else chosen
    page = Paginator(chosen.select_related("recipient").defer("text", "html", "payload"), PER_PAGE).get_page(
        request.GET.get("sida")
    )
    context = {
        "is_over": is_over,
        "tab": "sent" if is_over else "on_its_way",
        "can_list": True,
        "rows": message_rows(page, viewer),
        "page": page,
        "query": query_of(request),
        "kinds": kind_choices(listed.order_by().values_list("kind", flat=True).distinct()),
        "statuses": [(one.value, one.label) for one in statuses],
        "kind": kind,
        "status": status,
        "alarm": read_health(timezone.now()).alarm,
    }
    return render(request, "utskick/message_list.html", context)


@require_safe
def message_detail(request: Request, pk: int) -> HttpResponse:
    """Whom it is to, what became of it, and what it says: as it was sent, or as it would be written now."""
    message = _message(request, pk)
    written, silence = _read(request, message)
    is_read = message.is_read_by(request.viewer)
    context = {
        "message": message,
        "recipient": recipient_words(message, is_read=is_read),
        "answer": answer_words(message, is_read=is_read),
        "written": written,
        "silence": silence,
        "parents": [{"label": "Utskick", "url": _home(message)}],
    }
    return render(request, "utskick/message_detail.html", context)


@require_safe
@csp(MAIL_POLICY)  # type: ignore[arg-type]  # knows only plain requests
def message_look(request: Request, pk: int) -> HttpResponse:
    """The mail as a mail program shows it."""
    written, _ = _read(request, _message(request, pk))
    if written is None:
        raise Http404
    return HttpResponse(written.html)


@require_POST
def message_send_again(request: Request, pk: int) -> HttpResponse:
    message = _message(request, pk)
    if message.can_be_sent_again and outbox.send_again(message=message, by=request.viewer.person_id, at=timezone.now()):
        messages.success(request, "Mejlet står i kön igen och skickas strax.")
    else:
        messages.error(request, SOMEBODY_WAS_FASTER)
    return redirect(message)


@require_POST
def message_cancel(request: Request, pk: int) -> HttpResponse:
    message = _message(request, pk)
    if outbox.cancel(message=message, by=request.viewer.person_id, at=timezone.now()):
        messages.success(request, "Mejlet är inställt.")
    else:
        messages.error(request, SOMEBODY_WAS_FASTER)
    return redirect(message)


@require_POST
def message_sample(request: Request, pk: int) -> HttpResponse:
    """Send the same mail to whoever asks, marked as a sample."""
    message = _message(request, pk)
    if not message.is_read_by(request.viewer):
        raise Http404
    outbox.send_sample(message=message, to=request.user, at=timezone.now())
    messages.success(request, f"Ett prov är på väg till {request.user.email}.")
    return redirect(message)


def _message(request: Request, pk: int) -> Message:
    known = Message.objects.visible_to(request.viewer).select_related("recipient")
    message = get_object_or_404(known, pk=pk)
    require(request.viewer, "utskick.list_messages")
    return message


def _read(request: Request, message: Message) -> tuple[Written | None, str]:
    """What the mail says, or why it is not shown. To read what was written to another is noted ("vem har sett")."""
    viewer, now = request.viewer, timezone.now()
    if not message.is_secret and not message.is_read_by(viewer):
        return None, "Texten visas bara för ordföranden och ombudsmannen."
    try:
        written = as_sent_or_now(message, at=now)
    except NoLonger as reason:
        return None, str(reason)
    if message.recipient_id and message.recipient_id != viewer.person_id:
        record_reading(kind=AccessRecord.PERSON, object_id=message.recipient_id, by=viewer.person_id, day=viewer.today)
    return written, ""


def _home(message: Message) -> str:
    return reverse("utskick:message_history" if message.status in Message.OVER else "utskick:message_list")
