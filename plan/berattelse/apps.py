from django.apps import AppConfig


class BerattelseConfig(AppConfig):
    name = "plan.berattelse"
    label = "berattelse"
    verbose_name = "Verksamhetsberättelsen"
