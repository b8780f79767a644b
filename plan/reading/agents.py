"""Who is responsible: the body or role that a sentence names, with pronouns and abbreviations resolved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .bodies import GENERAL_ABBREVIATIONS, OTHERS, PERSON, is_body
from .grammar import Subject, is_finite
from .nouns import plan_noun
from .sentences import Word

_DEFINED = re.compile(
    r"(?P<name>[A-ZÅÄÖa-zåäö][\wåäö-]+(?:\s+[a-zåäö][\wåäö-]+){0,2}?)\s*\((?:nedan\s+|förkortat\s+|"
    r"förkortas\s+)?[\"”']?(?P<short>[A-ZÅÄÖ][A-Za-zÅÄÖåäö-]{1,6})[\"”']?\)"
)
_SHORT_FIRST = re.compile(
    r"(?P<short>[A-ZÅÄÖ]{2,6})\s*\((?P<name>[a-zåäöA-ZÅÄÖ][\wåäö-]+(?:\s+[a-zåäö][\wåäö-]+){0,2})\)"
)
# "Gruppen", "Laget": the one that was last spoken of with its whole name
_SHORTENED = re.compile(r"(?:gruppen|laget|utskottet|kommittén|rådet|nämnden|nätverket|organet|teamet)", re.I)
_DESCRIBED = re.compile(r"\w*(?:utskottet|nätverket|nätverken|gruppen|kommittén|rådet|ombuden)", re.IGNORECASE)
# "Sidan ska uppdateras varje vecka, webbansvarig håller i det": the second clause says who
_RUNS_IT = re.compile(
    r"(?:,|\boch)\s+(?P<who>[\wåäö]+)\s+(?:håller\s+i|står\s+för|sköter|svarar\s+för|ansvarar\s+för|tar\s+hand\s+om)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\w*(?:förening|krets|distrikt|parti|förbund|klubb|sektion|organisation|avdelning|kår)(?:ens|ets)")
_LABEL = re.compile(
    r"[\W_]*(?:ansvar(?:ig(?:a|t)?)?(?: part| organ| för genomförande)?|utförs av|genomförs av|"
    r"vem)\s*:\s*(?P<name>.{2,80}?)[\s.]*$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Agents:
    """Remembers who has been spoken of, so that "Den", "Hen" and "DS" can be resolved further down."""

    abbreviations: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    person: str | None = None
    _spoken_of: list[str] = field(default_factory=list)

    def responsible(self, text: str, words: Sequence[Word], subject: Subject, *, done_to: bool = False) -> str | None:
        """The responsible body or role of a sentence with this subject; None for a bare "vi" or an implied agent.

        `done_to` says that the subject of a passive is not the agent ("Gästerna ska bjudas på mat").
        """
        found: str | None = None
        if done_to:
            return self._through(words) or self._runs(text)
        if subject.kind == "body":
            found = None if _is_any_of_many(words, subject) else self._named(text, words, subject)
        elif subject.kind == "pronoun":
            lower = words[subject.first].lower
            if lower in ("hen", "hon", "han", "denne"):
                found = self.person or self.body
            elif lower in ("den", "denna", "de", "dom", "dessa"):
                found = self.body
        elif subject.kind == "noun" and self.knows(words[subject.first].text):
            found = self.resolve(words[subject.first].text)
        elif subject.kind in ("we", "none", "noun", "expletive"):
            through = self._through(words) if subject.kind != "we" or " genom " in text or " via " in text else None
            found = through or self._runs(text) or _person_in(words, subject)
        return found

    def _runs(self, text: str) -> str | None:
        match = _RUNS_IT.search(text)
        return self.resolve(match.group("who")) if match and is_body(match.group("who")) else None

    def note(self, words: Sequence[Word], subject: Subject | None, responsible: str | None) -> None:
        """Remembers the sentence's subject and the persons it mentions for the pronouns of the next."""
        if responsible and (subject is None or subject.kind == "body"):
            self.body = responsible
            self._spoken_of.append(responsible)
        for word in words:
            if PERSON.fullmatch(word.text):
                self.person = definite(word.lower)
            elif subject is None and is_body(word.text) and word.text[0].isupper() and word.start == 0:
                self.body = self.resolve(word.text)
                self._spoken_of.append(self.body)

    def resolve(self, name: str) -> str:
        """The full name of a body: abbreviations written out, "gruppen" as the group last spoken of, lower case."""
        short = name.strip()
        known = self.abbreviations.get(short) or GENERAL_ABBREVIATIONS.get(short)
        if known is None and _SHORTENED.fullmatch(short):
            ending = short.lower()
            known = next((body for body in reversed(self._spoken_of) if body.endswith(ending)), None)
        return known or short.lower()

    def forget_whom(self) -> None:
        """Under a new heading pronouns point to nobody yet."""
        self.body = self.person = None

    def knows(self, word: str) -> bool:
        """Is the word an abbreviation of a body?"""
        return word in self.abbreviations or word in GENERAL_ABBREVIATIONS

    def _named(self, text: str, words: Sequence[Word], subject: Subject) -> str:
        first, last = subject.first, subject.last
        head = words[last] if last == first else words[first]
        owner = words[first - 1].lower if first else ""
        beside = words[first + 1 : first + 3]
        if _SHORTENED.fullmatch(head.text) and [word.lower for word in beside[:1]] == ["i"] and _sits(beside[-1]):
            # "Gruppen i fullmäktige"
            return text[head.start : beside[-1].end].lower()
        if last > first:
            return text[words[first].start : words[last].end].lower()
        if owner in ("våra", "våran", "samtliga", "alla", "varje"):
            return definite_plural(head.lower)
        if owner.endswith(("ens", "ets", "nas")) and is_body(owner):
            whole = _WHOLE.fullmatch(owner)
            return definite(head.lower) if whole else f"{owner} {head.lower}"
        if owner in ("vår", "vårt"):
            whole_name = definite_body(head.lower)
            return whole_name if whole_name != head.lower else definite(head.lower)
        described = owner.endswith(("a", "ande")) and owner not in ("nya", "hela", "egna")
        if described and not is_finite(words[first - 1]) and _DESCRIBED.fullmatch(head.text):
            return f"{owner} {head.lower}"
        if head.lower.endswith(("ens", "ets", "nas")) and not head.lower.endswith("krets"):
            # "Det är styrelsens ansvar", and "Studienämndens skall", a slip for the name itself
            return self.resolve(head.text[:-1])
        return self.resolve(head.text)

    def _through(self, words: Sequence[Word]) -> str | None:
        """ "genom distriktet", "av styrelsen": the body that carries a passive or a "vi"."""
        for number, word in enumerate(words[:-1]):
            carries = word.lower in ("genom", "via") or (word.lower == "av" and _after_passive(words, number))
            following = words[number + 1]
            named = is_body(following.text) and following.lower.endswith(("en", "et", "n", "na"))
            related = number + 2 < len(words) and words[number + 2].lower == "som"
            if carries and (self.knows(following.text) or (named and not related)):
                return self.resolve(following.text)
        return None


