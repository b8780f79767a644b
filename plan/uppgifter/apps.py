from django.apps import AppConfig


class UppgifterConfig(AppConfig):
    name = "plan.uppgifter"
    label = "uppgifter"
    verbose_name = "Uppgifter"

    def ready(self) -> None:
        from distrikt.organisation.privacy import register
        from plan.uppgifter.privacy import PERSONAL_DATA

        register(*PERSONAL_DATA)
