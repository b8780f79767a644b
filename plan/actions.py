"""When something happens to a plan, and to the ledger of what was done towards it."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from plan.models import Contribution


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
