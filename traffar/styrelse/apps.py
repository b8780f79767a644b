from django.apps import AppConfig


class StyrelseConfig(AppConfig):
    name = "traffar.styrelse"
    label = "styrelse"
    verbose_name = "Styrelsen"
