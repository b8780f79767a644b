"""A board with its people, and a meeting to run."""

import uuid
from datetime import UTC, datetime, timedelta

from distrikt.organisation.models import Assignment, User
from distrikt.organisation.roles import Role
from tests.cast import SINCE, Cast
from traffar.styrelse.actions import adjusting, adjusting_at_once, at_the_table, closing, preparing
from traffar.styrelse.models import AgendaItem, BoardMeeting, Decision, Presence, Proposal

NOW = datetime(2026, 9, 15, 10, tzinfo=UTC)


def make_board(cast: Cast) -> None:
    """Three members and two substitutes beside the chair and the secretary of the cast."""
    rows = [
        ("Sara", "Lind", Role.BOARD_MEMBER),
        ("Omar", "Haddad", Role.BOARD_MEMBER),
        ("Tove", "Ek", Role.TREASURER),
        ("Ulf", "Berg", Role.SUBSTITUTE),
        ("Vilma", "Strand", Role.SUBSTITUTE),
    ]
    for first, last, role in rows:
        user = User.objects.create_user(f"{first.lower()}@distrikt.example", first_name=first, last_name=last)
        cast.people[first.lower()] = user
        Assignment.objects.create(user=user, body=cast.bodies["distriktsstyrelsen"], role=role, starts_on=SINCE)


def make_meeting(cast: Cast, starts_at: datetime | None = None) -> BoardMeeting:
    starts_at = starts_at or NOW + timedelta(days=14)
    occurrences = [(starts_at, starts_at + timedelta(hours=3))]
    [meeting] = preparing.plan_meetings(
        body=cast.bodies["distriktsstyrelsen"],
        occurrences=occurrences,
        place="Kansliet, Sundsvall",
        submission=uuid.uuid4(),
        by=cast.chair.pk,
    )
    return meeting


def presence_of(meeting: BoardMeeting, user: User) -> Presence:
    return meeting.presences.get(person=user)


def item_of(meeting: BoardMeeting, kind: str) -> AgendaItem:
    return meeting.items.filter(kind=kind).order_by("position").first()


def hold_meeting(
    cast: Cast,
    meeting: BoardMeeting,
    present: tuple[str, ...] = ("chair", "secretary", "sara", "omar"),
    adjuster: str = "sara",
):
    """Opened, with those who are there, a chair, a secretary and an adjuster."""
    by = cast.secretary.pk
    at_the_table.open_meeting(meeting=meeting, at=NOW, by=by)
    for name in present:
        at_the_table.set_present(presence=presence_of(meeting, cast.people[name]), is_present=True, by=by)
    at_the_table.give_duty(presence=presence_of(meeting, cast.chair), duty=Presence.Duty.CHAIR, by=by)
    at_the_table.give_duty(presence=presence_of(meeting, cast.secretary), duty=Presence.Duty.SECRETARY, by=by)
    closing.choose_adjusters(meeting=meeting, chosen=[presence_of(meeting, cast.people[adjuster]).pk], by=by)
    meeting.refresh_from_db()


def decide(cast: Cast, item: AgendaItem, text: str = "Styrelsen beslutar att köpa en banderoll.", **fields) -> Decision:
    return at_the_table.decide(decision=Decision(item=item, text=text, **fields), commitments=(), by=cast.secretary.pk)


def hand_over(cast: Cast, meeting: BoardMeeting) -> BoardMeeting:
    """Closed, and handed to the adjuster and the chair."""
    closing.close_meeting(meeting=meeting, at=NOW, by=cast.secretary.pk)
    adjusting.hand_over(meeting=meeting, at=NOW, by=cast.secretary.pk)
    return BoardMeeting.objects.with_activity().get(pk=meeting.pk)


def adjust_at_once(cast: Cast, item: AgendaItem) -> None:
    """Asked for by the secretary, and approved by the adjuster and the chair."""
    from traffar.styrelse.minutes import minutes_of, paragraph_hash

    adjusting_at_once.ask_to_adjust_at_once(item=item, at=NOW, by=cast.secretary.pk)
    meeting = BoardMeeting.objects.with_activity().get(pk=item.meeting_id)
    read = next(paragraph_hash(row) for row in minutes_of(meeting).paragraphs if row.id == item.pk)
    for row in meeting.presences.adjusting():
        adjusting_at_once.approve_at_once(item=item, person=row.person_id, read=read, at=NOW)


def write_many(cast: Cast, meeting: BoardMeeting, number: int) -> None:
    """So many items in all, each with text, a proposal and a decision."""
    rest = number - meeting.items.count()
    last = meeting.items.count()
    for place in range(last + 1, last + rest + 1):
        item = AgendaItem.objects.create(
            meeting=meeting, position=place, title=f"Ärende {place}", text=f"Föredrogs av *kansliet*, handling {place}."
        )
        Proposal.objects.create(item=item, name="Omar Haddad", text="Bifall till förslaget.", is_carried=True)
        Decision.objects.create(
            item=item, body=meeting.body, decided_on=NOW.date(), text=f"Styrelsen beslutar **att** bevilja {place} kr.",
            responsible_name="Sara Lind", due_on=NOW.date(), amount=1000 * place,
        )  # fmt: skip


def adjust(cast: Cast, meeting: BoardMeeting) -> BoardMeeting:
    """Closed, handed over and approved by the adjuster and the chair."""
    from traffar.styrelse.minutes import content_hash, minutes_of

    closing.close_meeting(meeting=meeting, at=NOW, by=cast.secretary.pk)
    adjusting.hand_over(meeting=meeting, at=NOW, by=cast.secretary.pk)
    meeting = BoardMeeting.objects.with_activity().get(pk=meeting.pk)
    read = content_hash(minutes_of(meeting))
    for person in (cast.sara, cast.chair):
        adjusting.approve(meeting=meeting, person=person.pk, read=read, at=NOW)
    return BoardMeeting.objects.with_activity().get(pk=meeting.pk)
