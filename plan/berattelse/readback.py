"""The plan read back: each commitment to the letter, what became of it, by what, and what the board says of it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.utils.safestring import SafeString

from distrikt.markup import render_markdown
from plan.berattelse.models import Outcome
from plan.berattelse.outcomes import COUNTED, OPEN, outcome_words, propose
from plan.evidence import tally
from plan.follow_up import Evidence, Status, asks_for_more
from plan.models import Amendment, Commitment, Contribution, YearPlan
from plan.reports import CommitmentFollowUp
from plan.wording import day_words, short_day

# More than this is told by number; the appendix has it all.
SERIES_SHOWN, DAYS_SHOWN = 5, 12
# What tells the times of a series apart, before the organiser: "Styrelsemöte 3, …", "Studiecirkel, kväll 2, …".
OF_A_SERIES = re.compile(r"(,? (kväll|dag|del|träff|tillfälle))? \d+(?=, [^,]+$)")


class LedgerLine(NamedTuple):
    """A line of the ledger: what was done or is planned towards which commitment, and the row upstairs behind it."""

    commitment: int
    state: str
    day: date
    label: str
    kind: str
    pk: int

    @property
    def source(self) -> tuple[str, int]:
        return self.kind, self.pk

    @property
    def is_done(self) -> bool:
        return self.state == Contribution.State.DONE


@dataclass(frozen=True, slots=True)
class Decided:
    """What has been decided and written of a commitment, if anything."""

    value: str = ""
    comment: str = ""
    version: int = 1


@dataclass(frozen=True)
class ReadBack:
    """A commitment as the report prints it."""

    id: int
    number: str
    text: str
    url: str
    proposal: str
    decided: Decided
    value: str
    words: str
    doubt: str
    done: Sequence[LedgerLine]
    closed_on: date | None

    @cached_property
    def evidence(self) -> str:
        """What was done, in words, and when people called it done: made when it is read, the desk does without."""
        closed = f"Avslutat som klart {day_words(self.closed_on)}" if self.closed_on else ""
        return " · ".join(filter(None, (evidence_words(self.done), closed)))

    @property
    def is_decided(self) -> bool:
        """A commitment that was dropped during the year was decided upon then."""
        return bool(self.decided.value) or self.proposal == Outcome.Value.DROPPED

    @property
    def is_open(self) -> bool:
        """Nothing is decided, and there is time left: nothing is proposed either."""
        return self.value == OPEN

    @property
    def is_proposed(self) -> bool:
        return not self.is_decided and not self.is_open

    @property
    def otherwise(self) -> str:
        """What the evidence speaks for, where people decided something else."""
        agrees = not self.is_decided or self.proposal in (OPEN, self.value)
        return "" if agrees else COUNTED[self.proposal][0]

    @property
    def lacks_comment(self) -> bool:
        """What was not fulfilled wants a word of explanation."""
        return not self.decided.comment and self.value in (Outcome.Value.PARTLY, Outcome.Value.NOT)

    @property
    def comment(self) -> SafeString:
        return render_markdown(self.decided.comment)

    @property
    def status(self) -> str:
        return f"status-{self.value}"


def read_ledger(plan: YearPlan) -> list[LedgerLine]:
    """The whole ledger of the plan in order of day. One query."""
    rows = Contribution.objects.filter(commitment__plan=plan).order_by("day", "pk")
    fields = ("commitment", "state", "day", "label", "source_kind", "source_id")
    return [LedgerLine(*line) for line in rows.values_list(*fields)]


def add_up(ledger: Iterable[LedgerLine]) -> dict[int, Evidence]:
    """The ledger per commitment, as the follow-up wants it."""
    contributions: defaultdict[int, list[tuple[str, date]]] = defaultdict(list)
    for line in ledger:
        contributions[line.commitment].append((line.state, line.day))
    return {commitment: tally(towards_it) for commitment, towards_it in contributions.items()}


def read_decisions(plan: YearPlan) -> tuple[dict[int, Decided], tuple[Amendment, ...]]:
    """What is decided of each commitment: its outcome, and the amendments of the year by day. One query."""
    decided: dict[int, Decided] = {}
    amendments: dict[int, Amendment] = {}
    for row in (
        Commitment.objects.filter(plan=plan)
        .order_by("amendments__decided_on", "amendments__pk")
        .values_list(
            *("pk", "number", "outcome__value", "outcome__comment", "outcome__version"),
            *("amendments__pk", "amendments__kind", "amendments__old_text", "amendments__new_text"),
            *("amendments__old_deadline", "amendments__new_deadline"),
            *("amendments__decision", "amendments__decided_on", "amendments__reason"),
            named=True,
        )
    ):
        if row.outcome__version:
            decided[row.pk] = Decided(row.outcome__value, row.outcome__comment, row.outcome__version)
        if row.amendments__pk:
            amendments[row.amendments__pk] = Amendment(
                pk=row.amendments__pk,
                commitment=Commitment(pk=row.pk, number=row.number),
                kind=row.amendments__kind,
                old_text=row.amendments__old_text,
                new_text=row.amendments__new_text,
                old_deadline=row.amendments__old_deadline,
                new_deadline=row.amendments__new_deadline,
                decision=row.amendments__decision,
                decided_on=row.amendments__decided_on,
                reason=row.amendments__reason,
            )
    return decided, tuple(amendments.values())


def read_back(
    commitments: Iterable[CommitmentFollowUp],
    decided: Mapping[int, Decided],
    ledger: Iterable[LedgerLine],
    today: date,
) -> dict[int, list[ReadBack]]:
    """The commitments of each area (id), in the plan's order."""
    done: defaultdict[int, list[LedgerLine]] = defaultdict(list)
    for line in ledger:
        if line.is_done:
            done[line.commitment].append(line)
    areas: defaultdict[int, list[ReadBack]] = defaultdict(list)
    for commitment in commitments:
        areas[commitment.area_id].append(
            _read_back(commitment, decided.get(commitment.id, Decided()), done[commitment.id], today)
        )
    return areas