def _sits(word: Word) -> bool:
    """Is it something that a group sits in: a council, a board?"""
    return is_body(word.text) or OTHERS.fullmatch(word.text) is not None


def _person_in(words: Sequence[Word], subject: Subject) -> str | None:
    """Somebody by first name and surname who opens the sentence, as written."""
    if (
        subject.kind != "noun"
        or subject.first != 0
        or len(words) < 3
        or not is_finite(words[2])
        or plan_noun(words[0].text)
    ):
        return None
    named = all(word.text[0].isupper() and word.text.isalpha() for word in words[:2])
    return f"{words[0].text} {words[1].text}" if named else None


def _is_any_of_many(words: Sequence[Word], subject: Subject) -> bool:
    """ "Nya medlemmar", "minst två ledamöter": some of many, who are no body that answers for anything."""
    lower = words[subject.first].lower
    owner = words[subject.first - 1].lower if subject.first else ""
    if owner in ("våra", "våran", "samtliga", "alla", "varje"):
        return False
    if owner in ("ingen", "inget", "inga"):
        return True
    return (len(lower) > 4 and lower.endswith(("ar", "er"))) or (lower.endswith("are") and owner.endswith("a"))


def _after_passive(words: Sequence[Word], number: int) -> bool:
    """ "leds av styrelsen", or "en rundtur av styrelsen": what is done, before the one who does it."""
    event = plan_noun(words[number - 1].text) if number else None
    if event is not None and event.is_event and any(word.lower in ("en", "ett") for word in words[:number]):
        return True
    return any(word.lower.endswith("s") and len(word.text) > 3 for word in words[max(0, number - 2) : number])


def defined_abbreviations(text: str) -> dict[str, str]:
    """Abbreviations that the document itself explains: "Informationsorganet (Ior)"."""
    found: dict[str, str] = {}
    for match in (*_DEFINED.finditer(text), *_SHORT_FIRST.finditer(text)):
        name, short = match.group("name"), match.group("short")
        parts = name.split()
        if not is_body(parts[-1]):
            continue
        parts[-1] = definite_body(parts[-1])
        for count in range(1, len(parts) + 1):
            candidate = " ".join(parts[-count:]).lower()
            if candidate[0] == short[0].lower() and _abbreviates(short, candidate):
                found[short] = candidate
                break
    return found


def _abbreviates(short: str, name: str) -> bool:
    """Do the letters of the abbreviation come in the same order in the name?"""
    letters = iter(name.lower())
    return all(letter in letters for letter in short.lower() if letter.isalpha())


def responsible_label(text: str) -> str | None:
    """The name in a line that only says who is responsible ("Ansvarig: styrelsen")."""
    match = _LABEL.match(text)
    return match.group("name").strip() if match else None


def definite(role: str) -> str:
    """ "ombudsman" → "ombudsmannen": a role that is spoken of becomes the one that has been spoken of."""
    if role.endswith(("nen", "en", "aren", "ansvarig", "ansvarige")):
        return role
    if role.endswith("man"):
        return role + "nen"
    if role.endswith(("e", "a")):
        return role + "n"
    if role.endswith("or"):
        return role + "n"
    return role if role.endswith("n") else role + "en"


def definite_body(name: str) -> str:
    """ "arbetsutskott" → "arbetsutskottet", "valgrupp" → "valgruppen"; a name that is definite stays as it is."""
    if name.endswith(("utskott", "råd", "organ", "nätverk", "kansli", "mästeri", "parti", "distrikt", "förbund")):
        return name + "et"
    if name.endswith(("grupp", "nämnd", "avdelning", "förening", "beredning", "sektion", "kår", "klubb", "krets")):
        return name + "en"
    return name + "n" if name.endswith(("styrelse", "kommitté")) else name


def definite_plural(name: str) -> str:
    """ "nätverk" → "nätverken", "förening" and "föreningar" → "föreningarna", "ledare" → "ledarna"."""
    if name.endswith(("na", "ken")):
        return name
    if name.endswith("are"):
        return name.removesuffix("e") + "na"
    noun = plan_noun(name)
    plural = noun.plural if noun and noun.form == "singular" else name
    if plural.endswith(("ar", "er", "or")):
        return plural + "na"
    return plural + "en"
