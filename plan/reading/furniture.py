"""Lines that are no part of the plan: menus and buttons of a web page, page numbers, adoption notes, contents."""

import re
from collections import Counter
from collections.abc import Sequence

from .lexicon import one_of

_MENU = re.compile(
    r"[\s•●·*\-–>»«|]*"
    + one_of(
        r"""hem | start | startsida[n]? | sida[n]? | meny | huvudmeny | sök | logga (?:in|ut) | om oss | kontakta oss
        kopiera länk(?:en)? | dela | dela (?:sidan|på .*|via .*) | tipsa(?: en vän)? | skriv ut(?: sidan)? | lyssna
        till toppen | upp | läs mer | visa mer | tillbaka | nästa | föregående | hoppa till .* | skip to .*
        facebook | twitter | instagram | linkedin | e-?post | mejla | prenumerera | rss | följ oss(?: på .*)?
        ladda (?:ner|hem).{0,40} | gå till .{0,30} | du är här | cookies | om (?:kakor|cookies).*
        publicerad.* | uppdaterad.* | senast (?:uppdaterad|ändrad).* | sidansvarig.*
        bli medlem(?: här| nu)? | engagera dig | ja | nej | var (?:informationen|sidan) till hjälp\?
        [\w ]{3,30}\.{3}"""
    )
    + r"[\s:>»|]*",
    re.IGNORECASE,
)
# "Hem > Om oss > Verksamhetsplan", "Facebook Twitter Skriv ut"
_BREAD_CRUMBS = re.compile(r"\S.{0,40}?(?:\s+[>»›→]\s+\S.{0,40}?)+(?:\s+[>»›→])?")
_BUTTONS = re.compile(
    r"(?:(?:facebook|twitter|instagram|linkedin|e-?post|mejla|dela|skriv ut|lyssna|tipsa|x|rss)\b[\s|,/]*){2,}",
    re.IGNORECASE,
)
_READ_ON = re.compile(r"(?:läs|visa|se) (?:mer|vidare)\b.{0,60}", re.IGNORECASE)
_COOKIES = re.compile(
    r"^vi använder (?:kakor|cookies)\b|"
    r"\b(?:kakor|cookies)\b.*\b(?:webbplats\w*|surfa\w*|upplevelse|godkänn\w*|samtyck\w*|acceptera\w*)\b|"
    r"\b(?:surfa\w*|godkänn\w*|acceptera\w*)\b.*\b(?:kakor|cookies)\b",
    re.IGNORECASE | re.DOTALL,
)
_OF_HOW_MANY = r"(?:\(\s*\d{1,3}\s*\)|/\s*\d{1,3}|av\s+\d{1,3})"
_PAGE_NUMBER = re.compile(
    rf"(?:[-–—|]\s*)?(?:sid(?:a|an|nr|nummer)?\.?\s*)?\d{{1,3}}(?:\s*{_OF_HOW_MANY})?(?:\s*[-–—|])?", re.IGNORECASE
)
_ADOPTION = re.compile(
    r"[*_(]*"
    + one_of(
        """beslut(?:ad|at|ade)? (?:från|av|på|vid|den) | antag(?:en|et|na) | fastställ(?:d|t|da) | reviderad | godkänd
        version | senast (?:reviderad|ändrad) | upprättad | diarienummer | dnr | datum: | skriven av | författare
        utskriven | bordlagd | styrelsens förslag till årsmötet"""
    )
    + r"\b",
    re.IGNORECASE,
)
_CONTENTS_HEADING = re.compile(
    r"(?:innehåll(?:sförteckning)?|på (?:den här |denna )?sidan|table of contents|contents)\s*:?", re.IGNORECASE
)
# "Relaterade sidor": from here on the page speaks of the site
_FOOT_OF_PAGE = re.compile(
    r"(?:relaterade? (?:sidor|länkar|innehåll)|relaterat|läs (?:även|också)|mer på webbplatsen)\s*:?", re.IGNORECASE
)
_CONTENTS_ENTRY = re.compile(r".{2,90}?(?:\.{3,}|(?:\s\.){3,}|…{1,}|\s{2,}|\t)\s*\d{1,3}")
_STATUS = re.compile(
    r"[*_]*"
    + one_of(
        """status | uppföljning | utfall | resultat | kommentar(?:er)? | lägesrapport | avstämning | utvärdering
        klart | gjort | genomfört | avklarat | pågår | ej (?:klart|gjort|påbörjat)"""
    )
    + r"[*_]*\s*(?::|[-–]\s|$)",
    re.IGNORECASE,
)