def _read_back(commitment: CommitmentFollowUp, decided: Decided, done: list[LedgerLine], today: date) -> ReadBack:
    is_unmeasured = _is_unmeasured(commitment)
    proposal = propose(commitment.goal, commitment.evidence, commitment.status, today, is_unmeasured=is_unmeasured)
    value = proposal if commitment.status == Status.DROPPED else decided.value or proposal
    return ReadBack(
        id=commitment.id,
        number=commitment.number,
        text=commitment.text,
        url=commitment.url,
        proposal=proposal,
        decided=decided,
        value=value,
        words=outcome_words(value, commitment.goal, commitment.evidence, commitment.asked),
        doubt="Planen säger fler än i fjol, men fjolårets tal saknas: bedöm själv." if is_unmeasured else "",
        done=done,
        closed_on=commitment.row.closed_on,
    )


def _is_unmeasured(commitment: CommitmentFollowUp) -> bool:
    """ "Fler än under 2025" without a number, and nobody has said how many they were."""
    asks = commitment.asked == "flera" and asks_for_more(commitment.text)
    return asks and commitment.last_year is None and not commitment.is_closed


def evidence_words(done: Iterable[LedgerLine]) -> str:
    """Styrelsemöte, Distriktet: 18 jan, 21 feb · Höstkonferens, Distriktet: 17 okt · och 3 till"""
    days: defaultdict[str, list[date]] = defaultdict(list)
    rest = 0
    for line in done:
        series = OF_A_SERIES.sub("", line.label)
        if (series in days or len(days) < SERIES_SHOWN) and sum(map(len, days.values())) < DAYS_SHOWN:
            days[series].append(line.day)
        else:
            rest += 1
    words = [f"{label}: {', '.join(map(short_day, on))}" for label, on in days.items()]
    return " · ".join([*words, f"och {rest} till"] if rest else words)
