"""The plan in a sentence or two: "Av årets 29 åtaganden är nio uppfyllda och elva i fas. Fyra ligger efter – …"."""

from collections.abc import Mapping
from dataclasses import dataclass

from plan.follow_up import Status
from plan.wording import capitalised, listing, number_word


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a statement; `url` when it leads somewhere."""

    text: str
    strong: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Haste:
    """The commitment that is most urgent: its number, what it says of time, and where it stands."""

    number: str
    due: str
    url: str


Statement = tuple[Words, ...]


def draft_statement(total: int, areas: int) -> Statement:
    """What there is to say of a plan that nobody has adopted."""
    if not total:
        return (Words("Utkastet har inga åtaganden ännu."),)
    return (
        Words("Utkastet har "),
        Words(_commitments(total), strong=True),
        Words(f" i {number_word(areas, neuter=True)} {'område' if areas == 1 else 'områden'}. "),
        Words("Det följs upp när planen är antagen."),
    )


def plan_statement(counts: Mapping[Status, int], haste: Haste | None, *, year: int, is_over: bool) -> Statement:
    """How an adopted plan stands. `haste` is named only while there is time left to do something about it."""
    total = sum(counts.values())
    if not total:
        return (Words("Planen har inga åtaganden att följa upp."),)
    return (*_going_well(counts, total, year, is_over=is_over), *_lagging(counts, None if is_over else haste))


def _commitments(number: int) -> str:
    return f"{number} {'åtagande' if number == 1 else 'åtaganden'}"


def _going_well(counts: Mapping[Status, int], total: int, year: int, *, is_over: bool) -> Statement:
    whose = f"{year} års" if is_over else "årets"
    verb = "blev" if is_over else "är"
    fulfilled = counts.get(Status.FULFILLED, 0)
    if fulfilled == total > 1:
        return (Words("Alla "), Words(f"{whose} {_commitments(total)}", strong=True), Words(f" {verb} uppfyllda."))
    said = []
    if fulfilled:
        said.append(f"{number_word(fulfilled, neuter=True)} {'uppfyllt' if fulfilled == 1 else 'uppfyllda'}")
    if on_track := counts.get(Status.ON_TRACK, 0):
        said.append(f"{number_word(on_track, neuter=True)} i fas")
    first = f" {verb} {listing(said) or 'inget uppfyllt ännu'}."
    return (Words(f"Av {whose} "), Words(_commitments(total), strong=True), Words(first), *_under_way(counts))


def _under_way(counts: Mapping[Status, int]) -> Statement:
    """What lives without being counted, and what the calendar already holds."""
    said = []
    if alive := counts.get(Status.ALIVE, 0):
        said.append(f"{number_word(alive, neuter=True)} löpande lever")
    if enough := counts.get(Status.ENOUGH_PLANNED, 0):
        said.append(f"för {number_word(enough, neuter=True)} räcker det som är planerat")
    return (Words(f" {capitalised(listing(said))}."),) if said else ()


def _lagging(counts: Mapping[Status, int], haste: Haste | None) -> Statement:
    behind, stalled = counts.get(Status.BEHIND, 0), counts.get(Status.STALLED, 0)
    said = []
    if behind:
        said.append(f"{number_word(behind, neuter=True)} ligger efter")
    if stalled:
        said.append(f"{number_word(stalled, neuter=True)} har avstannat")
    if not said:
        return (Words(" Inget ligger efter."),)
    lagging = capitalised(listing(said))
    if haste is None:
        return (Words(" "), Words(f"{lagging}.", strong=True))
    return (
        Words(" "),
        Words(f"{lagging} –", strong=True),
        Words(" mest bråttom är det med "),
        Words(f"punkt {haste.number}", url=haste.url),
        Words(f", {haste.due}." if haste.due else "."),
    )
