from django.apps import AppConfig


class WebbConfig(AppConfig):
    name = "distrikt.webb"
    label = "webb"
    verbose_name = "Webben"
