"""When something happens to a plan, and to the ledger of what was done towards it."""

from collections.abc import Collection
from datetime import date

import structlog
from django.db import transaction
from django.db.models import F

from distrikt.saving import create_once, save_edit
from plan.models import Amendment, CheckIn, Commitment, CommitmentCounts, Contribution, YearPlan

log = structlog.get_logger(__name__)


@transaction.atomic
def set_contributions(
    *,
    source_kind: str,
    source_id: int,
    commitments: Collection[int],
    state: Contribution.State | None,
    day: date,
    label: str,
    by: int | None,
) -> None:
    """Make the ledger say of one source exactly this: towards which commitments (ids), in which state, on which day.

    Called inside the transaction of the action upstairs (hold, move, cancel …). `state=None` or no commitments takes
    the source out of the ledger. Who first accepted a link is kept when the same link is set again.
    """
    kept = commitments if state else ()
    ledger = Contribution.objects.filter(source_kind=source_kind, source_id=source_id)
    ledger.exclude(commitment__in=kept).delete()
    if not kept or state is None:
        return
    ledger.update(state=state, day=day, label=label[:200])
    known = set(ledger.values_list("commitment", flat=True))
    Contribution.objects.bulk_create(
        Contribution(
            commitment_id=commitment,
            source_kind=source_kind,
            source_id=source_id,
            state=state,
            day=day,
            label=label[:200],
            accepted_by_id=by,
        )
        for commitment in sorted(set(kept) - known)
    )


@transaction.atomic
def adopt_plan(*, plan: YearPlan, version: int, by: int) -> None:
    """Fix a draft as the annual conference decided it: title, `adopted_on` and `decision` are on the plan.

    EditConflict when somebody else has changed the plan since. Whoever has a commitment open to change it meets one
    too: its wording can no longer be saved.
    """
    plan.status = YearPlan.Status.ADOPTED
    save_edit(plan, version=version, fields=["status", "title", "adopted_on", "decision"], by=by)
    plan.commitments.update(version=F("version") + 1)


def close_plan(*, plan: YearPlan, by: int) -> None:
    """The year is over: no more check-ins and amendments. What was done is counted still when it is told of late."""
    adopted = YearPlan.objects.filter(pk=plan.pk, status=YearPlan.Status.ADOPTED)
    if adopted.update(status=YearPlan.Status.CLOSED, version=F("version") + 1):
        log.info("plan_closed", pk=plan.pk, by=by)


@transaction.atomic
def set_up_commitment(
    *, commitment: Commitment, counts: Collection[tuple[str, str]], version: int, fields: Collection[str], by: int
) -> None:
    """Save these fields of a commitment, and which kinds of source it counts. EditConflict as in `save_edit`."""
    save_edit(commitment, version=version, fields=fields, by=by)
    commitment.counts.all().delete()
    CommitmentCounts.objects.bulk_create(
        CommitmentCounts(commitment=commitment, source_kind=source_kind, value=value)
        for source_kind, value in sorted(set(counts))
    )


@transaction.atomic
def check_in(*, check_in: CheckIn) -> bool:
    """Note how a commitment fares; its verdict may close it or open it again. False when the form came twice."""
    _, is_new = create_once(check_in)
    if is_new:
        changes: dict[str, date | None] = {"checked_in_on": check_in.day}
        if check_in.verdict != CheckIn.Verdict.NOTE:
            changes["closed_on"] = check_in.day if check_in.verdict == CheckIn.Verdict.CLOSED else None
        Commitment.objects.filter(pk=check_in.commitment_id).update(**changes)
    return is_new


@transaction.atomic
def amend_commitment(*, amendment: Amendment, deadline: date | None, version: int, by: int) -> bool:
    """Change or drop a commitment of an adopted plan by a board decision; the amendment keeps the old wording.

    `deadline` is the day that the new wording sets, None for none. A new target takes the place of a range.
    False when the form came twice. EditConflict, and nothing is kept, when the commitment has changed since.
    """
    commitment = amendment.commitment
    amendment.old_text, amendment.old_target = commitment.text, commitment.target
    amendment.old_deadline = commitment.deadline
    amendment.new_deadline = deadline if amendment.kind == Amendment.Kind.CHANGED else None
    _, is_new = create_once(amendment)
    if not is_new:
        return False
    commitment.amended_on = amendment.decided_on
    if amendment.kind == Amendment.Kind.DROPPED:
        commitment.dropped_on = amendment.decided_on
        save_edit(commitment, version=version, fields=["amended_on", "dropped_on"], by=by)
    else:
        if amendment.new_target != commitment.target:
            commitment.target_max = None
        if deadline != commitment.deadline:
            commitment.deadline_text = ""
        commitment.text, commitment.target, commitment.deadline = amendment.new_text, amendment.new_target, deadline
        changed = ["amended_on", "text", "target", "target_max", "deadline", "deadline_text"]
        save_edit(commitment, version=version, fields=changed, by=by)
    return True
