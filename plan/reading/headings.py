"""What makes a line a heading, and which headings are background."""

import re

from . import verbs
from .bodies import is_body
from .furniture import is_status_note
from .lexicon import one_of
from .sentences import words_of

_MODAL = re.compile(r"\b(?:ska|skall|bör|måste|vill|kommer|behöver|förväntas)\b", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:är|var|har|hade|blir|blev|finns|fanns|kan|får|ska|skall|bör|måste|vill|kommer|behöver|består|ligger)\b",
    re.IGNORECASE,
)
# "Vilka vi är", "Vad vi vill uppnå": a heading in spite of its verb
_INDIRECT_QUESTION = re.compile(r"(?:vad|vilka|vem|hur|varför|var)\s+vi\s+\w+", re.IGNORECASE)
_DATE_LINE = re.compile(
    r"^\W*(?:den\s+)?\d{1,2}(?:[./-]\d{1,2}|:?[ae]?\s+(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))", re.I
)
_POSTAL_ADDRESS = re.compile(r"\b\d{3} \d{2}\s+[A-ZÅÄÖ]")
# "Ansvarig: kassören", "Styrelsen 2022: Anna, Bo": a label with what it labels
_LABELLED = re.compile(r"(?:ansvar\w*|tid|plats|datum)\s*:|[^:]+:[^,]+,", re.IGNORECASE)
MONTH = (
    r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)"
)
_MONTH_LINE = re.compile(
    rf"{MONTH}\.?(?:\s*(?:[-–/&,]|och|till)\s*{MONTH}\.?)*(?:\s+(?:19|20)\d\d)?\s*:?|(?:vår|höst|sommar|"
    rf"vinter)(?:en|terminen)?\s*:?",
    re.IGNORECASE,
)

_BACKGROUND = re.compile(
    one_of(
        r"""(?:det |vårt |den )?(?:politisk[at]|aktuella) (?:läge[t]?|situation(?:en)?|utgångspunkt(?:er)?)
        inledning | introduktion | bakgrund | förord | omvärld(?:en|sanalys|sbevakning)? | sammanfattning
        nuläge(?:t|sbeskrivning)? | nulägesanalys | (?:samhälls|läges|omvärlds)(?:läge|läget|beskrivning|analys)
        läget(?: i .*| inför .*)? | (?:\w+ ){0,2}i dag | (?:vår |en )?vision(?:en)? | (?:vår )?värdegrund
        verksamhetsidé | (?:vår|vårt|våra) (?:förening|distrikt|sektion|klubb|krets|idé|idéer) | vilka vi är
        om (?:oss|föreningen|sektionen|distriktet|planen|dokumentet|verksamhetsplanen|förbundet|klubben)
        presentation(?: av .*)? | syfte(?:t)? | ändamål | därför (?:behövs|finns) .* | ordförande(?:n)? har ordet
        varför .+ | tiden vi .* | vår tid
        bilag(?:a|or).* | förklaringar | ordlista | definitioner | läsanvisning(?:ar)? | innehåll(?:sförteckning)?
        kontakt(?:uppgifter)? | (?:styrelsens|föreningens) sammansättning | styrelse(?:n)? \d{4}.* | förtroendevalda
        valresultat(?:et)? | tillbakablick | året som gått | föregående (?:år|verksamhetsår).* | historik"""
    ),
    re.IGNORECASE,
)
_PLAN_WORD = re.compile(
    r"verksamhetsplan|verksamhetsinriktning|arbetsplan|årsplan|handlingsplan|aktivitetsplan|verksamhetsprogram|"
    r"(?<!\w)plan för (?:verksamhetsåret|läsåret|året|(?:19|20)\d\d)|"
    r"arbetsprogram|strategisk plan|(?<!\w)års?hjul|verksamhet och mål|måldokument",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,4}\.)\s+")


def is_background(heading: str) -> bool:
    """Is this the heading of a ground for the plan – political situation, introduction, vision – not of the plan?"""
    bare = _NUMBERED.sub("", heading).strip(" :.*#")
    return _BACKGROUND.fullmatch(bare) is not None


def is_month(text: str) -> bool:
    """A month, a pair of months or a season alone on its line."""
    return len(text) < 40 and _MONTH_LINE.fullmatch(text.strip()) is not None


def could_be_heading(text: str) -> bool:
    """Could this unmarked line be a heading: short, no full stop, a capital first, no sentence?"""
    if not text or len(text) > 75 or (text[-1] in ".,;!?–-…" and not text.isupper()):
        return False
    bare = _NUMBERED.sub("", text)
    if not bare or not (bare[0].isupper() or text != bare) or not any(character.isalpha() for character in bare):
        return False
    words = [word for word in words_of(bare.rstrip(" :")) if word.text[0].isalnum()]
    follow_up = is_status_note(bare) and (text == bare or ":" in bare)
    if not words or len(words) > 8 or follow_up or _DATE_LINE.match(bare) or _LABELLED.match(bare):
        return False
    if _POSTAL_ADDRESS.search(bare):
        return False
    if _INDIRECT_QUESTION.match(bare):
        return True
    if _MODAL.search(bare) or (len(words) > 2 and _FINITE.search(bare)):
        return False
    return not _is_sentence_like(bare)


def _is_sentence_like(bare: str) -> bool:
    words = [word.lower for word in words_of(bare)]
    if words[0] in ("vi", "att", "se", "inte"):
        return True
    # "Öppna samtal" and "Värva medlemmar" head areas; with more words an infinitive opens a thing to do.
    if len(words) > 3 and (words[0] in verbs.IMPERATIVES or words[0] in verbs.INFINITIVES):
        return True
    if len(words) > 2 and is_body(words[0]) and words[0].endswith(("en", "et", "na")) and words[1].endswith("r"):
        return True
    return any(word in verbs.PRESENTS or word in verbs.PASSIVES for word in words[1:]) and len(words) > 3


def names_a_plan(text: str) -> bool:
    """Does the line hold the word for a plan ("verksamhetsplan", "arbetsplan")?"""
    return _PLAN_WORD.search(text) is not None
