"""What a plan is called, which year it is for and whose it is."""

import re
from collections.abc import Sequence

from .blocks import Block
from .headings import is_month, names_a_plan
from .lines import Document

_YEAR = re.compile(r"(?<![\d.,/-])((?:19|20)\d\d)(?!\d)")


def year_in(text: str) -> int | None:
    """The first year named in a text; the first of a pair ("2024-2025", "2024/25")."""
    found = _YEAR.search(text)
    return int(found.group(1)) if found else None


def title_with_year(title: str, year: int | None) -> str:
    """A title that is the bare word for a plan gets its year; every other title stands as written."""
    if year and re.fullmatch(r"[\wåäö]+", title.strip()) and names_a_plan(title):
        return f"{title.strip()} {year}"
    return title


def plan_year(title: str | None, opening: str, text: str, filename: str) -> int | None:
    """The year that the plan is for: of the title, else of the opening lines, the text or the file's name."""
    for source in (title or "", *re.findall(r"[^\n]*(?:plan|år)[^\n]*", opening, re.IGNORECASE)):
        year = year_in(source)
        if year:
            return year
    under = re.findall(r"(?:[Uu]nder|[Ii]nför|för|året)\s+((?:19|20)\d\d)", text)
    if under:
        return int(max(set(under), key=lambda year: (under.count(year), year)))
    named = _YEAR.search(re.sub(r"[_-]", " ", filename))
    return int(named.group(1)) if named else year_in(opening)


_ALL_NAME = re.compile(r"[A-ZÅÄÖ][\wåäö-]+(?: (?:[A-ZÅÄÖ][\wåäö-]+|\d{1,3})){1,4}")
_ORGANISATION = re.compile(
    r"[A-ZÅÄÖ]\w*(?:föreningen|förbundet|klubben|kåren|partiet|distriktet|kretsen|sektionen|sällskapet|laget)"
)
_FOR_ORGANISATION = re.compile(
    r"\w*(?:plan|program|inriktning)\w*(?:\s+(?:för\s+)?(?:år(?:et)?\s+)?(?:19|"
    r"20)\d\d(?:\s*[-–/]\s*\d{2,4})?)?,?\s+(?:för|i|hos)\s+(?P<name>[^\n]+)$",
    re.IGNORECASE,
)
_DATE_PART = re.compile(
    r"(?:,?\s*(?:för\s+)?(?:verksamhets|läs|kalender)?år(?:et|"
    r"en)?)?[\s,(:–-]*(?:den\s+)?(?:\d{1,2}[./]\d{1,2}[./-])?(?:19|20)\d\d"
    r"(?:\s*[-–/]\s*\d{2,4})?\)?|\s*[-–(]\s*(?:förslag|utkast|antagen|reviderad).*$",
    re.IGNORECASE,
)
_GENITIVE = re.compile(
    r"^(?:förslag (?:på|till)\s+)?(?P<name>[A-ZÅÄÖ][\wåäöÅÄÖé&\- ]{2,60}?)s?\s+(?:verksamhets|arbets|års|"
    r"handlings)(?:plan|program|inriktning)",
    re.IGNORECASE,
)


def organisation_in(title: str | None, opening: str) -> str | None:
    """Whose plan it is, as the title or the opening lines name it."""
    for line in (title or "", *opening.splitlines()[:6]):
        if not names_a_plan(line):
            continue
        undated = _DATE_PART.sub("", line).strip(" .:–-")
        found = _FOR_ORGANISATION.search(undated) or _GENITIVE.match(undated)
        if found:
            name = found.group("name").strip(" .:,–-")
            name = _without_capitals(name)
            if re.search(r"[A-ZÅÄÖ]", name) and not is_month(name) and len(name) < 90:
                return name
        rest = re.sub(r"(?:förslag (?:på|till)\s+)?\w*(?:plan|inriktning|program)\w*", "", undated, flags=re.IGNORECASE)
        rest = re.sub(r"[\s–-]+(?:för|till|på)?$", "", rest.strip(" .:,–-"))
        if re.match(r"[A-ZÅÄÖ]", rest) and len(rest) > 3 and len(rest) < 60:
            return _without_capitals(rest)
    return _named_beside(title, [line.strip() for line in opening.splitlines() if line.strip()][:6])


def _without_capitals(name: str) -> str:
    """ "SCOUTKÅREN TORNUGGLAN" as it is written elsewhere."""
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() and " " in name else name


def _opens_with_organisation(line: str) -> bool:
    """ "Studentföreningen Utblick vid Kustens högskola": a name that begins with what sort of organisation it is."""
    words = line.split()
    return 1 < len(words) < 9 and words[1][0].isupper() and _ORGANISATION.fullmatch(words[0]) is not None


def _named_beside(title: str | None, lines: Sequence[str]) -> str | None:
    """The line next to the title, when it is all a name: "Båtklubben Fendern"."""
    for number, line in enumerate(lines):
        beside = title in (*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2])
        if title and beside and line != title and (_ALL_NAME.fullmatch(line) or _opens_with_organisation(line)):
            return _without_capitals(line)
    return None


def title_of(document: Document, blocks: Sequence[Block]) -> tuple[str | None, str]:
    """The plan's title and the opening lines that may tell year and organisation."""
    opening = document.text[:1500]
    titles = [" ".join(document.text[b.start : b.end].split()) for b in blocks if b.kind == "heading" and b.level == 0]
    titles = titles or ([document.title] if document.title else [])
    if not titles:
        return None, opening
    named = [title for title in titles if names_a_plan(title)]
    title = named[0] if named else titles[0]
    return title_with_year(title, plan_year(None, opening, "", "")), "\n".join([*titles, opening])
