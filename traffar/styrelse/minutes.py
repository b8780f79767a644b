"""The minutes as one object: what page, PDF and .docx show, and what the code is the hash of."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any, TypeVar

from django.db.models import F

from plan.wording import full_day_words
from traffar.styrelse.models import (
    AgendaItem,
    Attachment,
    BoardMeeting,
    Decision,
    ItemApproval,
    Presence,
    PresenceChange,
    Proposal,
    Recusal,
    Reservation,
)
from traffar.styrelse.numbering import reference
from traffar.styrelse.room import Event, Person, Quorum, Room, Standing, rooms
from traffar.when import local_day

# That of the canonical content: part of what the code is the hash of.
FORMAT = 1
# What stands in place of the heading of an item that is closed to the reader.
HIDDEN_TITLE = "Sluten punkt"
# What belongs to an item, as a row and as a part of the text.
Row = TypeVar("Row", Proposal, Decision, Reservation, Attachment)
Part = TypeVar("Part", "DecisionText", "AttachmentText")


@dataclass(frozen=True, slots=True)
class Attendee:
    """`serves` tells of a substitute that they served at some item."""

    name: str
    role: str
    standing: str
    was_there: bool
    apology: bool
    serves: bool
    duty: str


@dataclass(frozen=True, slots=True)
class AttachmentText:
    """`sha256` is that of the file, so that the code holds it too."""

    id: int
    number: int | None
    title: str
    sha256: str
    is_confidential: bool


@dataclass(frozen=True, slots=True)
class DecisionText:
    id: int
    text: str
    is_confidential: bool
    method: str
    votes: tuple[int, int, int] | None
    responsible: str
    due_on: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An item as the minutes give it. `number` is None until it is known; `voting` and `has_quorum` are the room's, or
    what they were when the item was adjusted at once, by those named in `adjusted_by`."""

    id: int
    number: int | None
    title: str
    kind: str
    text: str
    outcome: str
    arrives: tuple[str, ...]
    leaves: tuple[str, ...]
    recused: tuple[str, ...]
    proposals: tuple[tuple[str, str, bool | None], ...]
    decisions: tuple[DecisionText, ...]
    reservations: tuple[tuple[str, str], ...]
    attachments: tuple[AttachmentText, ...]
    is_confidential: bool
    is_immediate: bool
    voting: int
    has_quorum: bool
    adjusted_by: tuple[str, ...] = ()
    # Nothing of it is left but the number (`Minutes.without_confidential`).
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Minutes:
    """`held_on` is an ISO date. `adjusters` are names, the chair last.

    `called_on` is an ISO date too, "" when it is not known; `notice_days` how many days before the rules said that the
    call was to go, when it went later than that.
    """

    body: str
    year: int
    number: int
    held_on: str
    place: str
    is_entered_afterwards: bool
    attendees: tuple[Attendee, ...]
    paragraphs: tuple[Paragraph, ...]
    adjusters: tuple[tuple[str, str], ...]
    attachments: tuple[AttachmentText, ...]
    called_on: str = ""
    notice_days: int | None = None

    def without_confidential(self) -> "Minutes":
        """What may be published: confidential items as their number alone, and what is confidential in others gone."""
        open_ones = tuple(
            replace(
                row,
                title=HIDDEN_TITLE,
                text="",
                outcome="",
                arrives=(),
                leaves=(),
                recused=(),
                proposals=(),
                decisions=(),
                reservations=(),
                attachments=(),
                adjusted_by=(),
                is_hidden=True,
            )
            if row.is_confidential
            else replace(row, decisions=_open(row.decisions), attachments=_open(row.attachments))
            for row in self.paragraphs
        )
        return replace(self, paragraphs=open_ones, attachments=_open(self.attachments))


def _open(rows: "tuple[Part, ...]") -> "tuple[Part, ...]":
    return tuple(row for row in rows if not row.is_confidential)


