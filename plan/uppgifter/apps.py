from django.apps import AppConfig


class UppgifterConfig(AppConfig):
    name = "plan.uppgifter"
    label = "uppgifter"
    verbose_name = "Uppgifter"
