"""Holds a reading against a hand-made one, after the rule that the district scores plan readings by.

A found commitment is right when it shares at least 60 % of its words with one in the gold reading; those that the gold
reading calls borderline count neither way.
"""

import re
from dataclasses import dataclass
from typing import Any

from plan.reading import CommitmentReading, PlanReading


@dataclass(frozen=True)
class Score:
    """How well a reading agrees with the gold reading; shares between 0 and 1."""

    headings: float
    spare_headings: frozenset[str]
    precision: float
    recall: float
    kinds: float
    targets: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def words(text: str | None) -> list[str]:
    """The words of a text in lower case."""
    return re.findall(r"\w+", (text or "").lower())


def overlap(one: str | None, other: str | None) -> float:
    """The share of words that two texts have in common."""
    ours, theirs = words(one), words(other)
    if not ours or not theirs:
        return 0.0
    rest = list(theirs)
    for word in ours:
        if word in rest:
            rest.remove(word)
    return (len(theirs) - len(rest)) / max(len(ours), len(theirs))


def score(reading: PlanReading, gold: dict[str, Any]) -> Score:
    """Scores a reading."""
    found = list(reading.commitments)
    wanted = [commitment for area in gold["areas"] for commitment in area["commitments"]]
    neutral = [commitment for area in gold["areas"] for commitment in area["borderline"]]
    pairs = _pairs(found, wanted)
    spare = [
        commitment
        for number, commitment in enumerate(found)
        if number not in pairs and not any(overlap(commitment.text, other["text"]) >= 0.5 for other in neutral)
    ]
    right = [(found[ours], wanted[theirs]) for ours, theirs in pairs.items()]
    gold_headings = {" ".join(words(area["heading"])) for area in gold["areas"] if area["heading"]}
    our_headings = {" ".join(words(area.heading)) for area in reading.areas if area.heading}
    numbered = [(ours, theirs) for ours, theirs in right if theirs.get("target")]
    return Score(
        headings=_share(len(gold_headings & our_headings), len(gold_headings)),
        spare_headings=frozenset(our_headings - gold_headings),
        precision=_share(len(right), len(right) + len(spare)),
        recall=_share(len(right), len(wanted)),
        kinds=_share(sum(o.kind in [t["kind"], *t.get("kind_alt", [])] for o, t in right), len(right)),
        targets=_share(sum(o.target == t["target"] for o, t in numbered), sum(bool(t.get("target")) for t in wanted)),
    )


def _pairs(found: list[CommitmentReading], wanted: list[dict[str, Any]]) -> dict[int, int]:
    candidates = sorted(
        ((overlap(f.text, w["text"]), i, j) for i, f in enumerate(found) for j, w in enumerate(wanted)), reverse=True
    )
    pairs: dict[int, int] = {}
    for value, ours, theirs in candidates:
        if value >= 0.6 and ours not in pairs and theirs not in pairs.values():
            pairs[ours] = theirs
    return pairs


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
