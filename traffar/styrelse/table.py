"""The screen at the meeting: agenda, room and the one item that is open, as the viewer may see them.

Eight queries of its own, however many items and people there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import BooleanField, CharField, Exists, OuterRef, Prefetch, Q, Value

from traffar.styrelse.minutes import HIDDEN_TITLE, people_of, rooms_at
from traffar.styrelse.models import (
    AgendaItem,
    BoardMeeting,
    BoardMeetingQuerySet,
    Decision,
    Presence,
    PresenceChange,
    Recusal,
)
from traffar.styrelse.paragraphs import first_number, with_last_number
from traffar.styrelse.phrases import Names, phrases_for
from traffar.styrelse.room import Person, Room, Standing, serves_for
from traffar.styrelse.rules import reads_closed_items

if TYPE_CHECKING:
    from distrikt.access import Viewer

Duty = Presence.Duty
# By whether one may speak, and may propose.
_RIGHTS = {
    (True, True): "yttrande- och förslagsrätt",
    (True, False): "yttranderätt",
    (False, True): "förslagsrätt",
    (False, False): "närvarorätt",
}
_OUTCOMES = dict(AgendaItem.Outcome.choices)


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """An item on the agenda. `number` is its § (`_number`); `marks` say how it stands."""

    id: int
    number: str
    title: str
    marks: tuple[str, ...]
    is_open: bool
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody on the list, as they stand at the open item. `role` and `status` are words.

    `is_present` from the beginning; `is_there` at the item. `change` is what has been noted at it: a
    `PresenceChange.Kind`, or nothing. `moved` tells in words when they came or went before it or at it, last. `post`
    is what they do at the meeting.
    """

    id: int
    name: str
    role: str
    status: str
    duty: str
    is_present: bool
    is_there: bool
    votes: bool
    is_recused: bool
    change: str
    moved: str
    may_propose: bool
    is_adjuster: bool

    @property
    def post(self) -> str:
        return str(Duty(self.duty).label) if self.duty else "justerare" if self.is_adjuster else ""


@dataclass(frozen=True, slots=True)
class Said:
    """A yrkande or a reservation: its id, whose it is and what it says; of a yrkande, whether it was carried."""

    pk: int
    name: str
    text: str
    is_carried: bool | None


@dataclass(frozen=True, slots=True)
class OpenItem:
    """The item that is written, and what is noted of it. `before` and `after` are its neighbours on the agenda."""

    item: AgendaItem
    number: str
    comings: tuple[str, ...]
    proposals: Sequence[Said]
    decisions: Sequence[Decision]
    reservations: Sequence[Said]
    phrases: tuple[str, ...]
    before: AgendaRow | None
    after: AgendaRow | None

    @property
    def is_locked(self) -> bool:
        return self.item.is_locked


@dataclass(frozen=True, slots=True)
class Table:
    """`quorum` tells in words whether the room can decide at the open item."""

    meeting: BoardMeeting
    rows: tuple[AgendaRow, ...]
    seats: tuple[Seat, ...]
    quorum: str
    has_quorum: bool
    open: OpenItem | None

    @property
    def in_the_room(self) -> list[Seat]:
        """Those who take part in the open item."""
        return [seat for seat in self.seats if seat.is_there and not seat.is_recused]

    @property
    def can_adjust(self) -> list[Seat]:
        """Those who can be chosen to approve the minutes beside the chair."""
        return [seat for seat in self.seats if not seat.duty and (seat.is_there or seat.is_present or seat.is_adjuster)]


def for_table(meetings: BoardMeetingQuerySet) -> BoardMeetingQuerySet:
    """Meetings with their people and their provisional §§."""
    people = Presence.objects.select_related("adjusts").order_by("order", "pk")
    return with_last_number(meetings).with_activity().prefetch_related(Prefetch("presences", people))


def table_of(meeting: BoardMeeting, viewer: "Viewer", *, chosen: AgendaItem | None = None) -> Table:
    """The screen with the chosen item open, or the first that the viewer sees. Needs `for_table`."""
    presences = sorted(meeting.presences.all(), key=lambda row: list(Standing).index(Standing(row.standing)))
    items = _agenda(meeting)
    changes, recusals = _movements(items)
    people = people_of(presences)
    held = rooms_at(meeting, people, items, changes, recusals)
    sees_all = reads_closed_items(viewer, meeting)
    shown = [item for item in items if sees_all or not item.is_confidential]
    current = chosen.pk if chosen else next((item.pk for item in shown), None)
    rows = tuple(_rows(meeting, items, held, current, sees_all))
    place = next((place for place, item in enumerate(items) if item.pk == current), None)
    room = held[place] if place is not None else None
    noted = {presence: kind for item, presence, kind in changes if item == current}
    recused = {presence for item, presence in recusals if item == current}
    return Table(
        meeting=meeting,
        rows=rows,
        seats=tuple(_seats(presences, people, room, noted, recused, _moved(changes, rows, place))),
        quorum=quorum_words(room, people, {row.pk: row.name for row in presences}) if room else "",
        has_quorum=room is not None and room.has_quorum,
        open=_open_item(meeting, chosen or AgendaItem.objects.get(pk=current), rows, presences, noted, recused)
        if current
        else None,
    )


