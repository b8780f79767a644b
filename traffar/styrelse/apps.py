from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate


class StyrelseConfig(AppConfig):
    name = "traffar.styrelse"
    label = "styrelse"
    verbose_name = "Styrelsen"

    def ready(self) -> None:
        from distrikt.organisation.privacy import register as register_personal_data
        from traffar.styrelse.checks import locks_are_there
        from traffar.styrelse.privacy import PERSONAL_DATA

        register_personal_data(*PERSONAL_DATA)
        pre_migrate.connect(_drop_locks, sender=self)
        post_migrate.connect(_make_locks, sender=self)
        register(locks_are_there, Tags.database)


# The one use of signals in the house: a migration may rebuild a table, and its triggers are gone (`locks.py`).
def _drop_locks(using: str, **signal: Any) -> None:
    from traffar.styrelse.locks import drop_locks

    drop_locks(using)


def _make_locks(using: str, **signal: Any) -> None:
    from traffar.styrelse.locks import make_locks

    make_locks(using)
