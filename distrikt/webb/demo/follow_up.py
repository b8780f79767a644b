"""What people have said of the plan during the year: check-ins, what was closed, and what the board changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from distrikt.organisation.models import User
from distrikt.webb.demo.people import DOMAIN
from distrikt.webb.demo.plan import commitments_by_number
from plan.actions import amend_commitment, check_in
from plan.models import Amendment, CheckIn, Commitment, YearPlan
from traffar.styrelse.minutes import decision_reference
from traffar.styrelse.models import Decision


@dataclass(frozen=True, slots=True)
class Said:
    """A check-in: on what (number), when (month, day), by whom (log-in), with which verdict."""

    number: str
    month: int
    day: int
    login: str
    text: str
    verdict: CheckIn.Verdict = CheckIn.Verdict.NOTE


@dataclass(frozen=True, slots=True)
class Decided:
    """An amendment by decision of the board (`board.txt`): dropped when there is no new wording."""

    number: str
    reason: str
    new_text: str = ""
    new_target: int | None = None


SAID = (
    Said("5.3", 2, 12, "ombudsman", "Listan är klar och skickad till alla sju föreningar.", CheckIn.Verdict.CLOSED),
    Said("9.1", 3, 20, "region", "Kraven är framförda i nämnden. Vi återkommer när budgeten läggs fram."),
    Said("4.4", 5, 24, "sekreterare", "Den nya arbetsordningen är antagen.", CheckIn.Verdict.CLOSED),
    Said("6.2", 5, 30, "ombudsman", "Tre grupper igång. Ånge och Timrå vill gärna ha böcker till hösten."),
    Said("8.2", 6, 14, "ordforande", "Vi ligger efter. Varje förening ombeds planera två torgmöten före oktober."),
    Said("7.1", 8, 30, "natverk", "Klimatnätverket har två aktiviteter till på gång, båda i Härnösand."),
    Said("2.1", 9, 6, "ordforande", "Vårens träff var välbesökt. Datum för höstens söks med kommungrupperna."),
    Said("10.4", 9, 10, "sekreterare", "Sundsvall och Örnsköldsvik har ringt alla nya. Övriga återstår."),
    Said("4.5", 10, 25, "sekreterare", "Policyn är antagen av styrelsen.", CheckIn.Verdict.CLOSED),
    Said("7.5", 11, 28, "natverk", "Rapporten är tryckt och skickad till alla kommungrupper.", CheckIn.Verdict.CLOSED),
)

DECIDED = (
    Decided("10.3", "Båda föreningarna fick behålla sina lokaler till oförändrad hyra."),
    Decided(
        "8.3",
        "Tidningen delas numera ut av posten, och veckobrevet når dem som flygbladen nådde.",
        "Föreningarna ska genomföra minst åtta flygbladsutdelningar.",
        8,
    ),
)


def follow_up(plan: YearPlan, people: Mapping[str, User], *, today: date, decided: bool = True) -> None:
    """Save what had been said, and `decided`, of the plan by the day."""
    year, commitments = plan.year, commitments_by_number(plan)
    if decided:
        for decision in DECIDED:
            commitment = commitments[decision.number]
            if made := Decision.objects.with_origin().filter(commitments=commitment).first():
                _amend(decision, commitment, made, people[f"sekreterare@{DOMAIN}"])
    for said in SAID:
        if (day := date(year, said.month, said.day)) <= today:
            _check_in(said, commitments[said.number], day, people[f"{said.login}@{DOMAIN}"])


def _check_in(said: Said, commitment: Commitment, day: date, by: User) -> None:
    check_in(check_in=CheckIn(commitment=commitment, day=day, verdict=said.verdict, text=said.text, by=by))


def _amend(decision: Decided, commitment: Commitment, made: Decision, by: User) -> None:
    amendment = Amendment(
        commitment=commitment,
        kind=Amendment.Kind.CHANGED if decision.new_text else Amendment.Kind.DROPPED,
        new_text=decision.new_text,
        new_target=decision.new_target,
        decision=f"Styrelsen {decision_reference(made)}",
        decided_on=made.decided_on,
        reason=decision.reason,
        by=by,
    )
    amend_commitment(amendment=amendment, deadline=commitment.deadline, version=commitment.version, by=by.pk)
