"""Which commitments something that happens likely belongs to: "Vilken punkt hör den till?"

First comes what counts such things, by those who arrange it, on such a day; then what shares words with it: with the
plan's sentence, the thing counted and the heading. A word that stands in many sentences says little, so it weighs
little. Only the first sentence is ever ticked beforehand, and only when it counts: a tap must not falsify a figure.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from distrikt.organisation.models import Body, BodyKind
from distrikt.organisation.roles import DISTRICT_KINDS
from plan.models import Commitment, YearPlan

# Endings of Swedish inflection, longest first; what is left is compared as a prefix ("cirkel" meets "studiecirklar" by
# the last part of the compound, "arrangemang" meets "arrangemangen").
_ENDINGS = re.compile(
    r"(?:arnas|ernas|ornas|arna|erna|orna|ande|ende|elser|elsen|else|ens|ets|ars|ers|ors|ar|er|or|en|et|na|el|ad|at|a|e|s|t)$"
)
_SHORTEST = 5
# Words of every plan and every activity; they tell nothing apart.
_COMMON = frozenset(
    {"andra", "annat", "arbeta", "arbetar", "arbete", "arbetet", "distrikt", "distriktet", "distriktets", "finns"}
    | {"genom", "också", "olika", "partiet", "tillsammans", "under", "verksamhet"}
)
UNIT, SENTENCE, HEADING = 6.0, 4.0, 2.0

# "Föreningarna ska …", "Varje nätverk ska …": any body of the kind.
_GROUPS = ((re.compile(r"förening", re.IGNORECASE), BodyKind.BRANCH), (re.compile("nätverk", re.I), BodyKind.NETWORK))
# "Den 21 mars" is the day itself; "senast den 21 mars" is any day until then.
_ON_A_DAY = re.compile(r"\s*(?:på )?den\s+\d", re.IGNORECASE)
# Days that sentences name without a date: (month, day).
_FESTIVE = (
    (re.compile(r"första maj|\b1 maj\b", re.IGNORECASE), (5, 1)),
    (re.compile(r"kvinnodagen|\b8 mars\b", re.IGNORECASE), (3, 8)),
)


class Owner(IntEnum):
    """How those who arrange it stand to those who answer for the commitment."""

    OTHERS = 0
    PART_OF_IT = 1
    ANYBODY = 2
    ONE_OF_THEM = 3
    THEMSELVES = 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """A commitment, its place in the plan, and how well it fits.

    `counts`: it is set to count such a thing, and those who arrange it and the day agree. `score`: by its words.
    """

    commitment: int
    number: str
    text: str
    area: str
    place: int
    counts: bool
    rank: tuple[bool, Owner, bool]
    score: float

    @property
    def is_near(self) -> bool:
        """Worth showing at once."""
        return self.rank[1] > Owner.OTHERS or self.score > 0


def _stems(text: str) -> set[str]:
    words = (word for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) >= _SHORTEST and word not in _COMMON)
    return {stem if len(stem := _ENDINGS.sub("", word)) >= 4 else word for word in words}


def _alike(one: str, other: str) -> bool:
    """The same stem, one the beginning of the other, or one the last part of a compound ("cirkel", "studiecirkel")."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) or long.endswith(short)


@dataclass(frozen=True, slots=True)
class _Words:
    """What is known of the happening, each stem with its weight: one, shared by the sentences it stands in."""

    weights: dict[str, float]

    @classmethod
    def against(cls, told: set[str], sentences: list[set[str]]) -> "_Words":
        def weight(stem: str) -> float:
            return 1 / max(1, sum(any(_alike(stem, word) for word in sentence) for sentence in sentences))

        return cls({stem: weight(stem) for stem in told})

    def shared_with(self, words: set[str]) -> float:
        return sum((weight for stem, weight in self.weights.items() if any(_alike(stem, word) for word in words)), 0.0)

    def score(self, commitment: Commitment, sentence: set[str]) -> float:
        return (
            UNIT * self.shared_with(_stems(commitment.unit))
            + SENTENCE * self.shared_with(sentence)
            + HEADING * self.shared_with(_stems(commitment.area.heading))
        )


def _open_commitments(day: date) -> list[Commitment]:
    """The commitments of the adopted plan whose period holds the day, but those dropped by then."""
    return list(
        Commitment.objects.exclude(plan__status=YearPlan.Status.DRAFT)
        .filter(plan__starts_on__lte=day, plan__ends_on__gte=day)
        .exclude(dropped_on__lte=day)
        .select_related("area", "responsible")
        .prefetch_related("counts")
        .in_plan_order()
    )


def _owner(commitment: Commitment, hosts: Collection[Body]) -> Owner:
    """What the district undertakes its board does too, and its branches and networks have a part in: that is shown, but
    not ticked. What a board, a network or a branch undertakes is nobody else's."""
    responsible, kinds = commitment.responsible, {host.kind for host in hosts}
    if responsible in hosts:
        return Owner.THEMSELVES
    if responsible and responsible.kind == BodyKind.DISTRICT:
        return Owner.ONE_OF_THEM if kinds & set(DISTRICT_KINDS) else Owner.PART_OF_IT
    if responsible:
        return Owner.OTHERS
    for words, kind in _GROUPS:
        if words.search(commitment.responsible_text):
            return Owner.ONE_OF_THEM if kind in kinds else Owner.OTHERS
    return Owner.ANYBODY


def _allows(commitment: Commitment, day: date) -> bool:
    """Neither too late for the commitment, nor on another day than the one it is about."""
    deadline = commitment.deadline
    if deadline and (day > deadline or (_ON_A_DAY.match(commitment.deadline_text) and day != deadline)):
        return False
    festive = [when for words, when in _FESTIVE if words.search(commitment.text)]
    return not festive or (day.month, day.day) in festive


def propose_commitments(
    *, source_kind: str, value: str, words: Iterable[str], hosts: Collection[Body], day: date
) -> list[Proposal]:
    """All commitments of the plan in force on the day, the likeliest first, equals in the plan's order.

    `value` is the kind within the source as `CommitmentCounts` has it (e.g. "open_event"); `words` what is known in
    Swedish: the kind's name, the title; `hosts` those who arrange it. Two queries.
    """
    commitments = _open_commitments(day)
    sentences = [_stems(commitment.text) for commitment in commitments]
    told = _Words.against(set().union(*(_stems(text) for text in words)), sentences)

    def proposal(place: int, commitment: Commitment, sentence: set[str]) -> Proposal:
        owner = _owner(commitment, hosts)
        fits = owner != Owner.OTHERS and _allows(commitment, day)
        counted = fits and any((row.source_kind, row.value) == (source_kind, value) for row in commitment.counts.all())
        counts = counted and owner > Owner.PART_OF_IT
        return Proposal(
            commitment=commitment.pk,
            number=commitment.number,
            text=commitment.text,
            area=commitment.area.heading,
            place=place,
            counts=counts,
            # What has a target in figures is what such things are counted for.
            rank=(counts, owner, commitment.target is not None) if counted else (False, Owner.OTHERS, False),
            score=told.score(commitment, sentence) if fits else 0.0,
        )

    found = map(proposal, range(len(commitments)), commitments, sentences)
    return sorted(found, key=lambda each: (each.rank, each.score, -each.place), reverse=True)
