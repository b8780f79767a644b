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
    """The commitment that is most urgent: its number, the heading it stands under, what it says of time, its page."""

    number: str
    heading: str
    due: str
    url: str


Statement = tuple[Words, ...]
# A longer heading would drown the sentence that names it.
LONGEST_HEADING = 40


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
    """How an adopted plan stands. `haste` is named while there is time left to do something about it."""
    total = sum(counts.values())
    if not total:
        return (Words("Planen har inga åtaganden att följa upp."),)
    if counts.get(Status.FULFILLED) == total > 1:
        whose, verb = (f"{year} års", "blev") if is_over else ("årets", "är")
        return (Words("Alla "), Words(f"{whose} {_commitments(total)}", strong=True), Words(f" {verb} uppfyllda."))
    if is_over:
        return _looking_back(counts, total, year)
    return (*_going_well(counts, total), *_under_way(counts), *_lagging(counts, haste))


def _commitments(number: int) -> str:
    return f"{number} {'åtagande' if number == 1 else 'åtaganden'}"


def _fulfilled(counts: Mapping[Status, int]) -> list[str]:
    number = counts.get(Status.FULFILLED, 0)
    return [f"{number_word(number, neuter=True)} {'uppfyllt' if number == 1 else 'uppfyllda'}"] if number else []


def _looking_back(counts: Mapping[Status, int], total: int, year: int) -> Statement:
    """A year that is over: what it came to. Nothing lags or is under way any more."""
    short = sum(counts.get(status, 0) for status in (Status.BEHIND, Status.ENOUGH_PLANNED, Status.ON_TRACK))
    still = sum(counts.get(status, 0) for status in (Status.STALLED, Status.NONE_YET))
    rest = listing(
        [
            f"{number_word(number, neuter=True)} {what}"
            for number, what in (
                (counts.get(Status.ALIVE, 0), "löpande levde året ut"),
                (short, "nådde inte målet"),
                (still, "avstannade"),
                (counts.get(Status.DROPPED, 0), "utgick"),
            )
            if number
        ]
    )
    fulfilled = _fulfilled(counts)
    told = f" blev {fulfilled[0]}." if fulfilled else f" blev inget uppfyllt: {rest}."
    further = f" {capitalised(rest)}." if fulfilled and rest else ""
    return (Words(f"Av {year} års "), Words(_commitments(total), strong=True), Words(told + further))


def _going_well(counts: Mapping[Status, int], total: int) -> Statement:
    said = _fulfilled(counts)
    if on_track := counts.get(Status.ON_TRACK, 0):
        said.append(f"{number_word(on_track, neuter=True)} i fas")
    first = f" är {listing(said) or 'inget uppfyllt ännu'}."
    return (Words("Av årets "), Words(_commitments(total), strong=True), Words(first))


def _under_way(counts: Mapping[Status, int]) -> Statement:
    """What lives without being counted, and what the calendar already holds."""
    said = []
    if alive := counts.get(Status.ALIVE, 0):
        said.append(f"{number_word(alive, neuter=True)} löpande lever")
    if enough := counts.get(Status.ENOUGH_PLANNED, 0):
        said.append(f"för {number_word(enough, neuter=True)} räcker det som är planerat")
    return (Words(f" {capitalised(listing(said))}."),) if said else ()


def _lagging(counts: Mapping[Status, int], haste: Haste | None) -> Statement:
    """What lags, with the most urgent by name."""
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
        Words(f" ({haste.heading})" if 0 < len(haste.heading) <= LONGEST_HEADING else ""),
        Words(f", {haste.due}." if haste.due else "."),
    )