def is_menu(text: str) -> bool:
    """A web page's menu entry, bread crumbs, share buttons or notice about cookies."""
    if len(text) < 500 and _COOKIES.search(text):
        return True
    furniture = (_MENU, _BREAD_CRUMBS, _BUTTONS, _READ_ON)
    return len(text) < 90 and any(pattern.fullmatch(text) for pattern in furniture)


def is_page_number(text: str) -> bool:
    """A page number alone on its line: "3", "Sida 3 av 12", "3 (12)"."""
    return len(text) < 24 and _PAGE_NUMBER.fullmatch(text.strip()) is not None


def is_adoption_note(text: str) -> bool:
    """When and by whom the plan was adopted; neither a heading nor something to do."""
    return len(text) < 140 and _ADOPTION.match(text) is not None


def is_status_note(text: str) -> bool:
    """A follow-up that somebody has written into the plan ("Status: klart")."""
    return _STATUS.match(text) is not None


def is_contents_heading(text: str) -> bool:
    """The heading of a table of contents."""
    return _CONTENTS_HEADING.fullmatch(text.strip(" #*")) is not None


def opens_foot(text: str) -> bool:
    """The line where a web page leaves its text for other pages, addresses and notices."""
    return _FOOT_OF_PAGE.fullmatch(text.strip()) is not None


def is_contents_entry(text: str) -> bool:
    """A line of a table of contents with its page number ("Studier ........ 4")."""
    return len(text) < 140 and _CONTENTS_ENTRY.fullmatch(text) is not None


def heading_key(text: str) -> str:
    """What two spellings of a heading have in common: words without number, page number, marks and case."""
    bare = re.sub(r"^\s*(?:[\dIVX]+[.)]?)+\s+", "", text)
    bare = re.sub(r"[\s.…]+\d{1,3}\s*$", "", bare)
    return " ".join(re.findall(r"\w+", bare.lower()))


def running_heads(lines: Sequence[str]) -> frozenset[str]:
    """The lines that stand at the top or foot of page after page: three times or more beside a page number."""
    beside: Counter[str] = Counter()
    for number, line in enumerate(lines):
        if is_page_number(line):
            beside.update({other for other in lines[max(number - 1, 0) : number + 2] if not is_page_number(other)})
    return frozenset(line for line, times in beside.items() if times >= 2 and lines.count(line) >= 3)


def doubled_headings(candidates: Sequence[tuple[int, str]]) -> set[int]:
    """Which lines are a contents page, given (line number, text) of all lines short enough to be headings.

    A contents page without page numbers is a run of at least three neighbouring lines that all come back, in the same
    order, further down.
    """
    keys = [heading_key(text) for _, text in candidates]
    last: dict[str, int] = {key: number for number, key in enumerate(keys)}
    doubled: set[int] = set()
    run: list[int] = []
    for number, key in enumerate(keys):
        neighbour = not run or candidates[number][0] - candidates[run[-1]][0] <= 2
        if key and last[key] > number and neighbour and (not run or last[keys[run[-1]]] < last[key]):
            run.append(number)
            continue
        doubled.update(candidates[n][0] for n in run if len(run) >= 3)
        run = [number] if key and last[key] > number else []
    doubled.update(candidates[n][0] for n in run if len(run) >= 3)
    return doubled
