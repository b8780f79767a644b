"""What a commitment may count: each app upstairs registers its kinds here, with the words that plans use for them."""

import re
from dataclasses import dataclass

from distrikt.registry import Registry


@dataclass(frozen=True, slots=True)
class Countable:
    """A kind of thing that happens, as `CommitmentCounts` names it (source kind and value), its Swedish name, and the
    words of a plan that mean it."""

    source_kind: str
    value: str
    name: str
    words: re.Pattern[str]


countables: Registry[Countable] = Registry("plan.countables")


def countables_in(*texts: str) -> list[Countable]:
    """The kinds that the texts (sentence, unit …) speak of, in the order they were registered."""
    said = " · ".join(texts)
    return [countable for _, countable in countables if countable.words.search(said)]
