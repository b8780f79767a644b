"""What the board tells the annual report: how many were there, what was decided, and what was decided per capsulam.

Attendance in totals, never by person. Decisions that are not confidential, of adjusted minutes alone; those that serve
the plan first. They stand in the draft, so that whoever writes chooses among them; all of them stand in the appendix.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

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
    """Three queries."""
    decisions = _decisions(material.plan)
    sentences = [*_attendance(material.plan), *_circulars(material.plan)]
    if decisions:
        proposed = sorted(decisions, key=lambda row: not row.served)[:MOST]  # type: ignore[attr-defined]
        sentences.append("Bland besluten märks:")
        bullets = "\n".join(
            f"- {' '.join(row.text.split())} ({decision_reference(row)})"
            for row in sorted(proposed, key=lambda row: (row.decided_on, row.pk))
        )
        sentences[-1] += f"\n\n{bullets}"
    if sentences:
        yield Part("board", draft=" ".join(sentences))
    if decisions:
        rows = tuple(_row(decision) for decision in decisions)
        yield Part("decisions", template="styrelse/_chapter_decisions.html", facts=DecidedRows(rows))


def _decisions(plan: YearPlan) -> list[Decision]:
    """Of adjusted minutes and per capsulam, in order of time."""
    public = Decision.objects.filter(
        Q(locked_at__isnull=False) | Q(circular__isnull=False),
        is_confidential=False,
        decided_on__range=(plan.starts_on, plan.ends_on),
    )
    rows = public.select_related("item__meeting").annotate(served=Count("commitments"))
    return list(rows.order_by("decided_on", "item__paragraph", "position", "pk"))


def _row(decision: Decision) -> DecidedRow:
    amount = kronor(decision.amount) if decision.amount is not None else ""
    return DecidedRow(decision_reference(decision), short_day(decision.decided_on), decision.text, amount)


def _attendance(plan: YearPlan) -> Iterator[str]:
    """Of members and substitutes at the board's own meetings. Whoever came later was there."""
    presences = Presence.objects.filter(
        meeting__status__in=[Status.DRAFT, Status.REVIEW, Status.ADJUSTED],
        meeting__held_on__range=(plan.starts_on, plan.ends_on),
        meeting__activity__kind=ActivityKind.BOARD_MEETING,
    )
    came = Q(is_present=True) | Q(changes__isnull=False)
    members, substitutes = Q(standing="member"), Q(standing="substitute")
    found = presences.aggregate(
        meetings=Count("meeting", distinct=True),
        seats=Count("pk", filter=members, distinct=True),
        filled=Count("pk", filter=members & came, distinct=True),
        substitutes=Count("pk", filter=substitutes & came, distinct=True),
    )
    if found["seats"]:
        share = round(100 * found["filled"] / found["seats"])
        yield (
            f"Av ledamöternas {digits(found['seats'])} platser vid de {number_word(found['meetings'])} möten som har "
            f"förts till protokoll här var {digits(found['filled'])} fyllda, {share} procent."
        )
    if times := found["substitutes"]:
        noun = "tillfälle" if times == 1 else "tillfällen"
        yield f"Ersättare har varit med vid sammanlagt {number_word(times, neuter=True)} {noun}."


def _circulars(plan: YearPlan) -> Iterator[str]:
    ended = CircularDecision.objects.filter(
        ended_at__date__range=(plan.starts_on, plan.ends_on),
        status__in=[CircularDecision.Status.CARRIED, CircularDecision.Status.REJECTED],
    ).count()
    if ended:
        yield f"{capitalised(number_word(ended))} {'fråga' if ended == 1 else 'frågor'} har avgjorts per capsulam."