def _agenda(meeting: BoardMeeting) -> list[AgendaItem]:
    """All items without their long texts, and whether anything is written or decided under them."""
    decided = Decision.objects.filter(item=OuterRef("pk"))
    rows = meeting.items.in_order().annotate(is_decided=Exists(decided), has_text=Q(text__gt=""))
    return list(rows.defer("text", "background"))


def _movements(items: Sequence[AgendaItem]) -> tuple[list[tuple[int, int, str]], list[tuple[int, int]]]:
    """Who came or went at which item (item, presence, kind), and jäv (item, presence), in one query."""
    ids = [item.pk for item in items]
    jav = Recusal.objects.filter(item__in=ids).order_by()
    rows = PresenceChange.objects.filter(item__in=ids).order_by().values_list("item", "presence", "kind")
    found = list(rows.union(jav.values_list("item", "presence", Value("", CharField())), all=True))
    return [row for row in found if row[2]], [(item, presence) for item, presence, kind in found if not kind]


def _moved(changes: Iterable[tuple[int, int, str]], rows: Sequence[AgendaRow], place: int | None) -> dict[int, str]:
    """Who (presence) has come or gone up to the place on the agenda, and when last: "gick § 159"."""
    words = {PresenceChange.Kind.ARRIVES: "kom", PresenceChange.Kind.LEAVES: "gick"}
    places = {row.id: at for at, row in enumerate(rows)}
    earlier = sorted((places[item], presence, kind) for item, presence, kind in changes)
    found = [row for row in earlier if place is not None and row[0] <= place]
    return {presence: f"{words[PresenceChange.Kind(kind)]} {rows[at].number}" for at, presence, kind in found}


def _said(item: AgendaItem) -> tuple[list[Said], list[Said]]:
    """The yrkanden and the reservations under an item, in one query."""
    columns = ("pk", "name", "text")
    nothing = Value(None, BooleanField())
    own = item.proposals.order_by().values_list(Value(True, BooleanField()), *columns, "is_carried")
    reserved = item.reservations.order_by().values_list(Value(False, BooleanField()), *columns, nothing)
    found = sorted(own.union(reserved, all=True), key=lambda row: row[1])
    proposals, reservations = (
        [Said(*said) for is_own, *said in found if bool(is_own) is is_proposal] for is_proposal in (True, False)
    )
    return proposals, reservations


def _number(item: AgendaItem, first: int | None, place: int) -> str:
    """Its §, in brackets as long as it can change; a dash where the minutes have none."""
    if item.paragraph:
        return f"§ {item.paragraph}"
    return f"(§ {first + place})" if first else "–"


def _rows(
    meeting: BoardMeeting, items: Sequence[AgendaItem], held: Sequence[Room], current: int | None, sees_all: bool
) -> Iterable[AgendaRow]:
    first = first_number(meeting)
    for place, (item, room) in enumerate(zip(items, held, strict=True)):
        is_hidden = item.is_confidential and not sees_all
        yield AgendaRow(
            id=item.pk,
            number=_number(item, first, place),
            title=HIDDEN_TITLE if is_hidden else item.title,
            marks=() if is_hidden else tuple(_marks(meeting, item, room)),
            is_open=item.pk == current,
            is_hidden=is_hidden,
        )


def _marks(meeting: BoardMeeting, item: AgendaItem, room: Room) -> Iterable[str]:
    if item.is_confidential:
        yield "sluten"
    if item.immediate_at:
        yield "omedelbart justerad"
    elif item.immediate_asked_at and meeting.takes_minutes:
        yield "väntar på omedelbar justering"
    if item.outcome:
        yield _OUTCOMES[item.outcome]
    if getattr(item, "is_decided", False):
        yield "beslut"
    elif getattr(item, "has_text", False):
        yield "skriven"
    if not meeting.is_before and not room.has_quorum:
        yield "inte beslutsfört"


