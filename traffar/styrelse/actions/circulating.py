"""Beslut per capsulam: a question is put to the voting members, answered, and ends in a decision or none.

It is carried only when everybody who votes has agreed to decide it so, and more say yes than no (`2-domain.md`,
"Board").
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction

from distrikt.organisation.models import Assignment, User
from distrikt.saving import create_once
from plan.uppgifter.reports import HIDDEN_PERSON
from plan.wording import full_day_words
from traffar.styrelse.actions.at_the_table import NotNow, state_of_new
from traffar.styrelse.actions.following import write_task
from traffar.styrelse.actions.preparing import request_item
from traffar.styrelse.circular_emails import tell_of_end, tell_of_question
from traffar.styrelse.models import AgendaRequest, CircularAnswer, CircularDecision, Decision
from traffar.styrelse.rules import VOTING, sits_in
from traffar.styrelse.sheet import details_words
from traffar.styrelse.sources import CIRCULAR
from traffar.when import local_day

log = structlog.get_logger(__name__)
Status, Vote = CircularDecision.Status, CircularAnswer.Vote


@dataclass(frozen=True, slots=True)
class Count:
    """What those asked have answered."""

    asked: int
    answered: int
    consenting: int
    yes: int
    no: int
    abstaining: int

    @property
    def all_have_answered(self) -> bool:
        return self.answered == self.asked

    @property
    def outcome(self) -> CircularDecision.Status:
        """What it comes to when it ends now."""
        if self.consenting < self.asked:
            return Status.NO_CONSENT
        return Status.CARRIED if self.yes > self.no else Status.REJECTED


def count(circular: CircularDecision) -> Count:
    """One query."""
    answers = list(circular.answers.values_list("consents", "vote"))
    votes = [vote for _, vote in answers]
    return Count(
        asked=len(answers),
        answered=sum(consents is not None for consents, _ in answers),
        consenting=sum(consents is True for consents, _ in answers),
        yes=votes.count(Vote.YES),
        no=votes.count(Vote.NO),
        abstaining=votes.count(Vote.ABSTAINS),
    )


@transaction.atomic
def ask(*, circular: CircularDecision, commitments: Collection[int], at: datetime) -> CircularDecision:
    """Put the question to the ordinary members of the body on the day, each in one mail. The same form twice asks once.

    NotNow when nobody has a vote.
    """
    circular.asked_at = at
    circular.responsible_name = str(circular.responsible) if circular.responsible else ""
    circular, is_new = create_once(circular)
    if not is_new:
        return circular
    circular.commitments.set(commitments)
    held = Assignment.objects.in_force(local_day(at)).filter(body=circular.body, role__in=VOTING, user__is_active=True)
    people = {row.user_id: str(row.user) for row in held.select_related("user").order_by("pk")}
    if not people:
        raise NotNow("Ingen i styrelsen har rösträtt i dag: det finns ingen att fråga.")
    CircularAnswer.objects.bulk_create(
        CircularAnswer(circular=circular, person_id=person, name=name) for person, name in people.items()
    )
    tell_of_question(circular)
    log.info("circular_asked", circular=circular.pk, asked=len(people), by=circular.asked_by_id)
    return circular


@transaction.atomic
def answer(*, circular: CircularDecision, person: int, consents: bool, vote: str, at: datetime) -> CircularDecision:
    """Whether it may be decided so, and then how; changed as often as one likes until it ends. With the last answer it
    ends: the question as it stands then. NotNow when it has ended or its time is over."""
    circular = _held(circular)
    if not circular.is_open or at >= circular.closes_at:
        raise NotNow("Frågan är avslutad och kan inte besvaras längre.")
    if not sits_in(person, circular.body_id, local_day(at), VOTING):
        raise NotNow("Frågan är ställd till dem som har rösträtt i styrelsen. Du har inte det längre.")
    rows = circular.answers.filter(person=person)
    if not rows.update(consents=consents, vote=vote if consents else Vote.NONE, answered_at=at):
        raise NotNow("Frågan är inte ställd till dig.")
    log.info("circular_answered", circular=circular.pk, by=person)
    counted = count(circular)
    if counted.all_have_answered:
        _end(circular, counted, at)
    return circular


@transaction.atomic
def withdraw(*, circular: CircularDecision, at: datetime, by: int) -> None:
    """It is not asked any more. Withdrawn twice, it is withdrawn. NotNow when it has been decided."""
    circular = _held(circular)
    if circular.status == Status.WITHDRAWN:
        return
    if not circular.is_open:
        raise NotNow("Frågan är redan avgjord.")
    circular.status, circular.ended_at, circular.responsible_name = Status.WITHDRAWN, at, ""
    circular.save(update_fields=["status", "ended_at", "responsible_name"])
    tell_of_end(circular)
    log.info("circular_withdrawn", circular=circular.pk, by=by)


def close_overdue(*, at: datetime) -> int:
    """End those whose time is over, each in a transaction of its own. Returns how many."""
    ended = 0
    for circular in CircularDecision.objects.open().filter(closes_at__lte=at):
        with transaction.atomic():
            held = _held(circular)
            if held.is_open:
                _end(held, count(held), at)
                ended += 1
    return ended


def _held(circular: CircularDecision) -> CircularDecision:
    """The question; nobody else answers it meanwhile.

    Who sees to it is not read along: when that changes while the row is waited for, PostgreSQL finds nobody to join.
    """
    rows = CircularDecision.objects.select_for_update(of=("self",)).select_related("body")
    return rows.get(pk=circular.pk)


def _end(circular: CircularDecision, counted: Count, at: datetime) -> None:
    circular.status, circular.ended_at = counted.outcome, at
    if circular.status == Status.CARRIED:
        _decide(circular, counted, at)
    else:
        circular.responsible_name = ""
    circular.save(update_fields=["status", "ended_at", "responsible_name"])
    request_item(
        request=AgendaRequest(
            body=circular.body,
            title=f"Beslut per capsulam: {circular.title}"[:200],
            background=minutes_text(circular, counted, at),
            is_confidential=circular.is_confidential,
            source_kind=CIRCULAR,
            source_id=circular.pk,
            requested_by_id=circular.asked_by_id,
        )
    )
    tell_of_end(circular)
    log.info("circular_ended", circular=circular.pk, status=circular.status)


def _decide(circular: CircularDecision, counted: Count, at: datetime) -> None:
    """The decision with its task, as the question said. An account that has been closed meanwhile sees to nothing: the
    name stays, and the task waits for somebody."""
    person = circular.responsible
    decision = Decision(
        body=circular.body,
        circular=circular,
        decided_on=local_day(at),
        text=circular.text,
        method=Decision.Method.COUNT,
        votes_for=counted.yes,
        votes_against=counted.no,
        votes_abstained=counted.abstaining,
        responsible=person if person and person.is_active else None,
        responsible_name=circular.responsible_name,
        due_on=circular.due_on,
        amount=circular.amount,
        is_confidential=circular.is_confidential,
    )
    decision.state = state_of_new(decision)
    decision.save()
    decision.commitments.set(circular.commitments.all())
    write_task(decision, by=circular.asked_by_id)


def minutes_text(circular: CircularDecision, counted: Count, at: datetime) -> str:
    """What the next minutes say of it; what was carried with who sees to it, by when and what it costs."""
    day, details = full_day_words(local_day(at)), ""
    votes = f"{counted.yes} ja, {counted.no} nej, {counted.abstaining} avstod"
    match circular.status:
        case Status.CARRIED:
            said = f"Styrelsen har per capsulam den {day} beslutat ({votes}):"
            details = details_words(_named(circular), circular.due_on, circular.amount)
        case Status.REJECTED:
            said = f"Styrelsen har per capsulam den {day} avslagit ({votes}):"
        case _:
            said = "Styrelsen har tillfrågats per capsulam. Alla gick inte med på formen, och inget är beslutat:"
    return "\n\n".join(filter(None, (said, circular.text, details)))


def _named(circular: CircularDecision) -> str:
    """An agenda is read by all who are called: nobody is named in it whose data are protected, by any name."""
    person, name = circular.responsible, circular.responsible_name
    protected = {str(other) for other in User.objects.filter(is_protected=True)}
    return HIDDEN_PERSON if name in protected or (person and person.is_protected) else name


def hand_question_over(*, circular: int, to_person: int | None, by: int) -> None:
    """Somebody else sees to it (id) if it is carried, and is named in it. One that has ended stays as it is."""
    heir = User.objects.filter(pk=to_person).first()
    name = str(heir) if heir else ""
    CircularDecision.objects.open().filter(pk=circular).update(responsible=heir, responsible_name=name)
    log.info("circular_handed_over", circular=circular, to_person=to_person, by=by)
