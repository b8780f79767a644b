from django.apps import AppConfig


class UtskickConfig(AppConfig):
    name = "distrikt.utskick"
    label = "utskick"
    verbose_name = "Utskick"
