"""What the board tells the annual report: how many were there, what was decided, and what was decided per capsulam.

Attendance in totals, never by person. Decisions that are not confidential, of adjusted minutes alone; those that serve
the plan first. They stand in the draft, so that whoever writes chooses among them; all of them stand in the appendix.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Subquery, Value

from plan.berattelse.chapters import Material, Part
from plan.models import YearPlan
from plan.wording import capitalised, digits, number_word, short_day
from traffar.models import ActivityKind
from traffar.styrelse.ledger import kronor
from traffar.styrelse.minutes import decision_reference
from traffar.styrelse.models import BoardMeeting, CircularDecision, Decision, Presence

# So many decisions are proposed for the text.
MOST = 8
Status = BoardMeeting.Status


@dataclass(frozen=True, slots=True)
class DecidedRow:
    reference: str
    day: str
    text: str
    amount: str


@dataclass(frozen=True, slots=True)
class DecidedRows:
    rows: tuple[DecidedRow, ...]


def board_parts(material: Material) -> Iterator[Part]:
    """One query. A board that has decided nothing has nothing to tell."""
    decisions = _decisions(material.plan)
    if not decisions:
        return
    proposed = sorted(decisions, key=lambda row: not row.served)[:MOST]
    bullets = "\n".join(
        f"- {' '.join(row.text.split())} ({decision_reference(row)})"
        for row in sorted(proposed, key=lambda row: (row.decided_on, row.pk))
    )
    sentences = [*_attendance(decisions[0]), *_circulars(decisions[0]), "Bland besluten märks:"]
    yield Part("board", draft=f"{' '.join(sentences)}\n\n{bullets}")
    rows = tuple(_row(decision) for decision in decisions)
    yield Part("decisions", template="styrelse/_chapter_decisions.html", facts=DecidedRows(rows))


def _decisions(plan: YearPlan) -> list[Any]:
    """Of adjusted minutes and per capsulam, in order of time. Each bears the year's counts: they cost no query more."""
    public = Decision.objects.filter(
        Q(item__meeting__status=Status.ADJUSTED) | Q(circular__isnull=False),
        is_confidential=False,
        decided_on__range=(plan.starts_on, plan.ends_on),
    )
    rows = public.select_related("item__meeting__activity").annotate(served=Count("commitments"), **_counts(plan))
    return list(rows.order_by("decided_on", F("item__paragraph").asc(nulls_last=True), "position", "pk"))


def _counts(plan: YearPlan) -> dict[str, Subquery]:
    """The board's own meetings that have been closed, seats of members, those that were filled, substitutes who came;
    and questions decided per capsulam. Whoever came later was there."""
    period = (plan.starts_on, plan.ends_on)
    presences = Presence.objects.filter(
        meeting__status__in=[Status.DRAFT, Status.REVIEW, Status.ADJUSTED],
        meeting__held_on__range=period,
        meeting__activity__kind=ActivityKind.BOARD_MEETING,
    )
    members, substitutes = presences.filter(standing="member"), presences.filter(standing="substitute")
    came = Q(is_present=True) | Q(changes__isnull=False)
    ended = CircularDecision.objects.filter(
        ended_at__date__range=period,
        status__in=[CircularDecision.Status.CARRIED, CircularDecision.Status.REJECTED],
    )
    return {
        "meetings": _number(presences, "meeting"),
        "seats": _number(members, "pk"),
        "filled": _number(members.filter(came), "pk"),
        "substitutes": _number(substitutes.filter(came), "pk"),
        "circulars": _number(ended, "pk"),
    }


def _number(rows: "QuerySet[Any]", of: str) -> Subquery:
    """How many different ones there are, as a subquery."""
    alike = rows.order_by().annotate(all=Value(1)).values("all")
    return Subquery(alike.annotate(number=Count(of, distinct=True)).values("number"))


def _row(decision: Decision) -> DecidedRow:
    amount = kronor(decision.amount) if decision.amount is not None else ""
    return DecidedRow(decision_reference(decision), short_day(decision.decided_on), decision.text, amount)


def _attendance(year: Any) -> Iterator[str]:
    if year.seats:
        share = round(100 * (year.filled or 0) / year.seats)
        yield (
            f"Av ledamöternas {digits(year.seats)} platser vid de {number_word(year.meetings)} möten som har förts "
            f"till protokoll här var {digits(year.filled or 0)} fyllda, {share} procent."
        )
    if times := year.substitutes:
        noun = "tillfälle" if times == 1 else "tillfällen"
        yield f"Ersättare har varit med vid sammanlagt {number_word(times, neuter=True)} {noun}."


def _circulars(year: Any) -> Iterator[str]:
    if ended := year.circulars:
        yield f"{capitalised(number_word(ended))} {'fråga' if ended == 1 else 'frågor'} har avgjorts per capsulam."
