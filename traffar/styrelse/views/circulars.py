"""Beslut per capsulam: the questions, how each is answered, and what became of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from distrikt.access import Request, may, require
from distrikt.organisation.models import Body
from distrikt.saving import is_made_already
from traffar.styrelse.actions import circulating
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.circular_emails import last_day_words
from traffar.styrelse.forms.circulars import AnswerForm, AskForm
from traffar.styrelse.ledger import proposal_row, sentences_for
from traffar.styrelse.models import CircularDecision
from traffar.styrelse.responsible import people_to_choose
from traffar.styrelse.views.fetching import plan_in_force

PER_PAGE = 30
_Status = CircularDecision.Status
# What is said to whoever has answered, by how the question stands then.
_AFTER = {
    _Status.OPEN: "Du kan ändra det tills frågan är avgjord.",
    _Status.CARRIED: "Det var det sista, och frågan är avgjord: förslaget är bifallet.",
    _Status.REJECTED: "Det var det sista, och frågan är avgjord: förslaget är avslaget.",
    _Status.NO_CONSENT: (
        "Det var det sista, och frågan är avslutad: alla gick inte med på formen, så inget är beslutat."
    ),
}
CIRCULARS = {"label": "Per capsulam", "url": reverse_lazy("styrelse:circular_list")}


@require_safe
def circular_list(request: Request) -> HttpResponse:
    require(request.viewer, "styrelse.see_circulars")
    circulars = CircularDecision.objects.visible_to(request.viewer)
    page = Paginator(circulars, PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        "page": page,
        "rows": [(circular, last_day_words(circular)) for circular in page.object_list],
        "can_ask": may(request.viewer, "styrelse.ask_circular"),
    }
    return render(request, "styrelse/circular_list.html", context)


def circular_create(request: Request) -> HttpResponse:
    require(request.viewer, "styrelse.ask_circular")
    if is_made_already(CircularDecision, request.POST):
        return redirect(CircularDecision.objects.get(submission=request.POST["submission"]))
    form = AskForm(
        request.POST or None,
        today=request.viewer.today,
        people=people_to_choose(request.viewer),
        commitments=plan_in_force(request),
    )
    if request.method == "POST" and form.is_valid():
        form.instance.body, form.instance.asked_by = Body.objects.board(), request.user
        served = [row.pk for row in form.cleaned_data["commitments"]]
        try:
            circular = circulating.ask(circular=form.instance, commitments=served, at=timezone.now())
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Frågan är ställd. Var och en med rösträtt får ett mejl.")
            return redirect(circular)
    return render(request, "styrelse/circular_create.html", {"form": form, "parents": [CIRCULARS]})


def _circular(request: Request, pk: int) -> CircularDecision:
    seen = CircularDecision.objects.visible_to(request.viewer).prefetch_related(sentences_for(request.viewer))
    return get_object_or_404(seen.select_related("body", "asked_by", "responsible", "item__meeting"), pk=pk)


@require_safe
def circular_detail(request: Request, pk: int) -> HttpResponse:
    return _detail(request, _circular(request, pk), None)


def _detail(request: Request, circular: CircularDecision, form: AnswerForm | None) -> HttpResponse:
    """The question with its answers: who has answered while it goes on, how they did when it has ended."""
    viewer, now = request.viewer, timezone.now()
    answers = list(circular.answers.all())
    own = next((row for row in answers if row.person_id == viewer.person_id), None)
    takes_answers = circular.is_open and now < circular.closes_at
    if own and takes_answers and form is None:
        said = {} if own.consents is None else {"consents": "ja" if own.consents else "nej", "vote": own.vote}
        form = AnswerForm(initial=said)
    context = {
        "circular": circular,
        "row": proposal_row(circular, viewer),
        "last_day": last_day_words(circular),
        "answers": answers,
        "own": own,
        "count": circulating.count(circular),
        "form": form if own and takes_answers else None,
        "decision": getattr(circular, "decision", None),
        "takes_answers": takes_answers,
        "can_withdraw": circular.is_open and may(viewer, "styrelse.ask_circular"),
        "parents": [CIRCULARS] if may(viewer, "styrelse.see_circulars") else [],
    }
    return render(request, "styrelse/circular_detail.html", context)


@require_POST
def circular_answer(request: Request, pk: int) -> HttpResponse:
    circular = _circular(request, pk)
    require(request.viewer, "styrelse.answer_circular", circular)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _detail(request, circular, form)
    try:
        answered = circulating.answer(
            circular=circular,
            person=request.viewer.person_id,
            consents=form.consent,
            vote=form.cleaned_data["vote"],
            at=timezone.now(),
        )
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"Ditt svar är sparat. {_AFTER[_Status(answered.status)]}")
    return redirect(circular)


@require_POST
def circular_withdraw(request: Request, pk: int) -> HttpResponse:
    circular = _circular(request, pk)
    require(request.viewer, "styrelse.ask_circular", circular)
    try:
        circulating.withdraw(circular=circular, at=timezone.now(), by=request.viewer.person_id)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "Frågan är återtagen. De som fick den får veta det.")
    return redirect(circular)
