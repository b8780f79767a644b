"""A commitment as the reader understood it, in a few Swedish words."""

from plan.intake.review import State
from plan.models import Commitment
from plan.reading import CommitmentReading

STATE_WORDS = {
    State.PROPOSED: "Förslag",
    State.ACCEPTED: "Åtagande",
    State.CHANGED: "Åtagande, ändrat av dig",
    State.DROPPED: "Inget åtagande",
}


def describe(commitment: CommitmentReading) -> str:
    """ "räknas: minst 8 möten · under året · distriktsstyrelsen"."""
    kind = Commitment.Kind(commitment.kind).label
    how_many = f": {_how_many(commitment)}" if commitment.kind == "countable" else ""
    parts = [kind + how_many, commitment.deadline, commitment.period, commitment.responsible]
    return " · ".join(part for part in parts if part)


def doubts_of(commitment: CommitmentReading) -> list[str]:
    """What a person may want to look at twice."""
    doubts = []
    if commitment.strength == "weak":
        doubts.append("Svag formulering (bör, behöver, förväntas).")
    if commitment.hedge:
        doubts.append("Något att sträva efter: går att berätta om, inte att pricka av.")
    if commitment.kind == "countable" and commitment.target is None:
        doubts.append("Planen säger ”flera” utan tal; programmet räknar med minst två.")
    return doubts


def _how_many(commitment: CommitmentReading) -> str:
    stated = commitment.target_op if commitment.target_op != "=" else None
    operator = Commitment.Operator(stated).label if stated else ""
    number = "flera" if commitment.target is None else str(commitment.target)
    if commitment.target_max is not None:
        number = f"{number}–{commitment.target_max}"
    per = f"per {commitment.per}" if commitment.per else ""
    return " ".join(part for part in (operator, number, commitment.unit, per) if part)
