"""The minutes in words, ready to be shown: the same for page, PDF and .docx."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.safestring import SafeString

from distrikt.markup import render_markdown
from plan.wording import capitalised, digits, full_day_words, listing
from traffar.styrelse.call import notice_words
from traffar.styrelse.minutes import AttachmentText, Attendee, DecisionText, Minutes, Paragraph
from traffar.styrelse.models import BoardMeeting
from traffar.styrelse.phrases import clock_minutes
from traffar.when import WEEKDAYS, local_day

UNADJUSTED = "EJ JUSTERAT"
_OUTCOMES = {"tabled": "Ärendet bordlades.", "referred": "Ärendet återremitterades.", "dropped": "Punkten utgick."}
_CARRIED = {True: "bifölls", False: "avslogs", None: ""}
_DUTIES = {"chair": "mötesordförande", "secretary": "mötessekreterare"}


@dataclass(frozen=True, slots=True)
class Person:
    """`note` says what they were beside their role, and where when not everywhere: "tjänstgjorde, §§ 143–158"."""

    name: str
    role: str
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    """People under a heading: those who were there, those who were adjungerade, those who were not there."""

    heading: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class ProposalWords:
    name: str
    text: SafeString
    outcome: str


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """`votes` in figures, and who does it by when: "Ansvarig: Sara Lind · klart senast 1 oktober 2026"."""

    id: int
    text: SafeString
    votes: str
    details: str


@dataclass(frozen=True, slots=True)
class FileWords:
    id: int
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class ParagraphWords:
    """`label` is "§ 12", or a dash while it has no number. `movements`: who came, went or took no part. `is_hidden`: it
    is closed to the reader, and only its number is shown. `adjusted_at_once` tells by whom, when it was adjusted before
    the rest."""

    id: int
    number: int | None
    label: str
    title: str
    movements: tuple[str, ...]
    text: SafeString
    outcome: str
    proposals: tuple[ProposalWords, ...]
    decisions: tuple[DecisionWords, ...]
    reservations: tuple[tuple[str, SafeString], ...]
    attachments: tuple[FileWords, ...]
    is_confidential: bool
    is_hidden: bool
    adjusted_at_once: str


@dataclass(frozen=True, slots=True)
class Signature:
    """`approved` tells when and how, or is empty. What was not done in the program has a line to sign on."""

    name: str
    role: str
    approved: str
    is_in_program: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """`code` is empty until the minutes are adjusted. `hidden` confidential items are left out."""

    title: str
    body: str
    facts: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    paragraphs: tuple[ParagraphWords, ...]
    attachments: tuple[FileWords, ...]
    signatures: tuple[Signature, ...]
    note: str
    code: str
    is_adjusted: bool
    hidden: int

    @property
    def stamp(self) -> str:
        """What stands on each page."""
        return f"Kod {self.code}" if self.is_adjusted else UNADJUSTED


def make_sheet(meeting: BoardMeeting, minutes: Minutes, *, hidden: int = 0, confirmed_by: str | None = None) -> Sheet:
    """The minutes of a meeting in words. `hidden` confidential items are left out of them; `confirmed_by` stands in
    place of the name of who confirmed them. One query.
    """
    return Sheet(
        title=f"Protokoll {minutes.number}/{minutes.year}",
        body=minutes.body,
        facts=tuple(_facts(minutes)),
        groups=tuple(group for group in _groups(minutes) if group.people),
        paragraphs=tuple(_paragraphs(minutes)),
        attachments=tuple(map(_file, minutes.attachments)),
        signatures=tuple(_signatures(meeting, minutes)),
        note=_note(meeting, meeting.confirmed_by if confirmed_by is None else confirmed_by),
        code=meeting.code,
        is_adjusted=meeting.is_adjusted,
        hidden=hidden,
    )


def _facts(minutes: Minutes) -> Iterable[tuple[str, str]]:
    day = date.fromisoformat(minutes.held_on)
    yield "Organ", minutes.body
    yield "Möte", f"{minutes.number}/{minutes.year}"
    yield "Dag", f"{WEEKDAYS[day.weekday()]} {full_day_words(day)}"
    if minutes.place:
        yield "Plats", minutes.place
    if minutes.called_on:
        yield "Kallelse", _called(minutes, day)
    numbers = [row.number for row in minutes.paragraphs if row.number]
    if numbers:
        yield "Paragrafer", _span([(numbers[0], numbers[-1])])
    if minutes.adjusters:
        yield "Justeras av", listing([name for name, _ in minutes.adjusters])


def _called(minutes: Minutes, day: date) -> str:
    """30 november 2026; when that was late, how many days before the meeting, and what the rules said."""
    called_on = date.fromisoformat(minutes.called_on)
    late = "" if minutes.notice_days is None else notice_words(called_on, day, minutes.notice_days)
    return ", ".join(filter(None, (full_day_words(called_on), late)))


def _span(ranges: Sequence[tuple[int, int]]) -> str:
    """§ 143, §§ 143–158 or §§ 143–158, 160–163, by the first and the last § of each."""
    words = ", ".join(f"{first}–{last}" if first != last else f"{first}" for first, last in ranges)
    return f"{'§' if words.isdecimal() else '§§'} {words}"


def _groups(minutes: Minutes) -> Iterable[Group]:
    attendees, stays = minutes.attendees, _stays(minutes)
    here = [row for row in attendees if row.was_there]
    away = [row for row in attendees if not row.was_there and row.standing != "co_opted"]
    yield Group("Närvarande", _people((row for row in here if row.standing != "co_opted"), stays))
    yield Group("Adjungerade", _people((row for row in here if row.standing == "co_opted"), stays))
    yield Group("Har anmält förhinder", _people((row for row in away if row.apology), {}))
    yield Group("Frånvarande", _people((row for row in away if not row.apology and row.standing == "member"), {}))


def _people(rows: Iterable[Attendee], stays: Mapping[str, str]) -> tuple[Person, ...]:
    return tuple(Person(row.name, row.role, _person_note(row, stays.get(row.name, ""))) for row in rows)


def _person_note(row: Attendee, stay: str) -> str:
    serves = "tjänstgjorde" if row.serves else ""
    return ", ".join(filter(None, (_DUTIES.get(row.duty, ""), serves, stay)))


def _stays(minutes: Minutes) -> dict[str, str]:
    """{name: the §§ where they were} of those who were not there all the time. Empty when the §§ have no numbers, and
    when some are closed to the reader, who is not to know who came or went there."""
    rows = minutes.paragraphs
    if any(row.number is None or row.is_hidden for row in rows):
        return {}
    moved = {name for row in rows for name in (*row.arrives, *row.leaves)} - _shared_names(minutes)
    found = {name: _there(name, rows) for name in moved}
    return {name: _span(there) if there else "ingen paragraf" for name, there in found.items()}


def _there(name: str, rows: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """The first and the last § of each time that they were there. Who leaves first was there from the beginning."""
    is_there = next(name in row.leaves for row in rows if name in row.arrives or name in row.leaves)
    ranges: list[tuple[int, int]] = []
    was_there = False
    for row in rows:
        is_there = (is_there or name in row.arrives) and name not in row.leaves
        number = row.number or 0
        if is_there:
            first = ranges.pop()[0] if was_there else number
            ranges.append((first, number))
        was_there = is_there
    return ranges


def _shared_names(minutes: Minutes) -> set[str]:
    """Of two with the same name nobody can tell who came or went."""
    return {name for name, number in Counter(row.name for row in minutes.attendees).items() if number > 1}


def _paragraphs(minutes: Minutes) -> Iterable[ParagraphWords]:
    """In words, each with who comes back there."""
    shared, have_left = _shared_names(minutes), set[str]()
    for row in minutes.paragraphs:
        yield _paragraph(row, tuple(name for name in row.arrives if name in have_left))
        have_left |= set(row.leaves) - shared


@lru_cache(maxsize=2000)
def _paragraph(row: Paragraph, returning: tuple[str, ...]) -> ParagraphWords:
    return ParagraphWords(
        id=row.id,
        number=row.number,
        label=f"§ {row.number}" if row.number else "–",
        title=row.title,
        movements=tuple(_movements(row, returning)),
        text=render_markdown(row.text),
        outcome=_OUTCOMES.get(row.outcome, ""),
        proposals=tuple(
            ProposalWords(name, render_markdown(text), _CARRIED[carried]) for name, text, carried in row.proposals
        ),
        decisions=tuple(map(_decision, row.decisions)),
        reservations=tuple((name, render_markdown(text)) for name, text in row.reservations),
        attachments=tuple(map(_file, row.attachments)),
        is_confidential=row.is_confidential,
        is_hidden=row.is_hidden,
        adjusted_at_once=_adjusted_at_once(row),
    )


def _adjusted_at_once(row: Paragraph) -> str:
    if not row.is_immediate:
        return ""
    return f"Omedelbart justerad av {listing(row.adjusted_by)}." if row.adjusted_by else "Omedelbart justerad."


def _movements(row: Paragraph, returning: Sequence[str]) -> Iterable[str]:
    if new := [name for name in row.arrives if name not in returning]:
        yield f"{listing(new)} ankommer."
    if returning:
        yield f"{listing(returning)} återkommer."
    if row.leaves:
        yield f"{listing(row.leaves)} lämnar mötet."
    if row.recused:
        yield f"{listing(row.recused)} anmäler jäv och deltar inte i paragrafen."


def _decision(row: DecisionText) -> DecisionWords:
    votes = ""
    if row.votes:
        yes, no, abstained = row.votes
        votes = f"Rösträkning: {yes} ja, {no} nej" + (f", {abstained} avstår" if abstained else "") + "."
        if yes == no:
            votes += " Mötesordförandens utslagsröst avgjorde."
    due_on = date.fromisoformat(row.due_on) if row.due_on else None
    details = details_words(row.responsible, due_on, row.amount)
    return DecisionWords(row.id, render_markdown(row.text), votes, details)


def details_words(responsible: str, due_on: date | None, amount: int | None) -> str:
    """Ansvarig Sara Lind · klart senast 1 oktober 2026 · belopp 3 400 kr; "" when nothing is said of it."""
    parts = (
        f"ansvarig {responsible}" if responsible else "",
        f"klart senast {full_day_words(due_on)}" if due_on else "",
        f"belopp {digits(amount)}\xa0kr" if amount is not None else "",
    )
    return capitalised(" · ".join(filter(None, parts)))


def _file(row: AttachmentText) -> FileWords:
    return FileWords(row.id, f"Bilaga {row.number}" if row.number else "Handling", row.title)


def _signatures(meeting: BoardMeeting, minutes: Minutes) -> Iterable[Signature]:
    """Who kept the minutes, and those who adjust them; by their names in the minutes, where one may be hidden."""
    rows = list(meeting.adjusters.all())
    kept = "" if any(row.way == row.Way.PAPER for row in rows) or not meeting.review_at else _moment(meeting.review_at)
    for attendee in minutes.attendees:
        if attendee.duty == "secretary":
            handed_over = f"Lämnade protokollet till justering {kept}" if kept else ""
            yield Signature(attendee.name, "vid protokollet", handed_over, bool(kept))
    for row, (name, role) in zip(rows, minutes.adjusters, strict=True):
        approved = ""
        if row.approved_at and row.way == row.Way.APP:
            approved = f"Godkänt i programmet {_moment(row.approved_at)}"
        elif row.approved_at:
            approved = f"Underskrivet på papper, bekräftat {local_day(row.approved_at).isoformat()}"
        as_what = "mötesordförande, justerar" if row.is_chair else f"{role}, justerare"
        yield Signature(name, as_what, approved, row.way == row.Way.APP)


def _moment(at: datetime) -> str:
    """2026-09-16 kl. 18.04, to the minute as in the text of the minutes."""
    return f"{local_day(at).isoformat()} kl.\xa0{clock_minutes(at)}"


def _note(meeting: BoardMeeting, confirmed_by: str) -> str:
    if not meeting.is_entered_afterwards:
        return ""
    if not confirmed_by or meeting.locked_at is None:
        return "Mötet är infört i efterhand. Det uppladdade protokollet väntar på att bekräftas."
    day = full_day_words(local_day(meeting.locked_at))
    return f"Mötet är infört i efterhand. {confirmed_by} bekräftade det uppladdade protokollet {day}."
