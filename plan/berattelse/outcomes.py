"""What became of a commitment: what the evidence proposes. People decide (`2-domain.md`, Plan and follow-up)."""

from collections import Counter
from collections.abc import Iterable

from plan.berattelse.models import Outcome
from plan.follow_up import Evidence, Goal, Status
from plan.models import Commitment
from plan.wording import capitalised, counted, listing, number_word


def propose(goal: Goal, evidence: Evidence, status: Status) -> Outcome.Value:
    """The outcome that the evidence speaks for.

    Enough done is fulfilled, something done is partly. A standing duty is fulfilled while it lives, partly when it
    has stalled after some insatser. A ceiling is fulfilled or passed; there is no half way.
    """
    if status == Status.DROPPED:
        return Outcome.Value.DROPPED
    if status in (Status.FULFILLED, Status.ALIVE):
        return Outcome.Value.FULFILLED
    if goal.is_ceiling:
        return Outcome.Value.NOT if status == Status.BEHIND else Outcome.Value.FULFILLED
    return Outcome.Value.PARTLY if evidence.done else Outcome.Value.NOT


def outcome_words(value: str, goal: Goal, evidence: Evidence, asked: str) -> str:
    """Uppfyllt – 10 genomförda, planen säger minst 8"""
    label = str(Outcome.Value(value).label)
    figures = _figures(goal, evidence, asked) if value != Outcome.Value.DROPPED else ""
    words = capitalised(label)
    return f"{words} – {figures}" if figures else words


def _figures(goal: Goal, evidence: Evidence, asked: str) -> str:
    if goal.kind == Commitment.Kind.ONE_OFF or not evidence.done:
        return ""
    if goal.kind == Commitment.Kind.ONGOING:
        return f"{counted(evidence.done, 'insats', 'insatser')} under året"
    done = counted(evidence.done, "genomförd", "genomförda")
    return done if asked == "flera" else f"{done}, planen säger {asked}"


# How many came out in which way, as words at the end of a sentence: one and several.
COUNTED = {
    Outcome.Value.FULFILLED: ("uppfyllt", "uppfyllda"),
    Outcome.Value.PARTLY: ("delvis uppfyllt", "delvis uppfyllda"),
    Outcome.Value.NOT: ("inte uppfyllt", "inte uppfyllda"),
    Outcome.Value.DROPPED: ("utgått", "utgångna"),
}


def outcomes_draft(values: Iterable[Outcome.Value]) -> str:
    """Av planens fyra åtaganden här är tre uppfyllda och ett delvis uppfyllt. Empty without commitments."""
    counts = Counter(values)
    if not counts:
        return ""
    words = [
        f"{number_word(counts[value], neuter=True)} {one if counts[value] == 1 else several}"
        for value, (one, several) in COUNTED.items()
        if counts[value]
    ]
    total = counts.total()
    if total == 1:
        return f"Planens enda åtagande här är {COUNTED[next(iter(counts))][0]}."
    if len(counts) == 1:
        return f"Planens {number_word(total)} åtaganden här är alla {COUNTED[next(iter(counts))][1]}."
    return f"Av planens {number_word(total)} åtaganden här är {listing(words)}."
