"""Who is responsible: the body or role that a sentence names, with pronouns and abbreviations resolved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .bodies import GENERAL_ABBREVIATIONS, PERSON, is_body
from .grammar import Subject
from .sentences import Word

_DEFINED = re.compile(
    r"(?P<name>[A-ZÅÄÖa-zåäö][\wåäö-]+(?:\s+[a-zåäö][\wåäö-]+){0,2}?)\s*\((?:nedan\s+|förkortat\s+|"
    r"förkortas\s+)?[\"”']?(?P<short>[A-ZÅÄÖ][A-Za-zÅÄÖåäö-]{1,6})[\"”']?\)"
)
_SHORT_FIRST = re.compile(
    r"(?P<short>[A-ZÅÄÖ]{2,6})\s*\((?P<name>[a-zåäöA-ZÅÄÖ][\wåäö-]+(?:\s+[a-zåäö][\wåäö-]+){0,2})\)"
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

    def responsible(self, text: str, words: Sequence[Word], subject: Subject, *, done_to: bool = False) -> str | None:
        """The responsible body or role of a sentence with this subject; None for a bare "vi" or an implied agent.

        `done_to` says that the subject of a passive is not the agent ("Gästerna ska bjudas på mat").
        """
        found: str | None = None
        if done_to:
            return self._through(words)
        if subject.kind == "body":
            found = self._named(text, words, subject)
        elif subject.kind == "pronoun":
            lower = words[subject.first].lower
            if lower in ("hen", "hon", "han", "denne"):
                found = self.person or self.body
            elif lower in ("den", "denna", "de", "dom", "dessa"):
                found = self.body
        elif subject.kind == "noun" and self.knows(words[subject.first].text):
            found = self.resolve(words[subject.first].text)
        elif subject.kind in ("we", "none", "noun", "expletive"):
            found = self._through(words) if subject.kind != "we" or " genom " in text or " via " in text else None
        return found

    def note(self, words: Sequence[Word], subject: Subject | None, responsible: str | None) -> None:
        """Remembers the sentence's subject and the persons it mentions for the pronouns of the next."""
        if responsible and (subject is None or subject.kind == "body"):
            self.body = responsible
        for word in words:
            if PERSON.fullmatch(word.text):
                self.person = definite(word.lower)
            elif subject is None and is_body(word.text) and word.text[0].isupper() and word.start == 0:
                self.body = self.resolve(word.text)

    def resolve(self, name: str) -> str:
        """The full name of a body: abbreviations written out, lower case otherwise."""
        short = name.strip()
        known = self.abbreviations.get(short) or GENERAL_ABBREVIATIONS.get(short)
        return known or short.lower()

    def knows(self, word: str) -> bool:
        """Is the word an abbreviation of a body?"""
        return word in self.abbreviations or word in GENERAL_ABBREVIATIONS

    def _named(self, text: str, words: Sequence[Word], subject: Subject) -> str:
        first, last = subject.first, subject.last
        head = words[last] if last == first else words[first]
        owner = words[first - 1].lower if first else ""
        if last > first:
            return text[words[first].start : words[last].end].lower()
        if owner in ("våra", "våran", "samtliga", "alla", "varje"):
            return definite_plural(head.lower)
        if owner.endswith(("ens", "ets", "nas")) and is_body(owner):
            whole = _WHOLE.fullmatch(owner)
            return definite(head.lower) if whole else f"{owner} {head.lower}"
        described = owner.endswith(("a", "ande")) and owner not in ("nya", "hela", "egna")
        if described and head.lower.endswith(("utskottet", "nätverket", "nätverken", "gruppen", "kommittén", "rådet")):
            return f"{owner} {head.lower}"
        if head.lower.endswith(("ens", "ets", "nas")):
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


def _after_passive(words: Sequence[Word], number: int) -> bool:
    return any(word.lower.endswith("s") and len(word.text) > 3 for word in words[max(0, number - 2) : number])


def defined_abbreviations(text: str) -> dict[str, str]:
    """Abbreviations that the document itself explains: "Informationsorganet (Ior)"."""
    found: dict[str, str] = {}
    for match in (*_DEFINED.finditer(text), *_SHORT_FIRST.finditer(text)):
        name, short = match.group("name"), match.group("short")
        parts = name.split()
        if not is_body(parts[-1]):
            continue
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


def definite_plural(name: str) -> str:
    """ "nätverk" → "nätverken", "föreningar" → "föreningarna"."""
    if name.endswith(("na", "ken")):
        return name
    if name.endswith(("ar", "er", "or")):
        return name + "na"
    return name + "en"
