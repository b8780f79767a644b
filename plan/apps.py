from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "plan"
    label = "plan"
    verbose_name = "Planen"

    def ready(self) -> None:
        from distrikt.organisation.privacy import register
        from plan.privacy import PERSONAL_DATA

        register(*PERSONAL_DATA)
