from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate


class StyrelseConfig(AppConfig):
    name = "traffar.styrelse"
    label = "styrelse"
    verbose_name = "Styrelsen"

    def ready(self) -> None:
        from distrikt.mail import register_kinds
        from distrikt.markup import references
        from distrikt.organisation.privacy import register as register_personal_data
        from distrikt.utskick.jobs import kinds as job_kinds
        from distrikt.utskick.reminders import reminder_rules
        from plan.berattelse.chapters import part_sources
        from plan.page_links import commitment_links
        from plan.sections import sections
        from plan.uppgifter.sources import sources as task_sources
        from traffar.concerned import also_concerned
        from traffar.held import reasons as held_reasons
        from traffar.page_links import activity_links
        from traffar.styrelse.adjusting_emails import KINDS as ADJUSTING_KINDS
        from traffar.styrelse.chapter import board_parts
        from traffar.styrelse.checks import locks_are_there
        from traffar.styrelse.circular_emails import KINDS as CIRCULAR_KINDS
        from traffar.styrelse.commitment_section import commitment_decisions
        from traffar.styrelse.concerned import called_to
        from traffar.styrelse.emails import KINDS
        from traffar.styrelse.links_elsewhere import meeting_link, request_link
        from traffar.styrelse.minutes_emails import KINDS as MINUTES_KINDS
        from traffar.styrelse.pdf import JOBS
        from traffar.styrelse.privacy import PERSONAL_DATA
        from traffar.styrelse.references import addresses_of
        from traffar.styrelse.reminders import RULES
        from traffar.styrelse.sources import SOURCES
        from traffar.styrelse.stays_held import why_held
        from traffar.styrelse.suggestions import sources
        from traffar.styrelse.task_source import SOURCE, TASK_SOURCE

        register_personal_data(*PERSONAL_DATA)
        register_kinds(KINDS)
        for key, rule in RULES.items():
            reminder_rules.register(key, rule)
        for key, source in SOURCES.items():
            sources.register(key, source)
        also_concerned.register(self.label, called_to)
        activity_links.register(self.label, meeting_link)
        held_reasons.register(self.label, why_held)
        commitment_links.register(self.label, request_link)
        register_kinds(ADJUSTING_KINDS)
        for key, kind in JOBS.items():
            job_kinds.register(key, kind)
        register_kinds({**CIRCULAR_KINDS, **MINUTES_KINDS})
        task_sources.register(SOURCE, TASK_SOURCE)
        references.register("paragraphs", addresses_of)
        sections.register("styrelse", commitment_decisions)
        part_sources.register("styrelse", board_parts)
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
