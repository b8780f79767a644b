"""Which commitments something that happens likely belongs to: "Hör till punkt 8.2?"

Ranked by what the commitment is set to count, then by words it shares with the plan's sentence, the thing counted and
the heading. A word that stands in many sentences says little, so it weighs little.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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
COUNTED, UNIT, SENTENCE, HEADING = 100.0, 6.0, 4.0, 2.0
# From this score on a proposal is ticked beforehand.
LIKELY = 4.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A commitment and how well it fits; `likely` ones are ticked beforehand."""

    commitment: int
    number: str
    text: str
    area: str
    score: float

    @property
    def likely(self) -> bool:
        return self.score >= LIKELY


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


def _open_commitments(day: date) -> list[Commitment]:
    """The commitments of the adopted plan whose period holds the day, but those dropped by then."""
    return list(
        Commitment.objects.exclude(plan__status=YearPlan.Status.DRAFT)
        .filter(plan__starts_on__lte=day, plan__ends_on__gte=day)
        .exclude(dropped_on__lte=day)
        .select_related("area")
        .prefetch_related("counts")
        .in_plan_order()
    )


def propose_commitments(*, source_kind: str, value: str, words: Iterable[str], day: date) -> list[Proposal]:
    """All commitments of the plan in force on the day, the likeliest first, equals in the plan's order.

    `value` is the kind within the source as `CommitmentCounts` has it (e.g. "open_event"); `words` what is known in
    Swedish: the kind's name, the title, the organiser. Two queries, and one for the rules of counting.
    """
    commitments = _open_commitments(day)
    sentences = [_stems(commitment.text) for commitment in commitments]
    told = _Words.against(set().union(*(_stems(text) for text in words)), sentences)

    def score(commitment: Commitment, sentence: set[str]) -> float:
        rules = {(rule.source_kind, rule.value) for rule in commitment.counts.all()}
        return (
            COUNTED * ((source_kind, value) in rules)
            + UNIT * told.shared_with(_stems(commitment.unit))
            + SENTENCE * told.shared_with(sentence)
            + HEADING * told.shared_with(_stems(commitment.area.heading))
        )

    proposals = [
        Proposal(
            commitment.pk, commitment.number, commitment.text, commitment.area.heading, score(commitment, sentence)
        )
        for commitment, sentence in zip(commitments, sentences, strict=True)
    ]
    return sorted(proposals, key=lambda proposal: -proposal.score)
