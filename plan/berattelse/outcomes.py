"""What became of a commitment: what the evidence proposes. People decide (`2-domain.md`, Plan and follow-up)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from plan.berattelse.models import Outcome
from plan.follow_up import Evidence, Goal, Status
from plan.models import Commitment
from plan.wording import capitalised, counted, listing, number_word

# No outcome yet: its time is not out. Named as the status whose icon and class it shares.
OPEN = Status.NONE_YET.value


def propose(goal: Goal, evidence: Evidence, status: Status, today: date, *, is_unmeasured: bool = False) -> str:
    """The outcome that the evidence speaks for (a value of `Outcome.Value`), `OPEN` while there is time left.

    Enough done is fulfilled, something done is partly. A standing duty is fulfilled if it lived the year out, partly
    when it stalled after some insatser. A ceiling is fulfilled or passed; there is no half way. `is_unmeasured`: the
    plan asks for more than last year, and nobody knows how many that was.
    """
    if status == Status.DROPPED:
        return Outcome.Value.DROPPED
    if status == Status.FULFILLED and not is_unmeasured:
        return Outcome.Value.FULFILLED
    if today <= goal.due_on:
        return OPEN
    if status == Status.ALIVE:
        return Outcome.Value.FULFILLED
    if goal.is_ceiling:
        return Outcome.Value.NOT if status == Status.BEHIND else Outcome.Value.FULFILLED
    return Outcome.Value.PARTLY if evidence.done else Outcome.Value.NOT


def outcome_words(value: str, goal: Goal, evidence: Evidence, asked: str) -> str:
    """Uppfyllt – 10 genomförda, planen säger minst 8"""
    label = "ännu inte klart" if value == OPEN else str(Outcome.Value(value).label)
    figures = _figures(goal, evidence, asked) if value != Outcome.Value.DROPPED else ""
    return f"{capitalised(label)} – {figures}" if figures else capitalised(label)


def _figures(goal: Goal, evidence: Evidence, asked: str) -> str:
    if goal.kind == Commitment.Kind.ONE_OFF or not evidence.done:
        return ""
    if goal.kind == Commitment.Kind.ONGOING:
        return f"{counted(evidence.done, 'insats', 'insatser')} under året"
    done = counted(evidence.done, "genomförd", "genomförda")
    return done if asked == "flera" else f"{done}, planen säger {asked}"


# How many came out in which way, as words at the end of a sentence: one and several.
COUNTED: dict[str, tuple[str, str]] = {
    Outcome.Value.FULFILLED: ("uppfyllt", "uppfyllda"),
    Outcome.Value.PARTLY: ("delvis uppfyllt", "delvis uppfyllda"),
    Outcome.Value.NOT: ("inte uppfyllt", "inte uppfyllda"),
    Outcome.Value.DROPPED: ("utgått", "utgångna"),
    OPEN: ("ännu inte klart", "ännu inte klara"),
}


def _all_alike(value: str, total: int) -> str:
    """Planens tre åtaganden här är alla uppfyllda. Inget av planens två åtaganden här är uppfyllt."""
    if value == Outcome.Value.NOT:
        return f"Inget av planens {number_word(total)} åtaganden här blev uppfyllt."
    return f"Planens {number_word(total)} åtaganden här är alla {COUNTED[value][1]}."


def outcomes_draft(values: Iterable[str]) -> str:
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
        return _all_alike(next(iter(counts)), total)
    return f"Av planens {number_word(total)} åtaganden här är {listing(words)}."
