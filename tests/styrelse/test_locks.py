"""Adjusted minutes: the database refuses to change them, on whichever it is."""

# ruff: noqa: S608 - the names are those of our own tables

import uuid
from copy import copy
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.styrelse.meetings import (
    NOW,
    adjust,
    adjust_at_once,
    decide,
    hold_meeting,
    item_of,
    make_meeting,
    presence_of,
)
from traffar.styrelse import locks
from traffar.styrelse.actions import at_the_table
from traffar.styrelse.actions.calling import remove_paper
from traffar.styrelse.actions.closing import close_meeting
from traffar.styrelse.actions.preparing import MeetingBegun
from traffar.styrelse.minutes import content_hash, minutes_of
from traffar.styrelse.models import (
    AgendaItem,
    Attachment,
    BoardMeeting,
    Decision,
    ItemApproval,
    Lockable,
    Presence,
    PresenceChange,
    Proposal,
    Reservation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def adjusted(board, meeting) -> BoardMeeting:
    hold_meeting(board, meeting)
    matter = item_of(meeting, "report")
    decide(board, matter)
    at_the_table.recuse(presence=meeting.presences.get(person=board.omar), item=matter, by=board.secretary.pk)
    return adjust(board, meeting)


def refused(sql: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except IntegrityError as error:
        return locks.MESSAGE in str(error)
    return False


def test_no_content_of_any_row_can_be_written_or_removed_by_sql(adjusted):
    for model in locks.lockable_models():
        table = connection.ops.quote_name(model._meta.db_table)
        if not model.objects.exists():
            continue
        assert refused(f"DELETE FROM {table}"), model
        assert refused(f"UPDATE {table} SET locked_at = NULL"), model
        for name in locks.content_columns(model):
            column = connection.ops.quote_name(name)
            other = "NULL" if name != model._meta.pk.column else f"{column} + 1"
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {table} WHERE {column} IS NOT NULL")
                if cursor.fetchone():
                    assert refused(f"UPDATE {table} SET {column} = {other}"), (model, name)


def test_what_is_not_content_goes_on(board, adjusted):
    Decision.objects.update(state="done", done_on=NOW.date(), note="Den hänger på kansliet.")
    board.sara.delete()
    presence = Presence.objects.get(name="Sara Lind")
    assert presence.person_id is None
    stored = BoardMeeting.objects.with_activity().get()
    assert content_hash(minutes_of(stored)) == stored.content_hash, "the content is as it was adjusted"


def test_a_paragraph_adjusted_at_once_gets_its_number_later_and_once(board, meeting):
    hold_meeting(board, meeting)
    matter = item_of(meeting, "report")
    decide(board, matter)
    adjust_at_once(board, matter)
    assert refused("UPDATE styrelse_agendaitem SET title = 'Annat' WHERE id = %s", matter.pk)
    close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
    matter.refresh_from_db()
    assert matter.paragraph == 7
    assert refused("UPDATE styrelse_agendaitem SET paragraph = 8 WHERE id = %s", matter.pk)


def copied(row, **changed) -> None:
    """The row once more, past every action."""
    row = copy(row)
    row.pk, row.locked_at = None, None
    for name, value in {"submission": uuid.uuid4(), **changed}.items():
        if any(field.name == name for field in row._meta.fields):
            setattr(row, name, value)
    row._state.adding = True
    row.save(force_insert=True)


def test_nothing_is_added_to_what_is_locked(board, adjusted):
    item = item_of(adjusted, "report")
    omar = presence_of(adjusted, board.omar)
    rows = [
        *(item, item.recusals.get(), item.decisions.get(), adjusted.presences.first(), adjusted.adjusters.first()),
        ItemApproval(item=item, presence=omar, approved_at=NOW, content_hash="0" * 64),
        Proposal(item=item, name="Sara Lind", text="Avslag."),
        Reservation(item=item, name="Sara Lind"),
        PresenceChange(presence=omar, item=item, kind="leaves"),
        Attachment(meeting=adjusted, title="Bilaga", sha256="0" * 64, file="styrelsen/bilaga.pdf"),
    ]
    assert {type(row) for row in rows} == set(locks.lockable_models()) - {BoardMeeting}
    for row in rows:
        with pytest.raises(IntegrityError, match=locks.MESSAGE), transaction.atomic():
            copied(row, person=None, duty="", paragraph=None, series=None)


def test_nothing_is_moved_into_what_is_locked(board, adjusted):
    other = make_meeting(board, NOW + timedelta(days=60))
    item, paper = item_of(other, "report"), Attachment.objects.create(meeting=other, title="Bilaga", sha256="0" * 64)
    assert refused("UPDATE styrelse_agendaitem SET meeting_id = %s WHERE id = %s", adjusted.pk, item.pk)
    assert refused("UPDATE styrelse_attachment SET meeting_id = %s WHERE id = %s", adjusted.pk, paper.pk)


def test_a_number_is_not_given_once_the_meeting_is_locked(board, meeting):
    hold_meeting(board, meeting)
    paper = Attachment.objects.create(meeting=meeting, title="Budget", sha256="0" * 64)
    adjust(board, meeting)
    assert refused("UPDATE styrelse_attachment SET number = 7 WHERE id = %s", paper.pk)


def test_a_paragraph_adjusted_at_once_keeps_its_papers(board, meeting, log_in):
    hold_meeting(board, meeting)
    matter = item_of(meeting, "report")
    decide(board, matter)
    kind = Attachment.Kind.PAPER
    paper = Attachment.objects.create(meeting=meeting, item=matter, title="Avtal", sha256="0" * 64, kind=kind)
    adjust_at_once(board, matter)
    assert refused("UPDATE styrelse_attachment SET title = 'Annat' WHERE id = %s", paper.pk)
    stale = Attachment(pk=paper.pk, meeting=meeting, item=matter)
    with pytest.raises(MeetingBegun):
        remove_paper(paper=stale, at=NOW, by=board.chair.pk)
    close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
    paper.refresh_from_db()
    assert paper.number == 1, "its number is given when the meeting ends all the same"


def test_what_belongs_to_no_item_is_numbered_last_on_either_database(board, meeting):
    hold_meeting(board, meeting)
    fields = {"meeting": meeting, "sha256": "0" * 64}
    whole = Attachment.objects.create(title="Verksamheten", **fields)
    paper = Attachment.objects.create(title="Avtal", item=item_of(meeting, "report"), **fields)
    elsewhere = Attachment.objects.create(title="Karta", kind=Attachment.Kind.MINUTES, **fields)
    close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
    assert list(Attachment.objects.values_list("pk", "number")) == [(paper.pk, 1), (whole.pk, 2), (elsewhere.pk, None)]


def test_a_missing_lock_is_told_by_the_system_check(db):
    from traffar.styrelse.checks import locks_are_there

    assert locks_are_there(["default"]) == []
    locks.drop_locks()
    [error] = locks_are_there(["default"])
    assert "styrelse_decision_locked_update" in error.msg
    locks.make_locks()
    assert locks_are_there(["default"]) == []


def test_every_model_with_a_lock_has_triggers_and_every_part_of_minutes_has_a_lock():
    names = {model.__name__ for model in locks.lockable_models()}
    parts = {"BoardMeeting", "AgendaItem", "Presence", "PresenceChange", "Recusal", "Proposal", "Reservation"}
    assert names == parts | {"Decision", "Attachment", "Adjuster", "ItemApproval"}
    assert issubclass(Attachment, Lockable)
    assert AgendaItem.GIVEN_LATER == ("paragraph", "series")
