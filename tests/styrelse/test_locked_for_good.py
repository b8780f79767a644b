"""Adjusted minutes stay locked: after a migration of a locked table, after a backup is restored, when a person goes."""

import os
import sqlite3
import subprocess
from copy import deepcopy
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import ConnectionHandler, IntegrityError, NotSupportedError, connection, models, transaction
from django.db.models import ProtectedError

from distrikt.access import may
from tests.styrelse.later_migrations.a_later_one import LAST
from tests.styrelse.meetings import adjust, decide, hold_meeting, item_of
from traffar import actions as activities
from traffar.models import Activity
from traffar.styrelse import locks
from traffar.styrelse.actions import at_the_table
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.minutes import content_hash, minutes_of
from traffar.styrelse.models import Adjuster, AgendaItem, BoardMeeting, Decision, Presence

IS_POSTGRESQL = connection.vendor == "postgresql"


def adjusted_meeting(board, meeting) -> BoardMeeting:
    hold_meeting(board, meeting)
    decide(board, item_of(meeting, "report"), responsible=board.sara)
    return adjust(board, meeting)


@pytest.fixture
def adjusted(board, meeting):
    return adjusted_meeting(board, meeting)


def refuses_a_change() -> bool:
    """Whether the database that the locks look at refuses it."""
    looked_at = locks.connections["default"]
    try:
        with looked_at.cursor() as cursor:
            cursor.execute("UPDATE styrelse_decision SET text = text || '!'")
    except IntegrityError as error:
        return locks.MESSAGE in str(error)
    return False


def decision_with(length: int) -> tuple[models.Field, models.Field]:
    """The field as it is, and another one in its place."""
    old = Decision._meta.get_field("reference")
    new = deepcopy(old)
    new.max_length = length
    return old, new


class TestInTheProgram:
    def test_the_orm_cannot_change_or_remove_it(self, adjusted):
        decision, item = Decision.objects.get(), AgendaItem.objects.filter(meeting=adjusted).first()
        decision.text, item.title = "Annat", "Annat"
        for change in (
            *(decision.save, item.save, item.delete, adjusted.delete),
            *(Presence.objects.all().delete, Adjuster.objects.all().delete),
            lambda: Adjuster.objects.update(name="Någon annan"),
            lambda: BoardMeeting.objects.update(status="draft"),
        ):
            with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
                change()

    def test_a_tab_that_was_left_open_is_told(self, board, adjusted):
        item = item_of(adjusted, "report")
        by = board.secretary.pk
        with pytest.raises(NotNow, match="justerat"):
            at_the_table.save_item(item=item, version=item.version, fields=["text"], by=by)
        with pytest.raises(NotNow, match="justerat"):
            decide(board, item)

    def test_a_person_who_goes_leaves_name_and_role(self, board, adjusted):
        for name in ("sara", "chair", "secretary"):
            board.people[name].delete()
        stored = BoardMeeting.objects.with_activity().get()
        assert content_hash(minutes_of(stored)) == stored.content_hash
        assert Presence.objects.filter(name="Sara Lind", role="ledamot", person=None).exists()
        assert list(Adjuster.objects.values_list("name", flat=True)) == ["Sara Lind", "Maria Norberg"]

    def test_neither_its_body_nor_its_activity_can_be_removed(self, board, adjusted, log_in):
        with pytest.raises(ProtectedError):
            adjusted.body.delete()
        with pytest.raises(ProtectedError):
            adjusted.activity.delete()
        address = f"/traffar/{adjusted.pk}/ta-bort/"
        assert may(board.viewer("ombudsman"), "traffar.change_activity", adjusted.activity)
        activity = Activity.objects.get(pk=adjusted.pk)
        with pytest.raises(activities.StaysHeld):
            activities.retract_outcome(activity=activity, version=activity.version, by=board.ombudsman.pk)
        Activity.objects.filter(pk=adjusted.pk).update(status=Activity.Status.PLANNED)
        answer = log_in("ombudsman").post(address, follow=True)
        assert answer.status_code == 200
        assert "handlingar" in answer.content.decode()
        assert BoardMeeting.objects.filter(pk=adjusted.pk).exists()

    def test_its_activity_stays_held(self, board, adjusted, log_in):
        activity = Activity.objects.get(pk=adjusted.pk)
        address = f"/traffar/{adjusted.pk}/hur-gick-det/ta-tillbaka/"
        page = log_in("ombudsman").post(address, {"version": activity.version}, follow=True)
        assert "har ett protokoll" in page.text
        activity.refresh_from_db()
        assert activity.is_held


