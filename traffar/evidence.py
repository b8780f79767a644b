"""Activities as evidence: what the plan's ledger says of them, where they stand, and how the ledger is written."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from distrikt.access import Viewer
from plan.actions import set_contributions
from plan.evidence import EvidenceSource
from plan.models import Commitment, Contribution
from plan.year_wheel import wheel_changed
from traffar.models import Activity
from traffar.when import local_day

SOURCE = "activity"
# Only what was held counts as done; drafts and what was cancelled do not count at all.
STATE_OF = {
    Activity.Status.PLANNED: Contribution.State.PLANNED,
    Activity.Status.HELD: Contribution.State.DONE,
}


def ledger_label(activity: Activity) -> str:
    """Torgmöte, Sundsvall."""
    return f"{activity.display_title}, {activity.organiser.name}"


def in_force(commitments: Collection[int], activity: Activity) -> list[int]:
    """Those of the commitments whose plan holds the activity's day."""
    day = local_day(activity.starts_at)
    plans = Commitment.objects.filter(plan__starts_on__lte=day, plan__ends_on__gte=day)
    return list(plans.filter(pk__in=commitments).values_list("pk", flat=True))


def linked_commitments(activity: Activity) -> list[int]:
    """Ids of the commitments that the ledger ties it to."""
    ledger = Contribution.objects.filter(source_kind=SOURCE, source_id=activity.pk)
    return list(ledger.values_list("commitment", flat=True))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the plan that an activity serves."""

    number: str
    text: str
    url: str


def sentences_served(activity: Activity, viewer: Viewer) -> list[Sentence]:
    """In the plan's order, as far as the viewer may see the plan."""
    served = Commitment.objects.visible_to(viewer).filter(
        contributions__source_kind=SOURCE, contributions__source_id=activity.pk
    )
    return [
        Sentence(number, text, reverse("plan:commitment_detail", args=[year, number]))
        for number, text, year in served.in_plan_order().values_list("number", "text", "plan__year")
    ]


def write_ledger(activity: Activity, *, commitments: Collection[int], by: int | None) -> list[int]:
    """Make the ledger say of this activity what its status, day and title say now, towards these commitments.

    Only those of the plan that holds its day, which are given back: a move to another year unties the rest. The wheel
    is drawn anew, too.
    """
    wheel_changed()
    tied = in_force(commitments, activity)
    set_contributions(
        source_kind=SOURCE,
        source_id=activity.pk,
        commitments=tied,
        state=STATE_OF.get(Activity.Status(activity.status)),
        day=local_day(activity.starts_at),
        label=ledger_label(activity),
        by=by,
    )
    return tied


def links(ids: Collection[int], viewer: Viewer) -> dict[int, str]:
    """{id: address} of those which the viewer may see. A draft is never in the ledger."""
    seen = Activity.objects.published_to(viewer).filter(pk__in=ids).order_by().values_list("pk", flat=True)
    base = reverse("traffar:activity_list")
    return {pk: f"{base}{pk}/" for pk in seen}


def truth(ids: Collection[int]) -> dict[int, tuple[str, date, str]]:
    """{id: (state, day, label)} of those which count."""
    rows = Activity.objects.counted().filter(pk__in=ids).select_related("organiser")
    return {
        row.pk: (STATE_OF[Activity.Status(row.status)], local_day(row.starts_at), ledger_label(row)[:200])
        for row in rows
    }


SOURCE_OF_EVIDENCE = EvidenceSource("aktivitet", links, truth)
