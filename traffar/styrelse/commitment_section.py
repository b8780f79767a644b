"""The decisions that serve a commitment, on its page."""

from distrikt.access import Viewer
from plan.models import Commitment
from plan.sections import Section
from traffar.styrelse.ledger import decision_row, in_ledger_order
from traffar.styrelse.models import Decision


def commitment_decisions(commitment: Commitment, viewer: Viewer) -> Section | None:
    """The latest first. Two queries."""
    serving = Decision.objects.visible_to(viewer).filter(commitments=commitment)
    rows = in_ledger_order(serving).with_origin().prefetch_related("commitments__plan")
    decisions = [decision_row(decision, viewer) for decision in rows]
    return Section("styrelse/_commitment_decisions.html", {"decisions": decisions}) if decisions else None