def minutes_of(meeting: BoardMeeting, *, first_number: int | None = None) -> Minutes:
    """The minutes as they stand, confidential items included. Nine queries, however long they are, and one
    more when a paragraph was adjusted at once.

    `first_number` is the § that the first item gets when the meeting is closed; given ones stand.
    """
    presences, items, moves = list(meeting.presences.all()), list(meeting.items.in_order()), _moves(meeting)
    held = rooms_at(meeting, people_of(presences), items, moves.changes, moves.recusals)
    files = list(meeting.attachments.order_by(F("number").asc(nulls_last=True), "pk"))
    served = {person for room in held for person in room.serving}
    there = {person for room in held for person in room.present}
    there |= {row.pk for row in presences if row.is_present}
    return Minutes(
        body=meeting.body_name if meeting.has_ended else meeting.body.name,
        year=meeting.year,
        number=meeting.number,
        held_on=meeting.day.isoformat(),
        place=meeting.place if meeting.has_ended else meeting.activity.place,
        is_entered_afterwards=meeting.is_entered_afterwards,
        attendees=tuple(
            Attendee(
                name=row.name,
                role=row.role,
                standing=row.standing,
                was_there=row.pk in there,
                apology=row.answer == Presence.Answer.APOLOGY and row.pk not in there,
                serves=row.pk in served,
                duty=row.duty,
            )
            for row in presences
        ),
        paragraphs=tuple(_paragraphs(meeting, items, presences, held, moves, files, first_number)),
        adjusters=tuple((row.name, row.role) for row in meeting.adjusters.all()),
        # The signed page bears the code, and is no part of what it is the code of.
        attachments=tuple(_file(row) for row in files if row.item_id is None and row.kind != Attachment.Kind.SIGNED),
        called_on=_called_on(meeting),
        notice_days=meeting.notice_days if meeting.is_called_late else None,
    )


def _called_on(meeting: BoardMeeting) -> str:
    if meeting.called_at is None or meeting.notice_days is None:
        return ""
    return local_day(meeting.called_at).isoformat()


def rooms_of(meeting: BoardMeeting, presences: Sequence[Presence], items: Sequence[AgendaItem]) -> list[Room]:
    """The room at each of the items. Two queries."""
    moves = _moves(meeting)
    return rooms_at(meeting, people_of(presences), items, moves.changes, moves.recusals)


def room_at(meeting: BoardMeeting, item: AgendaItem) -> Room:
    """The room at one of the meeting's items. Four queries."""
    items = list(meeting.items.in_order())
    held = rooms_of(meeting, list(meeting.presences.all()), items)
    return held[next(place for place, row in enumerate(items) if row.pk == item.pk)]


def people_of(presences: Sequence[Presence]) -> list[Person]:
    return [Person(row.pk, Standing(row.standing), order=row.order, from_start=row.is_present) for row in presences]


def rooms_at(
    meeting: BoardMeeting,
    people: Sequence[Person],
    items: Sequence[AgendaItem],
    changes: Iterable[tuple[int, int, str]],
    recusals: Iterable[tuple[int, int]],
) -> list[Room]:
    """The same, from what is known already: who came or went at which item (item, presence, kind), and jäv."""
    arrives, leaves, recused = (defaultdict[int, set[int]](set) for _ in range(3))
    for item, presence, kind in changes:
        (arrives if kind == "arrives" else leaves)[item].add(presence)
    for item, presence in recusals:
        recused[item].add(presence)
    events = [Event(arrives[item.pk], leaves[item.pk], recused[item.pk]) for item in items]
    return rooms(people, events, Quorum(meeting.quorum))


@dataclass(frozen=True, slots=True)
class Moves:
    """Who comes and goes (item, presence, which), and who is disqualified (item, presence); ids."""

    changes: Sequence[tuple[int, int, str]]
    recusals: Sequence[tuple[int, int]]


def _moves(meeting: BoardMeeting) -> Moves:
    changes = PresenceChange.objects.filter(item__meeting=meeting.pk).order_by("pk")
    recusals = Recusal.objects.filter(item__meeting=meeting.pk).order_by("pk")
    return Moves(list(changes.values_list("item", "presence", "kind")), list(recusals.values_list("item", "presence")))


def _paragraphs(
    meeting: BoardMeeting,
    items: Sequence[AgendaItem],
    presences: Sequence[Presence],
    held: Sequence[Room],
    moves: Moves,
    attachments: Sequence[Attachment],
    first_number: int | None,
) -> Iterable[Paragraph]:
    names = {row.pk: row.name for row in presences}
    changes, recusals = moves.changes, moves.recusals
    proposals = _by_item(Proposal.objects.filter(item__meeting=meeting.pk).order_by("pk"))
    decisions = _by_item(Decision.objects.filter(item__meeting=meeting.pk).order_by("position", "pk"))
    reservations = _by_item(Reservation.objects.filter(item__meeting=meeting.pk).order_by("pk"))
    files = _by_item(attachments)
    approved = _approved([item.pk for item in items if item.immediate_at])
    for place, (item, room) in enumerate(zip(items, held, strict=True)):
        number = item.paragraph or (first_number + place if first_number else None)
        yield Paragraph(
            id=item.pk,
            number=number,
            title=item.title,
            kind=item.kind,
            text=item.text,
            outcome=item.outcome,
            arrives=tuple(names[who] for at, who, kind in changes if at == item.pk and kind == "arrives"),
            leaves=tuple(names[who] for at, who, kind in changes if at == item.pk and kind == "leaves"),
            recused=tuple(names[who] for at, who in recusals if at == item.pk),
            proposals=tuple((row.name, row.text, row.is_carried) for row in proposals[item.pk]),
            decisions=tuple(_decision(row) for row in decisions[item.pk]),
            reservations=tuple((row.name, row.text) for row in reservations[item.pk]),
            attachments=tuple(_file(row) for row in files[item.pk]),
            is_confidential=item.is_confidential,
            is_immediate=item.immediate_at is not None,
            voting=len(room.voting) if item.immediate_voting is None else item.immediate_voting,
            has_quorum=room.has_quorum if item.immediate_quorum is None else item.immediate_quorum,
            adjusted_by=tuple(names[who] for who in approved[item.pk]),
        )


