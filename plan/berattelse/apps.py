from django.apps import AppConfig


class BerattelseConfig(AppConfig):
    name = "plan.berattelse"
    label = "berattelse"
    verbose_name = "Verksamhetsberättelsen"

    def ready(self) -> None:
        from distrikt.organisation.privacy import register
        from distrikt.utskick.jobs import kinds
        from plan.berattelse.pdf import JOB_KIND, PDF_JOB
        from plan.berattelse.privacy import PERSONAL_DATA

        kinds.register(JOB_KIND, PDF_JOB)
        register(*PERSONAL_DATA)
