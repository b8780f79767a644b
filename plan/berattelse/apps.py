from django.apps import AppConfig


class BerattelseConfig(AppConfig):
    name = "plan.berattelse"
    label = "berattelse"
    verbose_name = "Verksamhetsberättelsen"

    def ready(self) -> None:
        from distrikt.utskick.jobs import kinds
        from plan.berattelse.chapters import part_sources
        from plan.berattelse.own_parts import own_parts
        from plan.berattelse.pdf import JOB_KIND, PDF_JOB

        part_sources.register("plan", own_parts)
        kinds.register(JOB_KIND, PDF_JOB)