def _approved(items: Sequence[int]) -> dict[int, list[int]]:
    """Whose (ids of presences) approval locked those items (ids) that were adjusted at once. A query when there are."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = ItemApproval.objects.filter(item__in=items) if items else ()
    for row in rows:
        found[row.item_id].append(row.presence_id)
    return found


def _by_item(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.item_id or 0].append(row)
    return found


def _decision(row: Decision) -> DecisionText:
    counted = row.method == Decision.Method.COUNT
    return DecisionText(
        id=row.pk,
        text=row.text,
        is_confidential=row.is_confidential,
        method=row.method,
        votes=(row.votes_for or 0, row.votes_against or 0, row.votes_abstained or 0) if counted else None,
        responsible=row.responsible_name,
        due_on=row.due_on.isoformat() if row.due_on else "",
        amount=row.amount,
    )


def _file(row: Attachment) -> AttachmentText:
    return AttachmentText(row.pk, row.number, row.title, row.sha256, row.is_confidential)


def canonical(minutes: Minutes) -> bytes:
    """The content as bytes that are the same whatever database or machine wrote them: JSON with sorted keys, UTF-8.

    Ids of the database say nothing to a reader, and are left out. The code of minutes that are adjusted must stay what
    it is: a field that is added to them later gets a default, and is left out where it says no more than that. Whoever
    changes what stands there in another way raises FORMAT, and keeps the former for those that bear it.
    """
    return _as_json({"format": FORMAT, "minutes": minutes})


def _as_json(content: Any) -> bytes:
    return json.dumps(content, default=_fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _fields(part: Any) -> dict[str, Any]:
    values = {field.name: getattr(part, field.name) for field in fields(part) if field.name != "id"}
    added = {field.name: field.default for field in fields(part) if field.default is not MISSING}
    return {name: value for name, value in values.items() if name not in added or value != added[name]}


def minutes_from(content: Mapping[str, Any]) -> Minutes:
    """The minutes of what was stored of them as JSON (`asdict`), before later fields were added too."""
    rows = {key: _frozen(value) for key, value in content.items()}
    rows["attendees"] = tuple(Attendee(**row) for row in rows["attendees"])
    rows["attachments"] = tuple(AttachmentText(**row) for row in rows["attachments"])
    rows["paragraphs"] = tuple(map(_paragraph_from, rows["paragraphs"]))
    return Minutes(**rows)


def _paragraph_from(row: Mapping[str, Any]) -> Paragraph:
    decisions = tuple(DecisionText(**decision) for decision in row["decisions"])
    attachments = tuple(AttachmentText(**file) for file in row["attachments"])
    return Paragraph(**{**row, "decisions": decisions, "attachments": attachments})


def _frozen(value: Any) -> Any:
    """Lists as tuples, which is what they were."""
    if isinstance(value, dict):
        return {key: _frozen(part) for key, part in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


def content_hash(minutes: Minutes) -> str:
    """SHA-256 of the canonical content, in hexadecimal."""
    return hashlib.sha256(canonical(minutes)).hexdigest()


def paragraph_hash(row: Paragraph) -> str:
    """That of one paragraph, as those read it who approve it before the rest. Numbers are given later."""
    files = tuple(replace(file, number=None) for file in row.attachments)
    content = replace(row, number=None, attachments=files)
    return hashlib.sha256(_as_json(content)).hexdigest()


def decision_reference(decision: Decision) -> str:
    """§ 34/2020, "per capsulam 12 mars 2020", or what was written for one whose minutes have no §§ here.

    Before the meeting has ended it has no §, and its title stands instead. Needs the item with meeting and activity.
    """
    if decision.reference:
        return decision.reference
    if decision.item is None:
        return f"per capsulam {full_day_words(decision.decided_on)}"
    meeting = decision.item.meeting
    return reference(decision.item.paragraph, meeting.year) if decision.item.paragraph else meeting.title
