"""What keeps adjusted minutes as they are: triggers in the database, for everybody, on SQLite and on PostgreSQL.

A row of a `Lockable` whose `locked_at` is set can be neither removed nor changed in a column of its content, and its
lock cannot be taken away. Nothing can be added to a locked meeting or item, or moved there from another; what is filled
in later (`GIVEN_LATER`) can be so until the meeting is locked. A table that SQLite rebuilds in a migration silently
loses its triggers, so they are dropped before migrations and made again after them (`apps.py`), and a system check
looks for them (`4-promises.md`, 19; `docs/adr/0012-what-the-locks-hold.md`).

Outside the locks, as they are no part of the minutes: which commitments of the plan a decision belongs to, how it is
carried out, comments, published copies and the files themselves, which `check_minutes` compares with their sums.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import ForeignKey

from traffar.styrelse.models.locking import Lockable
from traffar.styrelse.models.meetings import BoardMeeting

MESSAGE = "Protokollet är justerat och kan inte ändras."


@dataclass(frozen=True, slots=True)
class Trigger:
    """`when` reads OLD and NEW alone, `looks_up` other tables too; both must hold for the change to be refused."""

    name: str
    before: str
    when: str = ""
    looks_up: str = ""


def lockable_models() -> Iterator[type[Lockable]]:
    """Every model whose rows are locked with the minutes."""
    for model in apps.get_app_config("styrelse").get_models():
        if issubclass(model, Lockable):
            yield model


def content_columns(model: type[Lockable]) -> dict[str, bool]:
    """{column that cannot be written once the row is locked, the lock included: whether it may be filled in once}."""
    content = (field for field in model._meta.local_concrete_fields if field.name not in model.UNLOCKED)
    return {str(field.column): field.name in model.GIVEN_LATER for field in content}


def parents(model: type[Lockable]) -> dict[str, type[Lockable]]:
    """{column: what it leads to} of those that lead to rows which are locked themselves."""
    found = ((field.column, field.related_model) for field in model._meta.local_fields if isinstance(field, ForeignKey))
    return {str(column): to for column, to in found if isinstance(to, type) and issubclass(to, Lockable)}


def trigger_names(model: type[Lockable]) -> list[str]:
    """Those of all that the model's table ought to have."""
    return [trigger.name for trigger in _triggers(connections["default"], model)]


def make_locks(using: str = "default") -> None:
    """Make the triggers on the tables that are there; those that stand are made anew."""
    connection = connections[using]
    drop_locks(using)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in lockable_models():
            if model._meta.db_table in tables:
                for trigger in _triggers(connection, model):
                    for statement in _statements(connection, model._meta.db_table, trigger):
                        cursor.execute(statement)


def drop_locks(using: str = "default") -> None:
    """Take the triggers away, for a migration or to empty the tables."""
    connection = connections[using]
    is_postgresql = connection.vendor == "postgresql"
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in lockable_models():
            table = model._meta.db_table
            for trigger in _triggers(connection, model) if table in tables else ():
                name = _quoted(connection, trigger.name)
                on = f" ON {_quoted(connection, table)}" if is_postgresql else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
                if is_postgresql:
                    cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def missing_locks(using: str = "default") -> list[str]:
    """The names of the triggers that ought to be there and are not."""
    connection = connections[using]
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}
    tables = set(connection.introspection.table_names())
    wanted = (name for model in lockable_models() if model._meta.db_table in tables for name in trigger_names(model))
    return sorted(set(wanted) - there)


def _triggers(connection: BaseDatabaseWrapper, model: type[Lockable]) -> Iterator[Trigger]:
    """Content changed, row removed; added to or moved to a locked parent; filled in once the meeting is locked."""
    table, leads_to = model._meta.db_table, parents(model)
    content = content_columns(model)
    fixed, given = ([name for name, later in content.items() if later is is_later] for is_later in (False, True))
    refilled = [f"(OLD.{_quoted(connection, name)} IS NOT NULL AND {_changes(connection, name)})" for name in given]
    changed = " OR ".join([*(_changes(connection, name) for name in fixed), *refilled])
    yield Trigger(f"{table}_locked_update", "UPDATE", f"OLD.locked_at IS NOT NULL AND ({changed})")
    yield Trigger(f"{table}_locked_delete", "DELETE", "OLD.locked_at IS NOT NULL")
    if leads_to:
        moved = " OR ".join(_changes(connection, name) for name in leads_to)
        yield Trigger(f"{table}_locked_insert", "INSERT", looks_up=_is_in_locked(connection, leads_to))
        yield Trigger(f"{table}_locked_move", "UPDATE", moved, _is_in_locked(connection, leads_to))
    if given:
        meeting = {name: to for name, to in leads_to.items() if to is BoardMeeting}
        filled = " OR ".join(_changes(connection, name) for name in given)
        yield Trigger(f"{table}_locked_fill", "UPDATE", filled, _is_in_locked(connection, meeting))


def _changes(connection: BaseDatabaseWrapper, column: str) -> str:
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    name = _quoted(connection, column)
    return f"OLD.{name} {differs} NEW.{name}"


def _is_in_locked(connection: BaseDatabaseWrapper, leads_to: Mapping[str, type[Lockable]]) -> str:
    """That any of the rows which the columns lead to is locked."""
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {_quoted(connection, to._meta.db_table)} "  # noqa: S608  # nosec B608 - our own tables
        f"WHERE {_quoted(connection, str(to._meta.pk.column))} = NEW.{_quoted(connection, column)} "
        "AND locked_at IS NOT NULL)"
        for column, to in leads_to.items()
    )


def _statements(connection: BaseDatabaseWrapper, table: str, trigger: Trigger) -> Iterator[str]:
    name, on = _quoted(connection, trigger.name), _quoted(connection, table)
    if connection.vendor == "postgresql":
        # Where it names a column, PostgreSQL refuses to change that under it; it cannot look up other rows there.
        when = f" WHEN ({trigger.when})" if trigger.when else ""
        row = "OLD" if trigger.before == "DELETE" else "NEW"
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN IF {trigger.looks_up or 'TRUE'} THEN "
            f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {row}; END $$ LANGUAGE plpgsql"
        )
        yield f"CREATE TRIGGER {name} BEFORE {trigger.before} ON {on} FOR EACH ROW{when} EXECUTE FUNCTION {name}()"
    else:
        when = " AND ".join(f"({condition})" for condition in (trigger.when, trigger.looks_up) if condition)
        yield (
            f"CREATE TRIGGER {name} BEFORE {trigger.before} ON {on} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


def _quoted(connection: BaseDatabaseWrapper, name: str) -> str:
    return connection.ops.quote_name(name)
