"""System checks of the board: `manage.py check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error

from traffar.styrelse.locks import missing_locks


def locks_are_there(databases: Sequence[str] | None = None, **options: Any) -> list[CheckMessage]:
    """Adjusted minutes are locked by the database only as long as its triggers are there."""
    return [
        Error(
            f"Lås saknas i databasen {using}: {', '.join(missing)}.",
            hint="Kör manage.py migrate, som gör dem på nytt.",
            id="styrelse.E001",
        )
        for using in databases or ()
        if (missing := missing_locks(using))
    ]
