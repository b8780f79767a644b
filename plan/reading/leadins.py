"""Lead-in lines: "Styrelsen ska:", "Vi vill:", "Under året kommer vi" – what governs the list below them."""

import re
from dataclasses import dataclass

from .lexicon import one_of
from .shapes import Strength
from .verbs import INFINITIVES

_STRONG = re.compile(
    r"\b"
    + one_of(
        """ska | skall | kommer | vill | ansvarar? | ansvarig[at]? | åtar | åligger | avser | planera[rs]
        har (?:som|till|i) (?:uppgift|ansvar|uppdrag) | uppgift(?:er)? | uppdrag | ansvarsområden?
        mål(?:et|en|sättning(?:en|ar)?)? | aktivitet(?:er)? | åtgärd(?:er)? | verksamhet(?:en)? | plan(?:er|erade)?
        satsning(?:ar)? | insatser | fokusområden | prioriter(?:ade|ar|ingar) | tidsplan | program | följande
        genomför | arbetar | anordnar | arrangerar | genom att | så här"""
    )
    + r"\b",
    re.IGNORECASE,
)
_PROMISES = re.compile(r"\b(?:ska|skall|kommer)\b", re.IGNORECASE)
_WEAK = re.compile(
    r"\b"
    + one_of(
        """bör | måste | behöver | borde | förväntas | hoppas | om möjligt | vid behov | i mån av tid | ev\\.
        eventuellt | kan"""
    )
    + r"\b",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"(?:\b"
    + one_of(
        r"""ska | skall | (?:ska|skall) (?:innehålla|omfatta|behandla)
        att | genom | kommer \w+ | därför | vi vill | dessutom | också | även | särskilt
        framför allt | som mål | följande | bland annat | bl\.? ?a\.? | t\.? ?ex\.? | till exempel
        under (?:året|hösten|våren|verksamhetsåret|läsåret|perioden|(?:19|20)\d\d)"""
    )
    + r"|:)\s*[-–]?$",
    re.IGNORECASE,
)
# "Under hösten skall styrelsen", "Styrelsen ska därutöver": the infinitive is in the items below
_NO_VERB_YET = re.compile(r"\b(?:ska|skall|kommer|vill)(?P<rest>(?:\s+[\w.]+){0,4})$", re.IGNORECASE)
_WITHOUT_VERB = re.compile(
    r"(?:vi|hen|hon|han|den|de|därutöver|dessutom|också|även|särskilt|främst|därför|bl\.?a\.?|i|år|under|"
    r"\w+(?:n|et|na)|[A-ZÅÄÖ]{2,6})"
)
_FACTS = re.compile(
    r"\b"
    + one_of(
        """består av | bestod av | ingår | är följande | valdes | finns | heter | delas in | omfattar | definieras
        innebär | utgörs | utgår från | tillhör | menar vi | betyder | anser | tycker | ser (?:vi|läget)
        följande (?:personer|ledamöter|medlemmar|kommuner|föreningar) | plats för | exempel på | vår vision
        förra året | föregående | har vi (?:haft|gjort|genomfört) | har (?:under|genomfört|haft) | gjorde
        genomförde | hade | var"""
    )
    + r"\b",
    re.IGNORECASE,
)
_PLAIN_LABEL = re.compile(r"[\wåäöÅÄÖ&/,\- ]{2,60}:$")
_ONLY_WANTS = re.compile(r"\bvill (?:ha|se|vara)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LeadIn:
    """A lead-in line with the strength it lends its items; `strength` is None when it lists facts, not promises."""

    text: str
    start: int
    strength: Strength | None


def is_lead_in(text: str) -> bool:
    """Does the text end so openly that what it says can only follow below?"""
    last = re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])", text.strip())[-1]
    return len(last) < 260 and (_OPEN_END.search(last) is not None or _lacks_verb(last))


def _lacks_verb(text: str) -> bool:
    """Does only a subject or an adverb follow the modal that the line ends in?"""
    modal = _NO_VERB_YET.search(text)
    after = modal.group("rest").split() if modal else []
    return modal is not None and all(_WITHOUT_VERB.fullmatch(word) and word not in INFINITIVES for word in after)


def announces_list(text: str) -> bool:
    """A whole sentence that hands over to the list below it: "Följande punkter ska prioriteras."."""
    return (
        len(text) < 260
        and re.search(r"\b(?:följande|nedan(?:stående)?|enligt listan)\b", text, re.IGNORECASE) is not None
    )


def strength_of(text: str) -> Strength | None:
    """What it lends its items: strong ("ska", "Vi vill:", a bare label), weak ("bör"), None for lists of facts."""
    if _FACTS.search(text) and not _PROMISES.search(text):
        return None
    if _ONLY_WANTS.search(text):
        return None
    if _WEAK.search(text) and not _PROMISES.search(text):
        return "weak"
    if _STRONG.search(text) or _PLAIN_LABEL.fullmatch(text.strip()):
        return "strong"
    return None
