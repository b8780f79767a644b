"""The board begins anew after the annual conference: who sits in it, who leaves, and who takes over what is open."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import structlog
from django.db import transaction

from distrikt.organisation.actions import end_assignment, grant_assignment, invite
from distrikt.organisation.models import Assignment, Body, Invitation, User
from plan.uppgifter.actions import take_over
from plan.uppgifter.models import Task
from traffar.styrelse.actions.carrying_out import hand_decisions_over
from traffar.styrelse.actions.circulating import hand_question_over
from traffar.styrelse.actions.preparing import sync_presences
from traffar.styrelse.models import BoardMeeting, Decision
from traffar.styrelse.sources import DECISION

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Seat:
    """A role in a body (id), for a person (id)."""

    person: int
    role: str
    body: int


@dataclass(frozen=True, slots=True)
class Invitee:
    first_name: str
    last_name: str
    email: str
    role: str
    body: int


@dataclass(frozen=True, slots=True)
class Constitution:
    """What changes on the day. `ending` are ids of assignments; the heirs say who takes over the open tasks, decisions
    and questions per capsulam: {id: person, or None for nobody yet}. The same `key` twice is done once."""

    key: uuid.UUID
    from_day: date
    ending: tuple[int, ...]
    starting: tuple[Seat, ...]
    invited: tuple[Invitee, ...]
    task_heirs: Mapping[int, int | None] = field(default_factory=dict)
    decision_heirs: Mapping[int, int | None] = field(default_factory=dict)
    circular_heirs: Mapping[int, int | None] = field(default_factory=dict)


@transaction.atomic
def constitute(*, change: Constitution, by: User, at: datetime, today: date) -> None:
    """All of it, or nothing: seats end and begin, the new are invited, what is open changes hands, and those called to
    coming meetings are those who sit then."""
    # Before the bodies: so is a question when it is answered.
    for circular, heir in sorted(change.circular_heirs.items()):
        hand_question_over(circular=circular, to_person=heir, by=by.pk)
    bodies = list(
        Body.objects.select_for_update().filter(pk__in={seat.body for seat in change.starting}).order_by("pk")
    )
    last_day = change.from_day - timedelta(days=1)
    going_on = Assignment.objects.current_or_coming(change.from_day).select_related("user", "body")
    for assignment in going_on.filter(pk__in=change.ending):
        end_assignment(assignment=assignment, last_day=last_day, by=by.pk, today=today)
    for seat in change.starting:
        key = uuid.uuid5(change.key, f"{seat.person} {seat.role} {seat.body}")
        row = Assignment(
            user_id=seat.person, role=seat.role, body_id=seat.body, starts_on=change.from_day, submission=key
        )
        grant_assignment(assignment=row, by=by, today=today)
    for who in change.invited:
        key = uuid.uuid5(change.key, f"{who.email} {who.role} {who.body}")
        names = {"first_name": who.first_name, "last_name": who.last_name, "email": who.email}
        invite(invitation=Invitation(**names, role=who.role, body_id=who.body, submission=key), by=by, at=at)
    # A question that has been carried since the form was shown is a decision by now.
    decided = Decision.objects.filter(circular__in=change.circular_heirs).values_list("pk", "circular")
    carried = {pk: change.circular_heirs[circular or 0] for pk, circular in decided}
    _hand_over(change.task_heirs, {**change.decision_heirs, **carried}, by=by.pk)
    for meeting in BoardMeeting.objects.with_activity().filter(activity__starts_at__gte=at):
        if meeting.is_before and meeting.day >= change.from_day:
            sync_presences(meeting=meeting)
    log.info(
        "board_constituted",
        ended=list(change.ending),
        bodies=[body.pk for body in bodies],
        started=len(change.starting),
        invited=len(change.invited),
        by=by.pk,
    )


def _hand_over(task_heirs: Mapping[int, int | None], decision_heirs: Mapping[int, int | None], *, by: int) -> None:
    """The tasks first, those of decisions too, as everywhere where both are written."""
    of_decisions = Task.objects.filter(source_kind=DECISION, source_id__in=decision_heirs)
    heirs = {pk: decision_heirs[decision or 0] for pk, decision in of_decisions.values_list("pk", "source_id")}
    for task in Task.objects.filter(pk__in={**heirs, **task_heirs}, responsible__isnull=False).order_by("pk"):
        heir = task_heirs.get(task.pk, heirs.get(task.pk))
        take_over(tasks=[task.pk], from_person=task.responsible_id or 0, to_person=heir, by=by)
    for decision, heir in sorted(decision_heirs.items()):
        hand_decisions_over(decisions=[decision], to_person=heir, by=by)
