"""The organs that a document makes known itself, whatever they are called: "Generalerna skall", "Stugfogden ansvarar".

A definite noun that opens a sentence and arranges something, answers for something or has a list of duties below it is
an organ of the organisation, and remains one in the rest of the text.
"""

import re

from . import verbs
from .bodies import OTHERS, OUTSIDERS
from .nouns import plan_noun

_NAME = r"(?P<name>[A-ZÅÄÖ][\wåäö-]{3,}(?:en|et|an|rna|ena|n))"
_BETWEEN = r"(?:\s+(?:även|också|dessutom|själva|själv|tillsammans|därutöver|gemensamt))*"
_NOT_ARRANGING = frozenset(["visa", "ge", "ha", "bära", "ses", "annonsera"])
_ARRANGING = {
    form
    for table in (verbs.INFINITIVES, verbs.PRESENTS)
    for form, verb in table.items()
    if (verb.verb_class == "event" or verb.infinitive in ("utse", "rapportera", "redovisa"))
    and verb.infinitive not in _NOT_ARRANGING
}
_DOES = "|".join(sorted(map(re.escape, _ARRANGING), key=len, reverse=True))
_ACTS = re.compile(
    rf"(?:^|[.!?]\s+)[\W\d_]*{_NAME}\s+(?:"
    rf"(?:ska|skall){_BETWEEN}\s*:?[^\S\n]*$|"
    rf"ansvarar\b|har\s+(?:möte|ansvar\b|(?:till|som|i)\s+(?:uppgift|uppdrag|ansvar))|"
    rf"(?:(?:ska|skall|kommer\s+att|bör|måste){_BETWEEN}\s+)?(?:{_DOES})(?![\wåäö]|\s+(?:på|av)\b))",
    re.MULTILINE,
)
# "Kvällen", "Hösten", "Förslaget": what is arranged or a time is never who arranges it
_NEVER = re.compile(
    r"(?:hösten|våren|sommaren|vintern|planen|\w*(?:huset|gården|bladet|förslaget|underlaget|arbetet|året|tiden))", re.I
)


def organs_in(text: str) -> frozenset[str]:
    """The organs that act in a text, in lower case."""
    names = (match.group("name") for match in _ACTS.finditer(text))
    return frozenset(name.lower() for name in names if _may_act(name))


def _may_act(name: str) -> bool:
    return (
        plan_noun(name) is None
        and not OTHERS.fullmatch(name)
        and not OUTSIDERS.fullmatch(name)
        and not _NEVER.fullmatch(name)
    )
