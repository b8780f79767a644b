"""How a decision is carried out. What is written of it is written of its task as well, and the other way round; when it
changes hands, whoever hands it over does so with the task (`constituting`)."""

from collections.abc import Collection, Sequence

import structlog
from django.db import transaction
from django.db.models import F

from distrikt.organisation.models import Body
from distrikt.saving import save_edit
from plan.uppgifter.actions import hold_task
from plan.uppgifter.sources import Progress
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.actions.following import write_task
from traffar.styrelse.models import Decision
from traffar.styrelse.sources import DECISION

log = structlog.get_logger(__name__)
State = Decision.State


@transaction.atomic
def follow_up(*, decision: Decision, version: int, fields: Collection[str], by: int) -> None:
    """Save how it goes, and who sees to it; its task says the same. EditConflict when another has saved it meanwhile.

    NotNow while its meeting goes on: then it is written at the table.
    """
    if not decision.is_made:
        raise NotNow("Mötet är inte avslutat. Beslutet ändras vid mötet så länge.")
    hold_task(kind=DECISION, source_id=decision.pk)
    save_edit(decision, version=version, fields=fields, by=by)
    write_task(decision, by=by)
    log.info("decision_followed_up", decision=decision.pk, state=decision.state, by=by)


def task_finished(decision: int, progress: Progress, by: int) -> None:
    """The task of a decision (id) has been finished or opened again: so is the decision."""
    rows = Decision.objects.filter(pk=decision)
    rows.update(state=progress.state, done_on=progress.done_on, note=progress.note, version=F("version") + 1)
    log.info("decision_followed_up", decision=decision, state=progress.state, by=by)


@transaction.atomic
def enter_decisions(*, body: Body, decisions: Sequence[Decision], by: int) -> int:
    """Decisions still open from before the program, all or none, each with its task. Those that the same form has
    entered already are left as they are. Returns how many are new."""
    known = set(Decision.objects.filter(submission__in=[row.submission for row in decisions]).values_list("submission"))
    new = [row for row in decisions if (row.submission,) not in known]
    for row in new:
        row.body, row.state = body, State.OPEN
        row.responsible_name = str(row.responsible) if row.responsible else ""
        row.save(force_insert=True)
        write_task(row, by=by)
    log.info("decisions_entered", decisions=[row.pk for row in new], by=by)
    return len(new)


@transaction.atomic
def hand_decisions_over(*, decisions: Collection[int], to_person: int | None, by: int) -> None:
    """Somebody else sees to these (ids) from now on. Their tasks are handed over by themselves."""
    rows = Decision.objects.filter(pk__in=decisions)
    rows.update(responsible=to_person, version=F("version") + 1)
    log.info("decisions_handed_over", decisions=sorted(decisions), to_person=to_person, by=by)
