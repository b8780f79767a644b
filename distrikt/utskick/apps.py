from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class UtskickConfig(AppConfig):
    name = "distrikt.utskick"
    label = "utskick"
    verbose_name = "Utskick"

    def ready(self) -> None:
        from distrikt.mail import outbox, register_kinds
        from distrikt.organisation.privacy import register
        from distrikt.utskick import letterhead, planning
        from distrikt.utskick.emails import KINDS as LETTER_KINDS
        from distrikt.utskick.groups import OWN_SOURCES, sources
        from distrikt.utskick.outbox import queue
        from distrikt.utskick.privacy import PERSONAL_DATA
        from distrikt.utskick.reminders import digest_sources

        # The broker without a server keeps its messages in folders and does not make them itself.
        if not settings.REDIS_URL:
            for name in ("in", "control"):
                Path(settings.QUEUE_DIR, name).mkdir(parents=True, exist_ok=True)

        register(*PERSONAL_DATA)
        outbox.register("outbox", queue)
        register_kinds(letterhead.KINDS)
        register_kinds(planning.KINDS)
        digest_sources.register("bounces", planning.bounce_lines)
        register_kinds(LETTER_KINDS)
        for key, source in OWN_SOURCES.items():
            sources.register(key, source)
