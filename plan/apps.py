from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "plan"
    label = "plan"
    verbose_name = "Planen"

    def ready(self) -> None:
        from distrikt.organisation.privacy import register
        from distrikt.utskick.reminders import digest_sources
        from plan.privacy import PERSONAL_DATA
        from plan.reminders import commitment_lines

        digest_sources.register("plan", commitment_lines)
        register(*PERSONAL_DATA)
