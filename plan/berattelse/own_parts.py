"""What the plan and the ground know by themselves: the opening, who led the district, what was changed, the end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from distrikt.organisation.roles import Role
from plan.berattelse.chapters import Material, Part
from plan.berattelse.composition import Board, Holder, board_draft, board_of, ombudsman_draft
from plan.models import Amendment
from plan.wording import full_day_words, number_word


@dataclass(frozen=True, slots=True)
class Signatures:
    """The lines to sign on: the board as it was on the last day, substitutes not counted."""

    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Background:
    """The plan's own words on the situation it was made in."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Amended:
    amendments: tuple[Amendment, ...]


def own_parts(material: Material) -> Iterator[Part]:
    yield Part("introduction", draft=introduction_draft(material))
    for area in material.follow_up.areas:
        if area.is_background and area.text:
            situation = Background(area.heading, area.text)
            yield Part("introduction", template="berattelse/_background.html", facts=situation, place=1)
    board = board_of(material.holders)
    named = tuple(holder for holder in board if holder.name)
    if board:
        template = "berattelse/_board.html" if named else ""
        yield Part("board", draft=board_draft(board), template=template, facts=Board(named))
    if draft := ombudsman_draft(material.holders):
        yield Part("ombudsman", draft=draft)
    if material.amendments:
        yield Part(
            "amendments",
            draft=amendments_draft(material.amendments),
            template="berattelse/_amendments.html",
            facts=Amended(material.amendments),
        )
    yield Part("economy", draft=ECONOMY)
    signing = tuple(holder for holder in board if holder.until is None and holder.role != Role.SUBSTITUTE)
    yield Part("closing", draft=CLOSING, template="berattelse/_signatures.html", facts=Signatures(signing))


ECONOMY = (
    "Årets ekonomi redovisas i den ekonomiska berättelsen, som läggs fram för årskonferensen tillsammans med "
    "revisionsberättelsen."
)
CLOSING = (
    "Styrelsen tackar alla medlemmar, förtroendevalda och partiföreningar som har burit verksamheten under året, och "
    "överlämnar härmed sin berättelse till årskonferensen."
)


def introduction_draft(material: Material) -> str:
    plan = material.plan
    district = f" för {plan.organisation}" if plan.organisation else ""
    sentences = [f"Distriktsstyrelsen{district} avger härmed berättelse för verksamhetsåret {plan.year}."]
    if plan.adopted_on:
        sentences.append(f"Arbetet har följt den verksamhetsplan som antogs den {full_day_words(plan.adopted_on)}.")
    if count := len(material.follow_up.commitments):
        sentences.append(
            f"Planen har {number_word(count, neuter=True)} {'åtagande' if count == 1 else 'åtaganden'}. "
            "I det följande återges de ord för ord, med det som blev gjort och styrelsens kommentar."
        )
    return " ".join(sentences)


def amendments_draft(amendments: tuple[Amendment, ...]) -> str:
    """Under året har styrelsen beslutat att ändra två åtaganden och att låta ett utgå."""
    counts = Counter(amendment.kind for amendment in amendments)
    words = []
    if changed := counts[Amendment.Kind.CHANGED]:
        words.append(f"att ändra {number_word(changed, neuter=True)} {'åtagande' if changed == 1 else 'åtaganden'}")
    if dropped := counts[Amendment.Kind.DROPPED]:
        noun = "" if changed else (" åtagande" if dropped == 1 else " åtaganden")
        words.append(f"att låta {number_word(dropped, neuter=True)}{noun} utgå")
    return f"Under året har styrelsen beslutat {' och '.join(words)}."
