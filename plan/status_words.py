"""Status in words: "7 av minst 8 – i fas", "1 hållen, planen säger flera – ligger efter" (`3-face.md`, Look)."""

from datetime import date

from plan.follow_up import Evidence, Goal, Status, expected, periods_in
from plan.models import Commitment, YearPlan
from plan.wording import capitalised, counted, day_words, digits, full_day_words, short_day

_OPERATOR_WORDS = {
    Commitment.Operator.AT_LEAST: "minst ",
    Commitment.Operator.AT_MOST: "högst ",
    Commitment.Operator.ABOUT: "ungefär ",
}


def asked_words(
    goal: Goal, *, target: int | None, target_max: int | None, operator: str, per: str, ends_on: date
) -> str:
    """What the plan asks for, over its whole period: "minst 8", "fler än 8", "5–7", "flera"; "" when no number."""
    if goal.kind != Commitment.Kind.COUNTABLE:
        return ""
    if target is None or (operator == Commitment.Operator.AT_MOST and not goal.is_ceiling):
        return "flera"
    if operator == Commitment.Operator.RANGE and target_max:
        times = periods_in(per, goal.starts_on, ends_on) if per else 1
        return f"{digits(goal.wanted)}–{digits(target_max * times)}"
    if operator == Commitment.Operator.OVER:
        return f"fler än {digits(goal.wanted - 1)}"
    return f"{_OPERATOR_WORDS.get(Commitment.Operator(operator or '='), '')}{digits(goal.wanted)}"


def status_words(goal: Goal, evidence: Evidence, status: Status, *, asked: str, is_closed: bool) -> str:
    """The status as one line: figures first, then the status itself."""
    if status == Status.DROPPED:
        return "Utgått"
    if is_closed:
        return "Avslutat – uppfyllt"
    figures = _figures(goal, evidence, status, asked)
    label = str(status.label)
    return f"{figures} – {label}" if figures else capitalised(label)


def _figures(goal: Goal, evidence: Evidence, status: Status, asked: str) -> str:
    """What stands before the dash; nothing when the status says it all."""
    done = evidence.done
    match goal.kind:
        case Commitment.Kind.ONE_OFF:
            return {Status.FULFILLED: "Genomfört", Status.BEHIND: "Inte gjort"}.get(status, "")
        case Commitment.Kind.ONGOING:
            if status == Status.NONE_YET:
                return ""
            return counted(done, "insats", "insatser") if done else "Inga insatser"
    if asked != "flera":
        passed = goal.is_ceiling and done > goal.wanted
        return f"{digits(done)}, planen säger {asked}" if passed else f"{digits(done)} av {asked}"
    if status == Status.FULFILLED:
        return f"{done} genomförda"
    if done:
        return f"{counted(done, 'hållen', 'hållna')}, planen säger flera"
    return "Ingen hållen, planen säger flera" if status == Status.BEHIND else ""


def detail_words(goal: Goal, evidence: Evidence, status: Status, *, deadline: date | None, day: date) -> str:
    """The line below: what an even pace gives, what is planned, how long is left."""
    words = []
    runs = status not in (Status.FULFILLED, Status.DROPPED)
    if runs and goal.wanted > 1 and not goal.is_ceiling and day < goal.due_on:
        words.append(f"väntat i dag: {expected(goal, day)}")
    if evidence.planned and status != Status.DROPPED:
        words.append(counted(evidence.planned, "planerad", "planerade"))
    if runs and goal.kind == Commitment.Kind.ONGOING and evidence.last_done:
        words.append(f"senast {short_day(evidence.last_done)}")
    if runs and deadline and goal.kind != Commitment.Kind.ONGOING:
        left = (goal.due_on - day).days
        words.append(f"{counted(left, 'dag', 'dagar')} kvar" if left > 0 else f"tiden gick ut {short_day(goal.due_on)}")
    return " · ".join(words)


def due_words(*, deadline: date | None, deadline_text: str, period_text: str, year: int) -> str:
    """When: "senast 20 oktober", else as the plan says it."""
    if deadline:
        return f"senast {day_words(deadline) if deadline.year == year else full_day_words(deadline)}"
    return deadline_text or period_text


def adopted_words(plan: YearPlan) -> str:
    """Where a plan stands: "Antagen 14 mars 2020 · Årskonferensen § 14", "Utkast"."""
    if plan.adopted_on is None:
        return "Utkast"
    adopted = f"Antagen {full_day_words(plan.adopted_on)}"
    words = [adopted, plan.decision, "avslutad" if plan.is_closed else ""]
    return " · ".join(filter(None, words))


def last_year_words(last_year: int | None, done: int) -> str:
    """How this year's figure compares: "i fjol: 9, hittills 2 färre"."""
    if last_year is None:
        return ""
    difference = done - last_year
    if difference == 0:
        return f"i fjol: {last_year}, hittills lika många"
    return f"i fjol: {last_year}, hittills {abs(difference)} {'fler' if difference > 0 else 'färre'}"
