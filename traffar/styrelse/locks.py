"""What keeps adjusted minutes as they are: triggers in the database, for everybody, on SQLite and on PostgreSQL.

A row of a `Lockable` whose `locked_at` is set can be neither removed nor changed in a column of its content, and its
lock cannot be taken away. A trigger reads OLD and NEW alone. A table that SQLite rebuilds in a migration silently loses
its triggers, so they are dropped before migrations and made again after them (`apps.py`), and a system check looks for
them (`4-promises.md`, 19).
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from traffar.styrelse.models.locking import Lockable

MESSAGE = "Protokollet är justerat och kan inte ändras."
_FUNCTION = "styrelse_is_locked"


def lockable_models() -> Iterator[type[Lockable]]:
    """Every model whose rows are locked with the minutes."""
    for model in apps.get_app_config("styrelse").get_models():
        if issubclass(model, Lockable):
            yield model


def content_columns(model: type[Lockable]) -> dict[str, bool]:
    """{column that cannot be written once the row is locked, the lock included: whether it may be filled in once}."""
    content = (field for field in model._meta.local_concrete_fields if field.name not in model.UNLOCKED)
    return {str(field.column): field.name in model.GIVEN_LATER for field in content}


def trigger_names(model: type[Lockable]) -> tuple[str, str]:
    """Those of the trigger on changes and of the one on removals."""
    table = model._meta.db_table
    return f"{table}_locked_update", f"{table}_locked_delete"


def make_locks(using: str = "default") -> None:
    """Make the triggers of all tables that are there; those that stand are made anew."""
    connection = connections[using]
    drop_locks(using)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for model in lockable_models():
            if model._meta.db_table in tables:
                for statement in _statements(connection, model):
                    cursor.execute(statement)


def drop_locks(using: str = "default") -> None:
    """Take the triggers away, for a migration or to empty the tables."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in lockable_models():
            table = model._meta.db_table
            if table in tables:
                for name in trigger_names(model):
                    on = f" ON {_quoted(connection, table)}" if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER IF EXISTS {_quoted(connection, name)}{on}")


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


_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql
"""


def _statements(connection: BaseDatabaseWrapper, model: type[Lockable]) -> Iterator[str]:
    on_update, on_delete = (_quoted(connection, name) for name in trigger_names(model))
    table = _quoted(connection, model._meta.db_table)
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    changes = []
    for name, is_given_later in content_columns(model).items():
        column = _quoted(connection, name)
        change = f"OLD.{column} {differs} NEW.{column}"
        changes.append(f"(OLD.{column} IS NOT NULL AND {change})" if is_given_later else change)
    changed = " OR ".join(changes)
    if connection.vendor == "postgresql":
        locked, run = "OLD.locked_at IS NOT NULL", f"EXECUTE FUNCTION {_FUNCTION}()"
        yield f"CREATE TRIGGER {on_update} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({locked} AND ({changed})) {run}"
        yield f"CREATE TRIGGER {on_delete} BEFORE DELETE ON {table} FOR EACH ROW WHEN ({locked}) {run}"
    else:
        locked, run = "OLD.locked_at IS NOT NULL", f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        yield f"CREATE TRIGGER {on_update} BEFORE UPDATE ON {table} WHEN {locked} AND ({changed}) {run}"
        yield f"CREATE TRIGGER {on_delete} BEFORE DELETE ON {table} WHEN {locked} {run}"


def _quoted(connection: BaseDatabaseWrapper, name: str) -> str:
    return connection.ops.quote_name(name)