@pytest.mark.django_db(transaction=True)
class TestMigrations:
    @pytest.fixture
    def later(self, settings):
        """A migration of a locked table that has not been run; taken back afterwards."""
        settings.MIGRATION_MODULES = {"styrelse": "tests.styrelse.later_migrations"}
        yield
        call_command("migrate", "styrelse", LAST, verbosity=0)

    def test_a_later_migration_leaves_the_locks(self, board, meeting, later):
        adjusted_meeting(board, meeting)
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, "styrelse_decision")
        assert next(column for column in columns if column.name == "reference").display_size == 80
        assert locks.missing_locks() == []
        assert refuses_a_change()

    @pytest.mark.skipif(IS_POSTGRESQL, reason="SQLite makes the table anew")
    def test_without_being_made_anew_they_are_gone(self, board, meeting):
        adjusted_meeting(board, meeting)
        old, new = decision_with(80)
        with connection.schema_editor() as editor:
            editor.alter_field(Decision, old, new)
        try:
            assert locks.missing_locks() == sorted(locks.trigger_names(Decision))
            assert not refuses_a_change()
            locks.make_locks()
            assert refuses_a_change()
        finally:
            with connection.schema_editor() as editor:
                editor.alter_field(Decision, new, old)
            locks.make_locks()

    @pytest.mark.skipif(not IS_POSTGRESQL, reason="PostgreSQL refuses to change a column that a trigger names")
    def test_without_being_dropped_they_stop_the_migration(self, board, meeting):
        adjusted_meeting(board, meeting)
        old, new = decision_with(80)
        with pytest.raises(NotSupportedError, match="trigger"), connection.schema_editor() as editor:
            editor.alter_field(Decision, old, new)
        assert locks.missing_locks() == []


@pytest.fixture
def look_at(monkeypatch):
    """`look_at(name)`: the locks' own connection leads to this database instead."""
    opened = []

    def look(name: object) -> None:
        opened.append(ConnectionHandler({"default": {**connection.settings_dict, "NAME": str(name)}}))
        patch.setattr(locks, "connections", opened[-1])

    with monkeypatch.context() as patch:
        yield look
    for handler in opened:
        handler.close_all()


@pytest.mark.django_db(transaction=True)
class TestBackup:
    @pytest.mark.skipif(IS_POSTGRESQL, reason="SQLite's own way")
    def test_a_restored_backup_of_sqlite_is_locked(self, board, meeting, tmp_path, look_at):
        adjusted_meeting(board, meeting)
        copy = sqlite3.connect(tmp_path / "backup.sqlite3")
        connection.connection.backup(copy)
        copy.close()
        look_at(tmp_path / "backup.sqlite3")
        assert locks.missing_locks() == []
        assert refuses_a_change()

    @pytest.mark.skipif(not IS_POSTGRESQL, reason="PostgreSQL's own way")
    def test_a_restored_dump_of_postgresql_is_locked(self, board, meeting, tmp_path, look_at):
        adjusted_meeting(board, meeting)
        given = connection.settings_dict
        programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        where = ["-h", given["HOST"], "-p", str(given["PORT"] or 5432), "-U", given["USER"]]
        environment = {"PATH": os.defpath, "PGPASSWORD": given["PASSWORD"] or ""}

        def run(program: str, *arguments: str) -> None:
            command = [programs / program, *where, *arguments]
            subprocess.run(command, check=True, env=environment, capture_output=True)

        name = f"{given['NAME']}_restored"
        run("pg_dump", "-Fc", "-f", str(tmp_path / "dump"), given["NAME"])
        run("createdb", name)
        try:
            run("pg_restore", "-d", name, str(tmp_path / "dump"))
            look_at(name)
            assert locks.missing_locks() == []
            assert refuses_a_change()
            locks.connections.close_all()
        finally:
            run("dropdb", "--if-exists", name)