def _seats(
    presences: Sequence[Presence],
    people: Sequence[Person],
    room: Room | None,
    noted: dict[int, str],
    recused: set[int],
    moved: dict[int, str],
) -> Iterable[Seat]:
    serving = serves_for(people, room) if room else {}
    names = {row.pk: row.name for row in presences}
    for row in presences:
        is_there = room is not None and row.pk in room.present
        serves = names[serving[row.pk]] if row.pk in serving else ""
        yield Seat(
            id=row.pk,
            name=row.name,
            role=row.role,
            status=_status(row, room, serves, is_there, row.pk in recused),
            duty=row.duty,
            is_present=row.is_present,
            is_there=is_there,
            votes=room is not None and row.pk in room.voting,
            is_recused=row.pk in recused,
            change=noted.get(row.pk, ""),
            moved=moved.get(row.pk, ""),
            may_propose=not row.is_co_opted or row.may_propose,
            is_adjuster=hasattr(row, "adjusts"),
        )


def _status(row: Presence, room: Room | None, serves: str, is_there: bool, is_recused: bool) -> str:
    """How somebody stands at the item, in words."""
    if not is_there:
        return "har anmält förhinder" if row.answer == Presence.Answer.APOLOGY else ""
    if is_recused:
        return "jäv, deltar inte"
    if row.is_co_opted:
        return f"{_RIGHTS[row.may_speak, row.may_propose]}, ingen rösträtt"
    if row.is_substitute:
        if serves:
            return f"tjänstgör för {serves}"
        others = room is not None and room.serving
        return f"tjänstgör inte: {'andra ersättare går före' if others else 'ingen ledamot saknas'}"
    return "röstar"


def quorum_words(room: Room, people: Sequence[Person], names: dict[int, str]) -> str:
    """Beslutsfört: 5 av 9 röstar. Ulf tjänstgör för Tove."""
    seats = sum(person.standing == Standing.MEMBER for person in people)
    words = f"{'Beslutsfört' if room.has_quorum else 'Inte beslutsfört'}: {len(room.voting)} av {seats} röstar"
    if not room.has_quorum:
        words += f", {room.needed} behövs"
    short = _short_names(names)
    serving = [f"{short[own]} tjänstgör för {short[other]}" for own, other in serves_for(people, room).items()]
    return ". ".join([words, *serving]) + "."


def _short_names(names: dict[int, str]) -> dict[int, str]:
    """First names, where two people at the table do not share one."""
    first = [name.split()[0] if name.split() else name for name in names.values()]
    return {
        pk: short if first.count(short) == 1 else name for (pk, name), short in zip(names.items(), first, strict=True)
    }


def names_of(presences: Iterable[Presence]) -> Names:
    """Who has which duty; the adjusters beside the chair. Needs `adjusts`."""
    rows = list(presences)
    held = {row.duty: row.name for row in rows if row.duty}
    adjusters = tuple(row.name for row in rows if hasattr(row, "adjusts") and row.duty != Duty.CHAIR)
    return Names(held.get(Duty.CHAIR, ""), held.get(Duty.SECRETARY, ""), adjusters)


def _open_item(
    meeting: BoardMeeting,
    item: AgendaItem,
    rows: Sequence[AgendaRow],
    presences: Sequence[Presence],
    noted: dict[int, str],
    recused: set[int],
) -> OpenItem:
    place = next(place for place, row in enumerate(rows) if row.id == item.pk)
    words = {"arrives": "kommer", "leaves": "lämnar mötet"}
    comings = [f"{row.name} {words[noted[row.pk]]}." for row in presences if row.pk in noted]
    comings += [f"{row.name} anmäler jäv och deltar inte." for row in presences if row.pk in recused]
    seen = [row for row in rows if not row.is_hidden]
    proposals, reservations = _said(item)
    at = next(at for at, row in enumerate(seen) if row.id == item.pk)
    return OpenItem(
        item=item,
        number=rows[place].number,
        comings=tuple(comings),
        proposals=proposals,
        decisions=list(item.decisions.order_by("position", "pk").prefetch_related("commitments")),
        reservations=reservations,
        phrases=tuple(phrases_for(item.kind, names_of(presences), meeting.opened_at)),
        before=seen[at - 1] if at else None,
        after=seen[at + 1] if at + 1 < len(seen) else None,
    )


def empty_rows(meeting: BoardMeeting, viewer: "Viewer") -> list[str]:
    """The §§ under which nothing is written, decided or put off, as the viewer may know them."""
    sees_all = reads_closed_items(viewer, meeting)
    first = first_number(meeting)
    return [
        f"{_number(item, first, place).strip('()')} "
        f"{item.title if sees_all or not item.is_confidential else HIDDEN_TITLE}"
        for place, item in enumerate(_agenda(meeting))
        if not item.outcome and not getattr(item, "is_decided", False) and not getattr(item, "has_text", False)
    ]
