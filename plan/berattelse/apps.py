from django.apps import AppConfig


class BerattelseConfig(AppConfig):
    name = "plan.berattelse"
    label = "berattelse"
    verbose_name = "Verksamhetsberättelsen"

    def ready(self) -> None:
        from distrikt.organisation.privacy import register
        from distrikt.utskick.jobs import kinds
        from distrikt.utskick.reminders import digest_sources
        from plan.berattelse.pdf import JOB_KIND, PDF_JOB
        from plan.berattelse.privacy import PERSONAL_DATA
        from plan.berattelse.reminders import report_lines

        digest_sources.register("berattelse", report_lines)
        kinds.register(JOB_KIND, PDF_JOB)
        register(*PERSONAL_DATA)
